"""Jobs that run on another machine than their pipeline."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MARK = "4711 another-machine 1"
JOB = """
import time
from seedcheck.study import folder
folder.AWAY = 0.05
folder.join()
print("joined", flush=True)
time.sleep(60)
"""


@pytest.fixture
def pipeline(tmp_path: Path) -> Path:
    """Return the file with the mark of a pipeline on another machine, which has locks that are not seen here."""
    file = tmp_path / "seedcheck.pipeline.lock"
    file.write_text(MARK, encoding="utf-8")
    return file


def test_a_job_whose_pipeline_is_elsewhere_ends_when_the_next_one_begins(pipeline: Path) -> None:
    """No lock of the pipeline's is seen, and the job works; another mark in the file ends it at once."""
    variables = os.environ | {"PYTHONPATH": str(ROOT), "SEEDCHECK_PIPELINE": f"{pipeline.parent}|{MARK}"}
    job = subprocess.Popen([sys.executable, "-c", JOB], env=variables, stdout=subprocess.PIPE, text=True)
    assert job.stdout
    assert job.stdout.readline() == "joined\n"
    pipeline.write_text("4712 this-machine 2", encoding="utf-8")
    said, _ = job.communicate(timeout=20)
    assert (job.returncode, said) == (1, "ERROR: the pipeline that started this job is gone; run it again\n")


def test_a_job_beside_its_dead_pipeline_does_not_start(pipeline: Path) -> None:
    """Where the pipeline's lock would be seen and nobody holds it, the pipeline is gone."""
    mark = f"4711 {os.uname().nodename} 1"
    pipeline.write_text(mark, encoding="utf-8")
    variables = os.environ | {"PYTHONPATH": str(ROOT), "SEEDCHECK_PIPELINE": f"{pipeline.parent}|{mark}"}
    job = subprocess.run([sys.executable, "-c", JOB], env=variables, text=True, capture_output=True, check=False)
    assert job.returncode == 1
    assert "InputError: the pipeline that started this job is gone; run it again" in job.stderr
