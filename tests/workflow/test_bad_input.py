"""Bad input ends in one clear message, and leaves nothing half-written."""

import hashlib
import json
import re
from pathlib import Path

import numpy as np
import pytest
import scipy.io

from tests.workflow.conftest import Project

DEAD = "http://127.0.0.1:9/points.mat"  # the discard port: nothing listens


def write_points(path: Path) -> str:
    """Write a .mat file of two classes and return its SHA-256."""
    generator = np.random.RandomState(0)
    X, y = generator.randn(211, 2), generator.randint(0, 2, (211, 1))
    path.parent.mkdir(parents=True, exist_ok=True)
    scipy.io.savemat(path, {"X": X, "y": y, "Xval": X[:50], "yval": y[:50]})
    return hashlib.sha256(path.read_bytes()).hexdigest()


def add_points(config: dict, sha256: str) -> None:
    """Let the tiny study fetch points.mat, which no address gives."""
    config["files"] = {"points.mat": {"sha256": sha256, "urls": [DEAD]}}
    train, test = {"file": "points.mat"}, {"file": "points.mat", "X": "Xval", "y": "yval"}
    config["datasets"]["points"] = {"train": train, "test": test, "stand_in": "overlapping_classes"}
    config["experiments"]["starts"]["dataset"] = "points"


def test_faults_of_the_config_are_listed_without_a_traceback(project: Project) -> None:
    """Two faults give two lines, each naming the key and the remedy, and no job starts."""

    def spoil(config: dict) -> None:
        config["experiments"]["tricks"]["learning_rat"] = 0.1
        config["experiments"]["tricks"]["variants"]["l2"]["l2_lambda"] = -1

    project.configure(spoil)
    run = project.snakemake()
    assert run.returncode == 1
    assert re.search(r"config/tiny\.yaml: line \d+: experiments\.tricks\.learning_rat: unknown key; did you mean"
                     r" 'learning_rate'\?", run.stdout)  # fmt: skip
    assert "experiments.tricks.variants.l2.l2_lambda: -1 is less than the minimum of 0" in run.stdout
    assert [line for line in run.stdout.splitlines()[-2:] if "config/tiny.yaml: line " not in line] == []
    assert "Traceback" not in run.stdout
    assert not project.path("data").exists()


def test_layers_that_do_not_fit_the_data_are_one_message(project: Project) -> None:
    """The message names the layers and the size that would fit."""
    project.configure(lambda config: config["experiments"]["tricks"].update(layers=[3, 6, 4, 1]))
    run = project.snakemake("results/tricks/none/record.json")
    assert run.returncode == 1
    assert "ERROR: layers [3, 6, 4, 1]: the first size has to be 2, the number of features of the data" in run.stdout
    assert "Traceback" not in run.stdout


@pytest.mark.slow
def test_a_diverging_run_is_kept_and_marked(project: Project) -> None:
    """The record, the table and the page say that it diverged; the other variants are not affected."""
    project.configure(lambda config: config["experiments"]["tricks"]["variants"]["l2"].update(learning_rate=1e6))
    run = project.snakemake()
    assert run.returncode == 0, run.stdout
    record = json.loads(project.path("results/tricks/l2/record.json").read_text())
    assert record["diverged_at_epoch"] == 50
    assert record["metrics"]["final_cost"] is None
    assert "tricks,l2,circles,3,0,diverged,50," in project.path("results/comparison/runs.csv").read_text()
    page = project.path("results/report.html").read_text()
    assert "tricks / l2: diverged at epoch" in " ".join(page.split()).lower()


@pytest.mark.slow
def test_without_a_source_a_stand_in_takes_the_place_loudly_until_the_file_is_there(project: Project) -> None:
    """The stand-in is marked in log, file, table and page; a file put under data/raw replaces it."""
    sha256 = write_points(project.path("elsewhere/points.mat"))
    project.configure(lambda config: add_points(config, sha256))
    run = project.snakemake("results/report.html")
    assert run.returncode == 0
    assert run.stdout.splitlines()[-1].startswith("STAND-IN DATA: points is not the real data")
    assert "--forcerun fetch" in run.stdout.splitlines()[-1]
    log = project.path("results/logs/data/points.log").read_text()
    assert "STAND-IN DATA" in log
    assert DEAD in log
    assert "Stand-in data: points" in project.path("results/report.html").read_text()
    assert "stand-in: overlapping_classes" in project.path("results/starts/he/record.json").read_text()

    project.path("data/raw").mkdir(exist_ok=True)
    project.path("elsewhere/points.mat").rename(project.path("data/raw/points.mat"))
    assert project.snakemake("results/comparison/variants.csv").returncode == 0
    assert "stand-in" not in project.path("results/starts/he/record.json").read_text()


def test_where_stand_ins_are_not_allowed_every_source_is_named(project: Project) -> None:
    """The rule fails with one error that lists what was tried, and leaves no data file."""
    project.configure(lambda config: (add_points(config, "0" * 64), config.update(offline_stand_in=False)))
    run = project.snakemake("data/points.h5")
    assert run.returncode == 1
    assert "ERROR: no source of points.mat can be reached; tried" in run.stdout
    assert "data/raw/points.mat: no such file" in run.stdout
    assert f"{DEAD}: ConnectionRefusedError" in run.stdout
    assert not project.path("data/points.h5").exists()


def test_a_wrong_checksum_is_an_error_even_where_stand_ins_are_allowed(project: Project) -> None:
    """The mirror's file of another hash is not used, and both hashes are named."""
    found = write_points(project.path("mirror/points.mat"))
    project.configure(lambda config: add_points(config, "1" * 64))
    run = project.snakemake("data/points.h5", SEEDCHECK_DATA_MIRROR="mirror")
    assert run.returncode == 1
    assert f"ERROR: mirror/points.mat: SHA-256 is {found}, expected {'1' * 64}" in run.stdout
    assert not project.path("data/points.h5").exists()
