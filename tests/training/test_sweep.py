"""A sweep's cells are what training each of them alone gives."""

import numpy as np
import pytest

from seedcheck.data.datasets import make
from seedcheck.study.config import DEFAULTS
from seedcheck.training import replicates, sweeps
from seedcheck.training.replicates import Plan

SETTINGS = {**DEFAULTS, "layers": [2, 4, 3, 1], "learning_rate": 0.1, "epochs": 30, "initializer": "scaled"}
DATA = make({"generator": "circles", "train_examples": 40, "test_examples": 20, "noise": 0.05, "seed": 1,
             "test_seed": 2, "divide_by": 1, "labels": ["0", "1"]}, {})  # fmt: skip
GATE = {"complex_step": {"threshold": 1e-12}, "central_difference": {"epsilon": 1e-7, "threshold": 2e-7},
        "sample": 500, "seed": 0}  # fmt: skip


@pytest.mark.parametrize(
    "grid",
    [
        {"l2_lambda": [0, 0.7], "keep_prob": [1, 0.8]},
        {"learning_rate": [0.01, 0.1], "initializer": ["scaled", "he", "zeros"]},
        {"layers": [[2, 3, 1], [2, 4, 3, 1]], "masks": ["fixed", "fresh"]},
        {"epochs": [10, 20]},
    ],
)
def test_cell_is_its_own_training(grid: dict) -> None:
    """Bit for bit the replicates that a variant with these settings has, shapes alike or not."""
    base = {**SETTINGS, "keep_prob": 0.9} if "masks" in grid else SETTINGS
    found = sweeps.train_cells(base, grid, DATA, Plan(3, 5))
    for cell, together in zip(sweeps.cells(grid), found, strict=True):
        _, alone = replicates.train({**base, **cell}, DATA, Plan(3, 5))
        np.testing.assert_array_equal(together.costs, alone.costs)
        np.testing.assert_array_equal(together.test_correct, alone.test_correct)


def test_cells_are_in_the_order_of_the_grid() -> None:
    """The second key runs fastest, and the first cell is the reference."""
    grid = {"l2_lambda": [0, 1], "keep_prob": [1, 0.5]}
    names = [sweeps.name_of(cell) for cell in sweeps.cells(grid)]
    assert names[:3] == ["l2_lambda 0, keep_prob 1", "l2_lambda 0, keep_prob 0.5", "l2_lambda 1, keep_prob 1"]
    rows = sweeps.cell_rows(grid, sweeps.train_cells(SETTINGS, grid, DATA, Plan(7, 0)), 0)
    assert rows[0]["verdict"] is None
    assert all(row["verdict"] in {"better", "worse", "not distinguishable"} for row in rows[1:])
    assert [row["n"] for row in rows] == [7] * 4


def test_gradients_are_checked_once_per_cell_that_changes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Learning rates share a check, L2 strengths do not; a failure names its cell."""
    grid = {"l2_lambda": [0, 1], "learning_rate": [0.1, 0.2]}
    report = sweeps.check_cells(SETTINGS, grid, DATA, GATE)
    assert report["passed"]
    assert list(report["cells"]) == ["l2_lambda 0", "l2_lambda 1"]
    monkeypatch.setattr("nn.network.weight_mask", lambda layers: 2.0)
    wrong = sweeps.check_cells(SETTINGS, grid, DATA, GATE)
    assert not wrong["passed"]
    assert all(failure.startswith("l2_lambda 1: ") for failure in wrong["failures"])
