"""Trainings as jobs of Kubernetes: through a bucket of S3, or with a shared volume.

No Kubernetes and no S3 can be had here: kubectl.py stands in for the one, moto's server for the other. Snakemake, its
plugins, the client of S3 and the profile are the real ones.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.workflow.conftest import ROOT, Project, clean_environment
from tests.workflow.slurm import free_port, python_with, wait_for
from tests.workflow.test_runs import contents

pytestmark = pytest.mark.slow
SERVER = "moto[s3]==5.2.5"
TARGETS = ("results/starts/curves.svg", "results/sweeps/strength/heatmap.svg")
BUCKET = "s3://lab/tiny"


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a Python with Snakemake's plugins for a cloud, and a server of S3."""
    found, fault = python_with(tmp_path_factory.mktemp("plugins") / "venv", "requirements-cloud.lock", SERVER)
    return found if not fault else pytest.skip(f"what a cloud needs could not be installed: {fault}")


@pytest.fixture
def server(python: str) -> Iterator[str]:
    """Return the address of an empty S3."""
    address = f"http://127.0.0.1:{(port := free_port())}"
    command = [python, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: answers(address), 30)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def answers(address: str) -> bool:
    """Return whether there is a server."""
    try:
        with urlopen(address):
            return True
    except URLError:
        return False


Call = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def call(project: Project, server: str, python: str, tmp_path_factory: pytest.TempPathFactory) -> Call:
    """Return what runs Snakemake on the project; jobs get images of it as it was when they started."""
    place = tmp_path_factory.mktemp("cloud")
    (place / "bin").mkdir()
    (place / "pods").mkdir()
    kubectl = place / "bin" / "kubectl"
    kubectl.write_text(f'#!/bin/sh\nexec {python} {ROOT}/tests/workflow/kubectl.py "$@"\n', encoding="utf-8")
    kubectl.chmod(0o755)
    environment = clean_environment() | {
        "PATH": os.pathsep.join([str(kubectl.parent), str(Path(python).parent), os.environ["PATH"]]),
        "PODS": str(place / "pods"), "SEEDCHECK_IMAGE": str(place / "image"),
        "SNAKEMAKE_STORAGE_S3_ENDPOINT_URL": server, "SNAKEMAKE_STORAGE_S3_ACCESS_KEY": "key",
        "SNAKEMAKE_STORAGE_S3_SECRET_KEY": "secret",
    }  # fmt: skip

    def run(*arguments: str, profile: str = "kubernetes-s3", **more: str) -> subprocess.CompletedProcess[str]:
        shutil.rmtree(place / "image", ignore_errors=True)
        left_out = shutil.ignore_patterns(".snakemake", "results", "data")
        shutil.copytree(project.folder, place / "image", ignore=left_out)
        options = ("--profile", f"profiles/{profile}", "--seconds-between-status-checks", "1")
        command = [python, "-EP", "-m", "snakemake", *arguments, *options, "--configfile", "config/tiny.yaml"]
        return subprocess.run(command, cwd=project.folder, env=environment | more, text=True, check=False,
                              timeout=300, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip

    return run


def test_the_results_are_those_of_one_machine(finished: Project, project: Project, call: Call) -> None:
    """What pods train has the bytes that it has without them; a second call does nothing; a new seed trains alone."""
    run = call(*TARGETS, "--default-storage-prefix", BUCKET)
    assert run.returncode == 0, run.stdout
    others = contents(project)
    assert {name: data for name, data in contents(finished).items() if name in others} == others
    assert {Path(name).name for name in others} >= {"record.json", "model.h5", "replicates.h5", "heatmap.svg"}
    for place in ("logs/train/starts.he.0.log", "benchmarks/train/starts.he.0.tsv"):
        assert project.path(f"results/{place}").is_file()
    assert not list(project.folder.glob("results/**/chunks"))
    assert "Nothing to be done" in call(*TARGETS, "--default-storage-prefix", BUCKET).stdout

    project.configure(lambda config: config["experiments"]["starts"].update(replicates=9, chunk=8))
    assert trained(call) == ["chunk=1, experiment=starts, variant=he"]


def trained(call: Call) -> list[str]:
    """Return the seeds that would be trained for one record."""
    run = call("results/starts/he/record.json", "-n", "--default-storage-prefix", BUCKET)
    assert run.returncode == 0, run.stdout
    jobs = re.findall(r"^rule train_\w+:\n(?:    .*\n)*?    wildcards: (.*)", run.stdout, re.MULTILINE)
    return [", ".join(sorted(job.split(", "))) for job in jobs]


def test_chunks_that_nobody_knows_are_trained_again(project: Project, call: Call) -> None:
    """Without Snakemake's notes nobody knows what a chunk was made with; a copy of the folder does not see it."""
    run = call("results/starts/he/record.json", "--default-storage-prefix", BUCKET)
    assert run.returncode == 0, run.stdout
    shutil.rmtree(project.path(".snakemake"))
    os.utime(project.path("data/spiral.h5"), (0, 0))  # S3 keeps whole seconds: what was sent could seem older than this
    assert trained(call) == []
    whole = ["chunk=0, experiment=starts, variant=he"]
    project.path("results/starts/he/record.json").unlink()
    assert trained(call) == whole
    writer = project.path("results/.writer")
    shutil.copy(writer, writer.with_name("other"))
    writer.with_name("other").replace(writer)
    assert trained(call) == whole


def test_a_refused_training_says_why(project: Project, call: Call) -> None:
    """The log of a training that its gate stops comes back: its reason is the last line, and nothing is left of it."""
    project.edit("nn/network.py", "self.grad *= self.scale  #", "self.grad *= 1.001 * self.scale  #")
    run = call("results/tricks/l2/record.json", "--default-storage-prefix", BUCKET)
    assert run.returncode == 1
    last = run.stdout.splitlines()[-1]
    assert last.startswith("ERROR: tricks/l2 was stopped by its gate: GRADIENT CHECK FAILED"), run.stdout
    assert "W1 by " in last
    assert ".snakemake" not in last


def test_a_bucket_that_cannot_be_used_is_one_line(call: Call) -> None:
    """The bucket and its folder have to be named, and to answer."""
    run = call("-n")
    assert run.returncode == 1
    assert run.stdout.splitlines()[-1].startswith("ERROR: --default-storage-provider s3: say where in it"), run.stdout
    nobody = f"http://127.0.0.1:{free_port()}"
    run = call("--default-storage-prefix", BUCKET, SNAKEMAKE_STORAGE_S3_ENDPOINT_URL=nobody)
    assert run.returncode == 1
    assert re.match(rf"ERROR: {BUCKET}/\w+ cannot be used: .*{nobody}.*look after", run.stdout.splitlines()[-1]), (
        run.stdout
    )


def test_a_volume_that_all_share_needs_no_bucket(finished: Project, project: Project, call: Call) -> None:
    """With a claim of a volume the jobs work in the folder of Snakemake."""
    record = "results/starts/he/record.json"
    run = call(record, profile="kubernetes", SEEDCHECK_CLAIM="study")
    assert run.returncode == 0, run.stdout
    assert project.path(record).read_bytes() == finished.path(record).read_bytes()
