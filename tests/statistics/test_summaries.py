"""Summaries, Wilson's interval, Holm's correction and comparisons equal hand-worked or published values."""

import math

import numpy as np
import pytest

from seedcheck.statistics.multiplicity import holm
from seedcheck.statistics.paired import compare, compare_pairs
from seedcheck.statistics.summaries import summarize, wilson


def test_summary_is_the_one_worked_by_hand() -> None:
    """Of 1, 2, 3, 4, 5, 9, 12, 20 the middle half is 3, 4, 5, 9.

    The squared deviations from 7 sum to 288. Winsorized they are 3, 3, 3, 4, 5, 9, 9, 9: 57.875 around 5.625, over the
    4 x 3 of what is left, with Student's 3.182 for 3 degrees of freedom.
    """
    summary = summarize(np.array([20.0, 1, 3, 2, 12, 5, 4, 9]))
    assert (summary.n, summary.diverged, summary.median, summary.iqm, summary.mean) == (8, 0, 4.5, 5.25, 7.0)
    assert summary.sd == pytest.approx(math.sqrt(288 / 7))
    reach = 3.182446305 * math.sqrt(57.875 / 12)
    assert (summary.low, summary.high) == pytest.approx((5.25 - reach, 5.25 + reach))


def test_iqm_cuts_a_quarter_rounded_down_at_each_end() -> None:
    """Of 1, 2, 3, 10, 100 one is cut at each end; of 1, 2, 9 none."""
    assert summarize(np.array([100.0, 1, 10, 3, 2])).iqm == 5.0
    assert summarize(np.array([1.0, 2, 9])).iqm == 4.0


@pytest.mark.parametrize("values", [[], [np.nan, np.nan]])
def test_summary_without_a_usable_training_is_nan(values: list[float]) -> None:
    """It counts the diverged ones, without a warning."""
    summary = summarize(np.array(values))
    assert (summary.n, summary.diverged) == (0, len(values))
    assert all(math.isnan(value) for value in (summary.mean, summary.median, summary.iqm, summary.sd, summary.low))


def test_one_training_has_no_interval() -> None:
    """One value says nothing about spread; equal ones have an interval of no width."""
    one, equal = summarize(np.array([0.75])), summarize(np.array([0.75] * 3))
    assert one.iqm == 0.75
    assert all(math.isnan(value) for value in (one.sd, one.low, one.high))
    assert (equal.low, equal.high) == (0.75, 0.75)


@pytest.mark.parametrize(("successes", "n"), [(190, 200), (0, 10), (10, 10), (1, 2)])
def test_wilson_limits_solve_the_quadratic(successes: int, n: int) -> None:
    """They are the roots p of (successes/n - p)**2 = z**2 p (1 - p) / n, z = 1.959964."""
    share, z2n = successes / n, 1.959963984540054**2 / n
    roots = np.sort(np.roots([1 + z2n, -2 * share - z2n, share**2]).real)
    np.testing.assert_allclose(wilson(successes, n), roots, atol=1e-12)


def test_wilson_agrees_with_newcombe() -> None:
    """Newcombe 1998 (Statistics in Medicine 17, table I): .2553 to .3662 for 81 of 263, and 0 to .1611 for 0 of 20."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)


@pytest.mark.parametrize(("p_values", "adjusted"), [([], []), ([0.2], [0.2]), ([0.9, 0.6], [1.0, 1.0])])
def test_holm_is_capped_at_one_and_leaves_a_single_p_alone(p_values: list[float], adjusted: list[float]) -> None:
    """No comparison, one, and two that would exceed 1."""
    assert holm(p_values) == adjusted


def test_holm_rejects_what_the_step_down_procedure_rejects() -> None:
    """Testing the k-th smallest p against .05 / (number left) until the first failure gives the same set."""
    for p_values in np.random.default_rng(0).random((200, 5)) ** 4:
        ordered = np.sort(p_values)
        passes = np.cumprod([p < 0.05 / (5 - k) for k, p in enumerate(ordered)]).astype(bool)
        assert {p for p, a in zip(p_values, holm(p_values), strict=True) if a < 0.05} == set(ordered[passes])


def test_comparison_is_the_one_worked_by_hand() -> None:
    """Differences of +2, +1, 0 and -1 of 10 points: no one stands out, and 12 of 16 sign flips sum to 2 or more."""
    right = np.arange(10) < np.array([9, 8, 7, 6])[:, None]
    found = compare(right, np.arange(10) < np.full((4, 1), 7))
    assert (found.n, found.m, found.left_out, found.cut) == (4, 10, 0, 0)
    assert (found.typical, found.mean, found.median, found.probability_better) == (0.05, 0.05, 0.05, 0.625)
    assert (found.wins, found.losses, found.p_seeds) == (2, 1, 0.75)


def test_swapping_the_variants_changes_signs_only() -> None:
    """Centre, intervals and direction turn round; all p-values stay."""
    rng = np.random.default_rng(5)
    variant, reference = rng.random((9, 60)) < 0.9, rng.random((9, 60)) < 0.8
    variant[3] = False  # a failed training, which is cut
    one, other = compare(variant, reference), compare(reference, variant)
    assert one.cut == other.cut == 1
    assert (one.typical, one.mean, one.iqm) == pytest.approx((-other.typical, -other.mean, -other.iqm))
    assert (one.low, one.high_seeds) == pytest.approx((-other.high, -other.low_seeds))
    assert (one.wins, one.losses) == (other.losses, other.wins)
    p_values = [(own.p_seeds, own.p_points, own.p_both, own.wilcoxon_p) for own in (one, other)]
    assert p_values[0] == pytest.approx(p_values[1])


@pytest.mark.parametrize("n", [0, 1])
def test_fewer_than_two_pairs_compare_without_warnings(n: int) -> None:
    """The p-values are 1, and there are no intervals."""
    found = compare_pairs(np.ones((n, 30), dtype=np.int8), left_out=3 - n)
    assert (found.n, found.left_out, found.p, found.two_way) == (n, 3 - n, 1.0, None)
    assert all(math.isnan(value) for value in (found.low, found.high, found.low_seeds, found.high_seeds))
    assert math.isnan(found.typical) == (n == 0)
