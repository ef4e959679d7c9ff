"""Replicates and verdicts: paired, reproducible, and only where they are asked for."""

import csv
import json

import numpy as np

from tests.workflow.conftest import Project
from workflow.lib import replicates

SEEDS = ("--config", "replicates=8")
TABLES = ("results/comparison/verdicts.csv", "results/comparison/replicates.csv", "results/tricks/replicates.svg")


def test_verdicts_over_seeds_are_on_the_page_and_in_the_tables(rerun: Project) -> None:
    """Every variant but the reference has a verdict; each replicate has a row; published results stay as they are."""
    before = rerun.path("results/tricks/l2/record.json").read_bytes()
    run = rerun.snakemake(*SEEDS)
    assert run.returncode == 0, run.stdout
    with rerun.path("results/comparison/verdicts.csv").open(newline="") as file:
        verdicts = {row["variant"]: row["verdict"] for row in csv.DictReader(file) if row["experiment"] == "tricks"}
    assert verdicts.keys() == {"none", "l2", "dropout_fixed"}
    assert verdicts["none"] == ""
    assert verdicts["l2"] in {"better", "worse", "not distinguishable"}
    rows = rerun.path("results/comparison/replicates.csv").read_text().splitlines()
    assert len(rows) == 1 + 8 * 5
    sentences = json.loads(rerun.path("results/comparison/verdicts.json").read_text())["tricks"]["variants"]
    page = " ".join(rerun.path("results/report.html").read_text().split())
    assert "What other seeds say" in page
    assert sentences["l2"]["sentence"] in page
    assert rerun.path("results/tricks/l2/record.json").read_bytes() == before
    assert "Nothing to be done" in rerun.snakemake(*SEEDS).stdout


def test_without_replicates_the_page_says_how_to_get_them(finished: Project) -> None:
    """The default study has one seed per variant and says that this is no evidence."""
    assert "<code>make seeds</code>" in finished.path("results/report.html").read_text()
    assert not finished.path("results/comparison/verdicts.csv").exists()


def test_more_replicates_change_no_earlier_one(project: Project) -> None:
    """The first three of five replicates are the three replicates, to the last bit."""
    file = "results/tricks/replicates/dropout_fixed.h5"
    results = []
    for n in (3, 5):
        assert project.snakemake(file, "--config", f"replicates={n}").returncode == 0
        results.append(replicates.read(project.path(file)))
    few, many = results
    np.testing.assert_array_equal(many.final_cost[:3], few.final_cost)
    np.testing.assert_array_equal(many.correct[:3], few.correct)
    assert len(set(many.final_cost)) == 5
