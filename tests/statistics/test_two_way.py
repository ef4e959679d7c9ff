"""Centre and standard error over seeds and points."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from seedcheck.statistics.centres import iqm, kept_rows, outlying_cut, trimmed_mean, typical
from seedcheck.statistics.paired import points_won
from seedcheck.statistics.two_way import mean_squares, two_way, with_pseudo_points

ORACLES = {
    case["name"]: case for case in json.loads((Path(__file__).parents[1] / "data/stats_oracles.json").read_text())
}


def test_mean_squares_are_the_independently_computed_ones() -> None:
    """Fractions of stats_oracles.json, and the squared standard error of the mean from them."""
    case = ORACLES["two-way variance components (proposed)"]
    D = np.array(case["input"]["D"])
    squares, expected = mean_squares(D), case["expected"]
    assert squares.seeds == pytest.approx(expected["MS_seeds"], abs=1e-12)
    assert squares.points == pytest.approx(expected["MS_points"], abs=1e-12)
    assert squares.rest == pytest.approx(expected["MS_rest"], abs=1e-12)
    found = two_way(D, points_won(D), 0)
    error = found.seed_error + found.point_error - found.rest_error
    assert error == pytest.approx(expected["se2_of_mean_unfloored"], abs=1e-12)


def test_p_is_the_formula_of_satterthwaite_written_out() -> None:
    """For 12 seeds and 30 points, from sums over rows and columns."""
    D = np.random.default_rng(1).integers(-1, 2, (12, 30))
    n, m = D.shape
    g, r, c = D.mean(), D.mean(axis=1), D.mean(axis=0)
    R, C = m * ((r - g) ** 2).sum() / (n - 1), n * ((c - g) ** 2).sum() / (m - 1)
    E = ((D - r[:, None] - c + g) ** 2).sum() / ((n - 1) * (m - 1))
    v = max(R + C - E, R, C)
    df = v**2 / (R**2 / (n - 1) + C**2 / (m - 1) + E**2 / ((n - 1) * (m - 1)))
    found = two_way(D, points_won(D), 0)
    assert found.p == pytest.approx(2 * stats.t.sf(abs(g) / np.sqrt(v / (n * m)), df), rel=1e-9)
    assert found.reach(0.95) == pytest.approx(stats.t.ppf(0.975, df) * np.sqrt(v / (n * m)), rel=1e-9)


def test_equal_rows_leave_the_luck_of_the_points_alone() -> None:
    """Where all seeds agree, the p is that of a t-test over points."""
    row = np.random.default_rng(2).integers(-1, 2, 40)
    D = np.tile(row, (8, 1))
    found = two_way(D, points_won(D), 0)
    assert found.p == pytest.approx(stats.ttest_1samp(row, 0).pvalue, rel=1e-9)


def test_seed_error_is_yuens() -> None:
    """The standard error of the IQM over seeds is that of scipy's trimmed t-test."""
    x = np.random.default_rng(3).normal(size=20)
    nearly_constant = np.linspace(0, 1e-9, 20)  # scipy trims two samples only
    t = stats.ttest_ind(x, nearly_constant, equal_var=False, trim=0.25)
    own = typical(x, 5)
    assert own.value / t.statistic == pytest.approx((own.high - own.value) / stats.t.ppf(0.975, 9), rel=1e-6)


def test_iqm_is_scipys_trimmed_mean() -> None:
    """For every n from 1 to 20."""
    rng = np.random.default_rng(4)
    for n in range(1, 21):
        x = rng.normal(size=n)
        assert iqm(x) == pytest.approx(stats.trim_mean(x, 0.25), abs=1e-12)


def test_iqm_of_differences_sees_what_one_failed_training_hides() -> None:
    """Dropout against none in training accuracy: -1.9 points where the mean says -0.3; one outlying pair is cut."""
    case = ORACLES["sign flip cannot see 18 losses behind one win: dropout_fixed against none, train"]
    d = np.array(case["input"]["differences"])
    assert iqm(d / case["input"]["m"]) == pytest.approx(case["expected"]["iqm_of_differences"], abs=1e-12)
    assert outlying_cut(d) == 1
    assert trimmed_mean(d / case["input"]["m"], 1) < -0.02


def test_cut_does_not_depend_on_signs_and_stops_at_a_quarter() -> None:
    """So flips with this cut are exact; with 8 of 20 failed pairs, 5 are cut at each end."""
    rng = np.random.default_rng(5)
    d = np.concatenate([rng.integers(-4, 5, 12), np.full(8, 80)])
    assert outlying_cut(d) == 5
    assert {outlying_cut(d * rng.choice([-1, 1], 20)) for _ in range(20)} == {5}


def test_no_pair_is_cut_where_none_stands_out() -> None:
    """Differences of 0 and 1 point, and 40 normal ones."""
    assert outlying_cut(np.array([0, 1, 0, 0, -1, 1, 0, 0])) == 0
    assert outlying_cut(np.rint(np.random.default_rng(0).normal(0, 5, 40))) == 0


def test_exchanging_variant_and_reference_changes_the_side_only() -> None:
    """Also with ties at the cut: the same rows are left, so p is the same to the last bit but for rounding."""
    rng = np.random.default_rng(6)
    for cut in (0, 1, 3):
        D = rng.integers(-1, 2, (13, 9))
        won = points_won(D)
        assert list(kept_rows(won, cut)) == list(kept_rows(-won, cut))
        assert two_way(D, won, cut).p == pytest.approx(two_way(-D, -won, cut).p, rel=1e-12)


def test_pseudo_points_count_like_columns() -> None:
    """Two more columns of ones give what appending them gives."""
    D = np.random.default_rng(7).integers(-1, 2, (9, 20))
    appended = np.hstack([D, np.ones((9, 2), dtype=int)])
    direct, own = two_way(appended, points_won(appended), 0), with_pseudo_points(two_way(D, points_won(D), 0), 2, 1)
    for name in ("estimate", "pairs", "points", "seed_error", "point_error", "rest_error"):
        assert getattr(own, name) == pytest.approx(getattr(direct, name), abs=1e-12)
