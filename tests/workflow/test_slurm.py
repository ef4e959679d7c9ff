"""A real Slurm: the results of one machine, and what is left after the end of a job, a node or Snakemake itself."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.workflow.conftest import Project, planned
from tests.workflow.slurm import NODE, Slurm, python_with, wait_for
from tests.workflow.test_runs import contents

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not all(map(shutil.which, ("slurmctld", "slurmd", "munged"))), reason="no slurm-wlm and munge"),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root starts a Slurm"),
]
RECORD = "results/tricks/l2/record.json"
SOON = ("--slurm-init-seconds-before-status-checks", "1", "--seconds-between-status-checks", "1")


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give a Python with Snakemake's plugin for Slurm, and end what of it has outlived its job.

    A Snakemake that is told to end while it looks after a finished job waits for itself, out of sight of this Slurm.
    """
    found, fault = python_with(tmp_path_factory.mktemp("plugin") / "venv", "requirements-slurm.lock")
    if fault:
        pytest.skip(f"Snakemake's plugin for Slurm could not be installed: {fault}")
    yield found
    for process in psutil.process_iter(["cmdline"]):
        if (process.info["cmdline"] or [""])[0] == found:
            process.kill()


@pytest.fixture(scope="module")
def slurm(python: str) -> Iterator[Slurm]:
    """Return a Slurm that runs, in a folder whose name is short enough for a socket."""
    with tempfile.TemporaryDirectory(prefix="slurm-") as folder:
        started = Slurm(Path(folder))
        try:
            started.start()
            yield started
        finally:
            started.stop()


class Call:
    """A call of Snakemake that sends its trainings to Slurm."""

    def __init__(self, project: Project, slurm: Slurm, python: str, *targets: str):
        options = ("--profile", "profiles/slurm", *SOON, "--configfile", "config/tiny.yaml")
        command = [python, "-EP", "-m", "snakemake", *targets, *options]
        self.process = subprocess.Popen(command, cwd=project.folder, text=True, env=slurm.environment,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip

    def end(self) -> tuple[int, str]:
        """Wait for its end; return its code and what it said."""
        said, _ = self.process.communicate(timeout=300)
        return self.process.returncode, said


Start = Callable[..., Call]


@pytest.fixture
def call(slurm: Slurm, python: str) -> Iterator[Start]:
    """Return what starts a call on a project for some targets; none outlives its test."""
    calls: list[Call] = []

    def start(project: Project, *targets: str) -> Call:
        calls.append(Call(project, slurm, python, *targets))
        return calls[-1]

    yield start
    for each in calls:
        each.process.kill()
        each.process.wait()


def trains(project: Project, slurm: Slurm) -> str:
    """Wait until Slurm's only job is in the midst of its training; return its number."""
    progress = project.path(".snakemake/seedcheck/progress/results.tricks.l2.chunks.0.json")
    progress.unlink(missing_ok=True)  # of a job that was killed
    wait_for(progress.exists, 150)
    (job,) = slurm.jobs("RUNNING")
    return job


@pytest.fixture
def longer(rerun: Project) -> Project:
    """Return a finished project in which one variant is to be trained again, for seconds."""
    rerun.configure(lambda config: config["experiments"]["tricks"]["variants"]["l2"].update(epochs=150_000))
    return rerun


def test_the_results_are_those_of_one_machine(finished: Project, project: Project, slurm: Slurm, call: Start) -> None:
    """What jobs of Slurm train has the bytes that it has without; what is short is no job of Slurm."""
    code, said = call(project, "results/starts/curves.svg", "results/sweeps/strength/heatmap.svg").end()
    assert code == 0, said
    others = contents(project)
    assert {name: data for name, data in contents(finished).items() if name in others} == others
    assert {Path(name).name for name in others} >= {"record.json", "model.h5", "replicates.h5", "heatmap.svg"}
    sent = slurm("squeue", "--states=all", "--noheader", "--format=%k").split()
    assert {comment.partition("_wildcards_")[0] for comment in sent} == {"rule_train_starts", "rule_sweep_strength"}


def test_a_cancelled_job_and_a_lost_node_cost_one_training(longer: Project, slurm: Slurm, call: Start) -> None:
    """``scancel`` fails the call with one line that names the training; the next call trains that one, on any node."""
    first = call(longer, RECORD)
    slurm("scancel", trains(longer, slurm))
    code, said = first.end()
    assert code == 1
    last = r"ERROR: tricks/l2: SLURM-job '\d+' failed, SLURM status is: 'CANCELLED'.*the same command goes on"
    assert re.match(last, said.splitlines()[-1]), said
    assert planned(longer, RECORD) == {"train l2"}

    second = call(longer, RECORD)
    job = trains(longer, slurm)
    slurm("scontrol", "update", f"nodename={NODE}", "state=down", "reason=test")
    wait_for(lambda: slurm.jobs("PENDING") == [job], 20)
    slurm("scontrol", "update", f"nodename={NODE}", "state=resume")
    code, said = second.end()
    assert code == 0, said
    assert longer.path(RECORD).is_file()


def test_a_job_ends_with_its_snakemake_and_the_next_call_recovers(longer: Project, slurm: Slurm, call: Start) -> None:
    """After a kill of Snakemake its job ends without a result, so that none writes beside those of the next call."""
    first = call(longer, RECORD)
    job = trains(longer, slurm)
    first.process.send_signal(signal.SIGKILL)
    first.end()
    wait_for(lambda: job not in slurm.jobs(), 30)
    assert not longer.path(RECORD).exists()
    code, said = call(longer, RECORD).end()
    assert code == 0, said
