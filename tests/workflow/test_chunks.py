"""Seeds in several jobs, in the real pipeline: the same bytes as in one, further seeds alone, and what a kill costs."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from seedcheck.study.paths import RUN_FILES, SWEPT_FILES
from tests.accidents.small import wait_for
from tests.workflow.conftest import Project, clean_environment, planned

VARIANTS = ("none", "l2", "dropout_fixed")
TARGETS = [f"results/tricks/{variant}/record.json" for variant in VARIANTS]
FILES = [f"results/tricks/{variant}/{file}" for variant in VARIANTS for file in RUN_FILES] + [
    f"results/sweeps/strength/{file}" for file in SWEPT_FILES
]
TRAINED = [*(f"tricks.{variant}" for variant in VARIANTS), "sweeps.strength"]
OF_JOBS = ("gradients.json", "certificate.json")  # say which networks each job looked at


def seeds(project: Project, replicates: int, **changes: Any) -> None:
    """Let the first experiment have so many replicates, and change its settings."""
    project.configure(lambda config: config["experiments"]["tricks"].update(replicates=replicates, **changes))


def seeds_of_all(project: Project, replicates: int, chunk: int) -> None:
    """Let the first experiment and the sweep have so many replicates, in chunks of so many."""
    seeds(project, replicates, chunk=chunk)
    project.configure(lambda config: config["sweeps"]["strength"].update(replicates=replicates, chunk=chunk))


def trained(project: Project) -> set[str]:
    """Run the trainings, and return the logs of those that ran: "tricks.l2.1"."""
    logs = project.path("results/logs/train")
    before = {path: path.stat().st_mtime_ns for path in logs.glob("*")}
    run = project.snakemake(*FILES)
    assert run.returncode == 0, run.stdout
    now = {path for path in logs.glob("*") if path.stat().st_mtime_ns != before.get(path)}
    return {path.name.removesuffix(".log") for path in now}


def results(project: Project) -> dict[str, bytes]:
    """Return what the trainings leave but for what each job looked at."""
    return {file: project.path(file).read_bytes() for file in FILES if not file.endswith(OF_JOBS)}


@pytest.mark.slow
def test_further_seeds_are_trained_alone_and_leave_the_files_of_one_job(project: Project) -> None:
    """Seeds that were all become the first chunk, full chunks stay, others are trained again; sweeps, too."""
    seeds_of_all(project, 3, chunk=3)
    assert trained(project) == {f"{part}.0" for part in TRAINED}
    seeds_of_all(project, 7, chunk=3)
    assert trained(project) == {f"{part}.{chunk}" for part in TRAINED for chunk in (1, 2)}
    seeds_of_all(project, 8, chunk=3)
    assert trained(project) == {f"{part}.2" for part in TRAINED}
    in_chunks = results(project)
    seeds_of_all(project, 8, chunk=100)
    assert trained(project) == {f"{part}.0" for part in TRAINED}
    assert results(project) == in_chunks


def training(project: Project, chunk: str) -> int | None:
    """Return the process that trains a chunk."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().decode().split("\0")
            here = (process / "cwd").resolve() == project.folder.resolve()
        except OSError:
            continue
        if here and "-m" in words[:3] and chunk in words:
            return int(process.name)
    return None


@pytest.mark.slow
def test_a_killed_job_costs_its_chunk(project: Project) -> None:
    """SIGKILL of one of three: the call is red, the next one trains that chunk alone, and nothing else is lost."""
    seeds(project, 6, chunk=2, epochs=3000, variants={"l2": {"l2_lambda": 0.7}})
    killed = "results/tricks/l2/chunks/1.h5"
    command = [sys.executable, "-m", "snakemake", TARGETS[1], "--cores", "1", "--configfile", "config/tiny.yaml"]
    call = subprocess.Popen(command, cwd=project.folder, env=clean_environment(), text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip
    wait_for(lambda: training(project, killed))
    process = training(project, killed)
    assert process
    os.kill(process, signal.SIGKILL)
    said, _ = call.communicate(timeout=300)
    assert call.returncode == 1, said
    assert not project.path(killed).exists()
    assert {job for job in planned(project, TARGETS[1]) if job.startswith("train")} == {"train l2"}
    others = {name: project.path(f"results/logs/train/tricks.l2.{name}.log").stat().st_mtime_ns for name in (0, 2)}
    assert project.snakemake(TARGETS[1]).returncode == 0
    for name, time in others.items():
        assert project.path(f"results/logs/train/tricks.l2.{name}.log").stat().st_mtime_ns == time


@pytest.mark.slow
def test_a_damaged_chunk_is_trained_again(project: Project) -> None:
    """One that was changed on disk is named, set aside, and does not get into the results of more seeds."""
    seeds(project, 4, chunk=2, variants={"l2": {"l2_lambda": 0.7}})
    target = TARGETS[1]
    assert project.snakemake(target).returncode == 0
    whole = project.path(target).read_bytes()
    chunk = project.path("results/tricks/l2/chunks/0.h5")
    before = chunk.read_bytes()
    chunk.write_bytes(before[:-100])
    run = project.snakemake(target)
    assert run.returncode == 0, run.stdout
    assert "results/tricks/l2/chunks/0.h5 is not as seedcheck wrote it: to be made anew" in run.stdout
    assert (chunk.read_bytes(), project.path(target).read_bytes()) == (before, whole)
