"""The simulation study behind docs/calibration.md runs, and repeats."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks import calibration
from benchmarks.calibration_decisions import equality, power
from benchmarks.calibration_page import page
from benchmarks.simulated_studies import ACCURACY, REGIMES, study
from seedcheck.statistics.two_way import mean_squares


def test_the_same_seed_gives_the_same_numbers() -> None:
    """And another seed others."""
    assert list(power(1, 0)) == list(power(1, 0))
    assert list(equality(4, 0)) != list(equality(4, 1))


@pytest.mark.parametrize("regime", REGIMES)
def test_simulated_studies_have_the_stated_variances(regime: str) -> None:
    """Of seeds, points and rest within a fifth, mean 0, for 300 seeds and 3000 points."""
    stated = {"points": (1.9, 170, 320), "balanced": (9.5, 35, 320), "seeds": (16, 1.8, 320)}[regime]
    n, m = 300, 3000
    D = study(np.random.default_rng(0), REGIMES[regime], 1, (n, m)).D[0]
    squares = mean_squares(D)
    found = ((squares.seeds - squares.rest) / m, (squares.points - squares.rest) / n, squares.rest)
    assert found == pytest.approx([value * 1e-4 for value in stated], rel=0.2, abs=1e-4)


def test_a_true_difference_is_the_stated_one() -> None:
    """3 points more than 92.5 %, within .5 points for 200 seeds and 4000 points."""
    own = study(np.random.default_rng(1), REGIMES["points"], 2, (200, 4000), 0.0, 0.03)
    assert ACCURACY == 0.925
    assert own.D.mean(axis=(1, 2)) == pytest.approx([0.03, 0.0], abs=0.005)
    assert own.expected == pytest.approx(own.D.mean(axis=(1, 2)), abs=0.002)


def test_the_page_says_how_far_the_worst_level_is_from_5_percent() -> None:
    """Of two cells, .08 of 400 studies is 2.8 errors above."""
    cells = [{"regime": "points", "failing": 0.05, "n": 20, "m": 200, "k": k, "studies": 400, "false": false}
             for k, false in ((1, 0.03), (3, 0.08))]  # fmt: skip
    text = page({"level": cells}, seed=0)
    assert "| points | 0.05 | 20 | 200 | 400 | 0.030 | 0.080 | - | - |" in text
    assert "2.8 of 0.011" in text


def test_one_command_writes_page_and_plot(tmp_path: Path) -> None:
    """With few studies of the cheapest part; rows are kept for the next call."""
    output, rows = tmp_path / "calibration.md", tmp_path / "rows.json"
    calibration.main(["--quick", "--only", "found_sequentially", "--output", str(output), "--rows", str(rows)])
    assert "Adding seeds" in output.read_text()
    assert output.with_suffix(".svg").read_text().startswith("<?xml")
    assert rows.exists()
