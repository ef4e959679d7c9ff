"""The whole way of a researcher with a CSV: a study is written, runs, gives a page, is changed and tidied up."""

import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest
import yaml

from seedcheck.files import read_json
from tests.workflow.conftest import Project, clean_environment

ROOT = Path(__file__).parents[2]


def seedcheck(project: Project, *arguments: str) -> str:
    """Call a command in a folder where the project is not installed, and return what it says."""
    environment = clean_environment() | {"PYTHONPATH": str(project.path("seedcheck/study/startup"))}
    command = [sys.executable, "-P", "-m", *arguments]
    run = subprocess.run(command, cwd=project.folder, env=environment, text=True, check=False, stdout=subprocess.PIPE,
                         stderr=subprocess.STDOUT)  # fmt: skip
    assert run.returncode == 0, run.stdout
    return run.stdout


def write_moons(project: Project) -> None:
    """Write two classes that no line divides, on very different scales, among constant columns."""
    from sklearn.datasets import make_moons

    X, y = make_moons(200, noise=0.2, random_state=1)
    lines = [f"1,{area * 1e6 + 3e6},{width * 1e-6},{sick}" for (area, width), sick in zip(X, y, strict=True)]
    project.path("mine.csv").write_text("\n".join(["unit,area,width,sick", *lines, ""]), encoding="utf-8")


@pytest.mark.slow
def test_from_a_csv_to_a_page_and_back(project: Project) -> None:
    """Networks learn with the settings that are written; what is taken out of the study is tidied up."""
    write_moons(project)
    said = seedcheck(project, "seedcheck.steps.command", "new", "mine.csv")
    assert "labels 'sick': 100 are 0, 100 are 1" in said
    assert "NOTE: constant, so of no use: 'unit'" in said
    config = project.path("config/mine.yaml")
    run = project.snakemake(config="config/mine.yaml")
    assert run.returncode == 0, run.stdout

    rows = read_json(project.path("results/comparison/decisions.json"))["experiments"]["mine_tricks"]["variants"]
    page = project.path("results/report.html").read_text(encoding="utf-8")
    assert {rows[variant]["verdict"] for variant in ("he", "l2")} <= {"better", "worse", "equal", "undecided"}
    assert "Tricks on mine" in page
    assert "He weights" in page
    for variant in ("plain", "he", "l2"):
        record = read_json(project.path(f"results/mine_tricks/{variant}/record.json"))
        assert record["metrics"]["train_accuracy"] > 0.9

    study = yaml.safe_load(config.read_text(encoding="utf-8"))
    del study["experiments"]["mine_tricks"]["variants"]["he"]
    config.write_text(yaml.safe_dump(study), encoding="utf-8")
    project.path("results/mine_tricks/he/notes.txt").write_text("mine", encoding="utf-8")
    prune = ("seedcheck.steps.prune", "--configfile", "config/mine.yaml")
    said = seedcheck(project, *prune)
    assert "variant mine_tricks/he: " in said
    assert "MLflow: 1 run of mine_tricks/he (restorable)" in said
    seedcheck(project, *prune, "--yes")
    assert [path.name for path in project.path("results/mine_tricks/he").iterdir()] == ["notes.txt"]
    run = project.snakemake(config="config/mine.yaml")
    assert run.returncode == 0, run.stdout
    assert "nothing is left over" in seedcheck(project, *prune)


def write_pair(project: Project, first: str, second: str) -> None:
    """Write a study of mine.csv with a test file, and then these texts into both files."""
    for name in ("mine.csv", "other.csv"):
        project.path(name).write_text(table("a", "b"), encoding="utf-8")
    seedcheck(project, "seedcheck.steps.command", "new", "mine.csv", "--test", "other.csv")
    for name, text in (("mine.csv", first), ("other.csv", second)):
        project.path(name).write_text(text, encoding="utf-8")


def table(*columns: str) -> str:
    """Return a table of eight examples with these columns, and labels."""
    values = {"a": range(8), "b": [3, 1, 4, 1, 5, 9, 2, 6]}
    lines = [",".join([*(str(values[name][k]) for name in columns), str(k % 2)]) for k in range(8)]
    return "\n".join([",".join([*columns, "y"]), *lines, ""])


def test_pipeline_says_the_same_of_a_mistake(project: Project) -> None:
    """Measures as labels, put there after the study was written, are the line that `seedcheck new` says."""
    right = table("a", "b")
    write_pair(project, right.replace(",0\n", ",0.5\n").replace(",1\n", ",1.5\n"), right)
    run = project.snakemake("data/mine.h5", config="config/mine.yaml")
    assert run.returncode == 1
    assert "ERROR: mine.csv: column 'y': the labels are 0.5, 1.5; accepted are 2 to 100 classes" in run.stdout
    assert "Traceback" not in run.stdout


@pytest.mark.slow
def test_columns_of_the_test_file_may_stand_in_another_order(project: Project) -> None:
    """They are taken by name."""
    write_pair(project, table("a", "b"), table("b", "a"))
    run = project.snakemake("data/mine.h5", config="config/mine.yaml")
    assert run.returncode == 0, run.stdout
    with h5py.File(project.path("data/mine.h5")) as file:
        assert np.array_equal(file["train/X"], file["test/X"])
