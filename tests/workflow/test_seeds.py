"""Replicates, verdicts and sweeps: paired, reproducible, and on the page."""

import csv
import json

import numpy as np
import pytest

from seedcheck.training import replicates
from tests.workflow.conftest import Project


def rows(project: Project, table: str) -> list[dict[str, str]]:
    """Return the rows of a comparison table."""
    with project.path(f"results/{table}").open(newline="") as file:
        return list(csv.DictReader(file))


def test_verdicts_over_seeds_are_on_the_page_and_in_the_tables(finished: Project) -> None:
    """Every variant but the reference has a verdict, each replicate a row."""
    verdicts = {row["variant"]: row["verdict"] for row in rows(finished, "comparison/verdicts.csv")}
    assert verdicts.keys() == {"none", "l2", "dropout_fixed", "zeros", "he"}
    assert verdicts["none"] == verdicts["zeros"] == ""
    assert {verdicts["l2"], verdicts["he"]} <= {"better", "worse", "practically equal", "undecided"}
    assert len(rows(finished, "comparison/replicates.csv")) == 8 * 5
    assert len(rows(finished, "tricks/l2/replicates.csv")) == 8
    found = json.loads(finished.path("results/comparison/verdicts.json").read_text())
    assert found["claims"] == []
    assert found["experiments"]["tricks"]["margin"] == 0.02
    assert {row["outcome"] for row in rows(finished, "comparison/replicates.csv")} <= {"fine", "failed", "diverged"}
    page = " ".join(finished.path("results/report.html").read_text().split())
    assert (
        f"l2 beats none in {found['experiments']['tricks']['variants']['l2']['comparison']['wins']} of 8 seeds" in page
    )


@pytest.mark.slow
def test_without_replicates_the_page_says_how_to_get_them(rerun: Project) -> None:
    """One seed per variant is called no evidence; the published runs are the same."""
    before = {path: path.read_bytes() for path in rerun.folder.glob("results/*/*/model.h5")}
    rerun.configure(lambda config: config.pop("sweeps"))
    assert rerun.snakemake("--config", "replicates=0").returncode == 0
    assert "<code>replicates: 20</code>" in rerun.path("results/report.html").read_text()
    assert all(path.read_bytes() == content for path, content in before.items())


@pytest.mark.slow
def test_more_replicates_change_no_earlier_one(project: Project) -> None:
    """The first three of five replicates are the three, to the last bit; an experiment may set its own number."""
    file = "results/tricks/dropout_fixed/replicates.h5"
    results = []
    for n in (3, 5):
        project.configure(lambda config, n=n: config["experiments"]["tricks"].update(replicates=n))
        assert project.snakemake(file).returncode == 0
        results.append(replicates.read(project.path(file)))
    few, many = results
    np.testing.assert_array_equal(many.costs[:3], few.costs)
    np.testing.assert_array_equal(many.test_correct[:3], few.test_correct)
    assert len(set(many.costs[:, -1])) == 5


@pytest.mark.slow
def test_replicates_can_draw_their_data_anew(project: Project) -> None:
    """With redraw_data the record says so, and the replicates differ from those on the same data."""
    file = "results/tricks/none/replicates.h5"
    results = []
    for redraw in (False, True):
        project.configure(lambda config, redraw=redraw: config["experiments"]["tricks"].update(redraw_data=redraw))
        assert project.snakemake(file).returncode == 0
        results.append(replicates.read(project.path(file)).costs)
    assert (results[0][:, -1] != results[1][:, -1]).all()
    record = json.loads(project.path("results/tricks/none/record.json").read_text())
    assert record["replicates"] == {"count": 8, "root_seed": 0, "redraw_data": True}


def test_sweep_is_config_only(finished: Project) -> None:
    """Each cell has its row, values and verdict, and the page shows the heat map."""
    cells = rows(finished, "sweeps/strength/cells.csv")
    assert [(cell["l2_lambda"], cell["keep_prob"]) for cell in cells][:4] == [
        ("0", "1"),
        ("0", "0.8"),
        ("0", "0.5"),
        ("1", "1"),
    ]
    assert [bool(cell["verdict"]) for cell in cells] == [False] + [True] * 5
    assert json.loads(finished.path("results/sweeps/strength/gradients.json").read_text())["passed"]
    assert "Of 5 cells" in finished.path("results/report.html").read_text()


@pytest.mark.slow
def test_wrong_gradient_stops_a_sweep_at_its_gate(rerun: Project) -> None:
    """No cell is trained again, the cells that are off are named, and the page says that it was not run."""
    rerun.edit("nn/network.py", "self.grad += np.multiply(self.theta", "self.grad -= np.multiply(self.theta")
    run = rerun.snakemake()
    assert run.returncode == 1
    assert "l2_lambda 1, keep_prob 0.8: perturbed point, complex step: off is W1" in run.stdout
    assert not rerun.path("results/sweeps/strength/gradients.json").exists()


def test_more_seeds_are_added_on_demand(rerun: Project) -> None:
    """`snakemake more` trains further seeds up to the budget, says what they decided, and reruns nothing else."""
    rerun.configure(lambda config: [own.update(budget=12) for own in config["experiments"].values()])
    run = rerun.snakemake("more")
    assert run.returncode == 0, run.stdout
    assert "tricks: l2 against none is undecided after 12 seeds, the budget" in run.stdout
    found = json.loads(rerun.path("results/tricks/more.json").read_text())
    assert [look["seeds"] for look in found["looks"]] == [8, 12]


def test_plan_is_sealed_before_anything_is_trained(rerun: Project) -> None:
    """The page says that the study is as planned, and after an edit what is not."""
    page = rerun.path("results/report.html")
    assert "as planned, sealed before the first training" in page.read_text()
    rerun.configure(lambda config: config["experiments"]["tricks"].update(margin=5))
    assert rerun.snakemake().returncode == 0
    assert "tricks: margin 5 instead of 2" in page.read_text()
