"""A sweep's cells are what training each of them alone gives."""

from pathlib import Path

import numpy as np
import pytest

import nn
from nn.settings import DEFAULTS
from seedcheck.data.make import generated
from seedcheck.hdf5 import writing
from seedcheck.statistics.experiments import decide_cells
from seedcheck.statistics.pairs import Rule
from seedcheck.training import grid as grids
from seedcheck.training import replicates, sweep, swept
from seedcheck.training.seeds import Plan
from tests.training.checks import CHECK, GATE, train

SETTINGS = {**DEFAULTS, "layers": [2, 4, 3, 1], "learning_rate": 0.1, "epochs": 30, "initializer": "scaled"}
DATA = generated({"generator": "circles", "train_examples": 40, "test_examples": 20, "noise": 0.05, "seed": 1,
             "test_seed": 2, "divide_by": 1, "labels": ["0", "1"]})  # fmt: skip


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
    found, _ = sweep.train_cells(base, grid, DATA, Plan(3, 5), CHECK)
    for cell, together in zip(grids.cells(grid), found, strict=True):
        alone = replicates.outcome(train(nn.Settings(**{**base, **cell}), DATA, Plan(3, 5)), slice(1, None))
        np.testing.assert_array_equal(together.costs, alone.costs)
        np.testing.assert_array_equal(together.test_correct, alone.test_correct)


def test_cells_are_in_the_order_of_the_grid() -> None:
    """The second key runs fastest, and the first cell is the reference."""
    grid = {"l2_lambda": [0, 1], "keep_prob": [1, 0.5]}
    names = [grids.name_of(cell) for cell in grids.cells(grid)]
    assert names[:3] == ["l2_lambda 0, keep_prob 1", "l2_lambda 0, keep_prob 0.5", "l2_lambda 1, keep_prob 1"]
    rows = decide_cells(grid, sweep.train_cells(SETTINGS, grid, DATA, Plan(7, 0), CHECK)[0], Rule(0.02, 0))
    assert [row["cell"] for row in rows] == grids.cells(grid)
    assert "verdict" not in rows[0]
    assert all(row["verdict"] in {"better", "worse", "equal", "undecided"} for row in rows[1:])
    assert [row["summary"]["n"] for row in rows] == [7] * 4


def test_gradients_are_checked_once_per_cell_that_changes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Learning rates share a check, L2 strengths do not; a failure names its cell."""
    grid = {"l2_lambda": [0, 1], "learning_rate": [0.1, 0.2]}
    report = sweep.check_cells(SETTINGS, grid, DATA, GATE, Plan(2, 0))
    assert report["passed"]
    assert list(report["cells"]) == ["l2_lambda 0", "l2_lambda 1"]
    monkeypatch.setattr("nn.parameters.weight_mask", lambda layers: 2.0)
    wrong = sweep.check_cells(SETTINGS, grid, DATA, GATE, Plan(2, 0))
    assert not wrong["passed"]
    assert all(failure.startswith(("l2_lambda 1: ", "training, ")) for failure in wrong["failures"])


def test_cells_come_back_in_their_order(tmp_path: Path) -> None:
    """All replicates of all cells, ten and more of them too."""
    found, _ = sweep.train_cells(SETTINGS, {"l2_lambda": list(range(12))}, DATA, Plan(2, 0), CHECK)
    with writing(tmp_path / "replicates.h5") as file:
        swept.write(file, found)
    again = swept.read(tmp_path / "replicates.h5")
    assert len(again) == 12
    for before, after in zip(found, again, strict=True):
        np.testing.assert_array_equal(before.costs, after.costs)
