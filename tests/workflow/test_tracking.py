"""Snakemake and MLflow: another place is a reason to log again, and a place that fails stops nothing else."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from seedcheck.files import read_json
from tests.workflow.conftest import Project


def rules(project: Project, **environment: str) -> str:
    """Return what a dry run says."""
    run = project.snakemake("-n", "--quiet", "host", **environment)
    assert run.returncode == 0, run.stdout
    return run.stdout


@pytest.mark.slow
def test_another_place_is_a_reason_to_log_again(rerun: Project) -> None:
    """Whether it is set in the environment or the config; another name and password there are none."""
    assert "rule track" in rules(rerun, MLFLOW_TRACKING_URI="http://me:secret@127.0.0.1:9")
    assert "rule track" not in rules(rerun)
    place = f"sqlite:///{rerun.path('elsewhere').as_posix()}/e.db"
    run = rerun.snakemake("--config", f"tracking_uri={place}")
    assert run.returncode == 0, run.stdout
    assert read_json(rerun.path("results/mlflow/runs.json"))["tracking_uri"] == place
    assert rerun.path("elsewhere/e.db").is_file()
    assert place in rerun.path("results/report.html").read_text(encoding="utf-8")
    assert "Nothing to be done" in rules(rerun, MLFLOW_TRACKING_URI=place)


@pytest.mark.slow
def test_server_that_is_down_stops_nothing_else(rerun: Project) -> None:
    """All else is finished and the page written, one line says what is wrong, and the next call catches up."""
    uri = "http://user1:s3cret@127.0.0.1:9"
    page = rerun.path("results/report.html")
    page.unlink()
    shutil.rmtree(rerun.path("results/mlflow"))
    rerun.path("results/comparison/runs.csv").unlink()
    run = rerun.snakemake(MLFLOW_TRACKING_URI=uri)
    assert run.returncode == 1
    assert "ERROR: MLflow at http://127.0.0.1:9: " in run.stdout
    assert "Traceback" not in run.stdout
    assert page.is_file()
    assert rerun.path("results/comparison/runs.csv").is_file()
    assert "s3cret" not in run.stdout
    places = [path for path in rerun.folder.rglob("*") if path.is_file() and b"s3cret" in path.read_bytes()]
    assert places == []
    again = rerun.snakemake()
    assert again.returncode == 0, again.stdout
    assert rerun.path("results/mlflow/runs.json").is_file()
    assert "/runs/" in page.read_text(encoding="utf-8")
    assert "Nothing to be done" in rules(rerun)


@pytest.mark.slow
def test_runs_deleted_in_mlflow_are_noticed(rerun: Project) -> None:
    """By the next plain call, which logs them anew; then there is nothing to do."""
    store = rerun.path("results/mlflow/mlflow.db")
    with closing(sqlite3.connect(store)) as database, database:
        database.execute("UPDATE runs SET lifecycle_stage = 'deleted'")
    before = read_json(rerun.path("results/mlflow/runs.json"))
    assert "rule track" in rules(rerun)
    assert rerun.path("results/mlflow/runs.json").is_file(), "a dry run changes nothing"
    run = rerun.snakemake()
    assert run.returncode == 0, run.stdout
    assert "5 of 5 runs or their files are deleted in MLflow; logging to MLflow runs again" in run.stdout
    after = read_json(rerun.path("results/mlflow/runs.json"))
    assert before["experiments"]["tricks"]["id"] == after["experiments"]["tricks"]["id"]
    assert set(before["experiments"]["tricks"]["runs"].values()).isdisjoint(
        after["experiments"]["tricks"]["runs"].values()
    )
    assert "Nothing to be done" in rules(rerun)
    assert list(Path(rerun.folder, "results/mlflow").glob(".*")) == []
