"""Each statistic equals a hand-worked value or an independent computation."""

import itertools
import math

import numpy as np
import pytest
from scipy import stats

from seedcheck.statistics.across_datasets import pool
from seedcheck.statistics.multiplicity import holm
from seedcheck.statistics.paired import DETECTABLE, Array, compare, mcnemar_exact
from seedcheck.statistics.paired import PairedDifference as Result
from seedcheck.statistics.resampling import two_way_bootstrap
from seedcheck.statistics.summaries import summarize, wilson


def rights(*counts: int, m: int = 10) -> Array:
    """Return correct (S, m) in which replicate s is right on the first ``counts[s]`` of m points."""
    return np.arange(m) < np.array(counts)[:, None]


def compare_counts(variant: list[int], reference: list[int]) -> Result:
    """Return the comparison of two variants right on so many of 10 points."""
    return compare(rights(*variant), rights(*reference), seed=0)


def brute_force_p(differences: list[int]) -> float:
    """Return the share of all sign flips whose sum is at least as far from 0 as the observed one."""
    flips = itertools.product([-1, 1], repeat=len(differences))
    sums = [sum(s * d for s, d in zip(signs, differences, strict=True)) for signs in flips]
    return sum(abs(s) >= abs(sum(differences)) for s in sums) / len(sums)


def test_summary_is_the_one_worked_by_hand() -> None:
    """Of 1, 2, 3, 4, 5, 9, 12, 20 the middle half is 3, 4, 5, 9; the squared deviations from 7 sum to 288."""
    summary = summarize(np.array([20.0, 1, 3, 2, 12, 5, 4, 9]), seed=0)
    assert (summary.n, summary.diverged, summary.median, summary.iqm, summary.mean) == (8, 0, 4.5, 5.25, 7.0)
    assert summary.sd == pytest.approx(math.sqrt(288 / 7))
    assert 1 < summary.low < 7 < summary.high < 20


def test_iqm_cuts_a_quarter_rounded_down_at_each_end() -> None:
    """Of 1, 2, 3, 10, 100 one is cut at each end; of 1, 2, 9 none."""
    assert summarize(np.array([100.0, 1, 10, 3, 2]), seed=0).iqm == 5.0
    assert summarize(np.array([1.0, 2, 9]), seed=0).iqm == 4.0


def test_summary_leaves_diverged_replicates_out_and_counts_them() -> None:
    """The mean is that of the others."""
    summary = summarize(np.array([0.5, np.nan, 1.0, np.inf]), seed=0)
    assert (summary.n, summary.diverged, summary.mean) == (2, 2, 0.75)


def test_collapsed_replicates_stay_in_and_a_diverged_one_is_not_counted_twice() -> None:
    """Of two replicates with one class only, one diverged."""
    summary = summarize(np.array([0.9, 0.5, np.nan]), seed=0, collapsed=np.array([False, True, True]))
    assert (summary.n, summary.diverged, summary.collapsed, summary.mean) == (2, 1, 1, 0.7)


@pytest.mark.parametrize("values", [[0.75], [0.75, 0.75, 0.75], [np.nan, 0.75]])
def test_interval_of_one_or_equal_values_is_that_value(values: list[float]) -> None:
    """There is nothing to resample, and no warning."""
    summary = summarize(np.array(values), seed=0)
    assert (summary.low, summary.high) == (0.75, 0.75)


@pytest.mark.parametrize("values", [[], [np.nan, np.nan]])
def test_summary_without_a_usable_replicate_is_nan(values: list[float]) -> None:
    """It counts the diverged ones, without a warning."""
    summary = summarize(np.array(values), seed=0)
    assert (summary.n, summary.diverged) == (0, len(values))
    assert all(math.isnan(value) for value in (summary.mean, summary.median, summary.iqm, summary.sd, summary.low))


def test_sd_of_one_value_is_nan() -> None:
    """One replicate says nothing about spread."""
    assert math.isnan(summarize(np.array([0.5]), seed=0).sd)


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


def test_comparison_is_the_one_worked_by_hand() -> None:
    """Differences of +2, +1, 0 and -1 of 10 points."""
    result = compare_counts([9, 8, 7, 6], [7, 7, 7, 7])
    assert (result.n, result.m, result.left_out) == (4, 10, 0)
    assert (result.mean, result.median) == (0.05, 0.05)
    assert result.probability_better == 0.625
    assert result.p == brute_force_p([2, 1, 0, -1]) == 0.75


@pytest.mark.parametrize(
    "differences",
    [[1, 2], [3, 3, -1, 2, 2, 0], [-1, -2, -3, -4, -5, -6], [5, -5, 4, 1], [1, 2, 3, 4, 5, -1, -2, 3, 3, 0]],
)
def test_sign_flip_p_is_that_of_all_enumerated_flips(differences: list[int]) -> None:
    """Up to 13 pairs it is exact, ties and zeros included."""
    result = compare_counts([max(d, 0) for d in differences], [max(-d, 0) for d in differences])
    assert result.p == pytest.approx(brute_force_p(differences), rel=1e-12)


def test_sign_flip_p_of_more_pairs_is_near_the_exact_one() -> None:
    """Of 14 pairs 9999 random flips give it within 4 standard errors, the same in every run."""
    differences = [1, 2, 3, -1, -2, 3, 1, 0, 2, 4, -3, 1, 1, -1]
    variant, reference = [max(d, 0) for d in differences], [max(-d, 0) for d in differences]
    exact = brute_force_p(differences)
    result = compare_counts(variant, reference)
    assert result.p == pytest.approx(exact, abs=4 * math.sqrt(exact / 9999))
    assert result == compare_counts(variant, reference)


def test_wilcoxon_p_without_ties_is_exact() -> None:
    """Five differences 1 to 5 of one sign are 1 of 2**5 rankings, on each side."""
    assert compare_counts([1, 2, 3, 4, 5], [0, 0, 0, 0, 0]).wilcoxon_p == pytest.approx(2 / 2**5)


def test_equal_accuracies_give_p_one_although_points_differ() -> None:
    """Right on other points but equally many: the tests see nothing, the two-way interval is not a point."""
    variant = rights(5, 5, 5, 5, 5, 5)
    result = compare(variant, ~variant, seed=0)
    assert (result.mean, result.p, result.wilcoxon_p, result.probability_better) == (0.0, 1.0, 1.0, 0.5)
    assert (result.low, result.high) == (0.0, 0.0)
    assert result.low_both < 0 < result.high_both


def test_pairs_with_a_diverged_replicate_are_left_out() -> None:
    """A row of nan in either variant takes its pair out: two of four."""
    variant, reference = rights(9, 8, 7, 6).astype(float), rights(7, 7, 7, 7).astype(float)
    variant[0], reference[3] = np.nan, np.nan
    result = compare(variant, reference, seed=0)
    assert (result.n, result.left_out) == (2, 2)
    assert (result.mean, result.probability_better) == (0.05, 0.75)


@pytest.mark.parametrize("usable", [0, 1])
def test_fewer_than_two_pairs_compare_without_warnings(usable: int) -> None:
    """The p-values are 1, and nothing is detectable."""
    variant = rights(9, 8, 7).astype(float)
    variant[usable:] = np.nan
    result = compare(variant, rights(7, 7, 7), seed=0)
    assert (result.n, result.left_out, result.p, result.wilcoxon_p) == (usable, 3 - usable, 1.0, 1.0)
    assert math.isnan(result.detectable)
    assert math.isnan(result.mean) == (usable == 0)


@pytest.mark.parametrize("shapes", [((3, 10), (4, 10)), ((3, 10), (3, 9)), ((10,), (10,)), ((3, 0), (3, 0))])
def test_arrays_that_are_not_paired_are_refused(shapes: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
    """The message names both shapes."""
    variant, reference = (np.ones(shape, dtype=bool) for shape in shapes)
    with pytest.raises(ValueError, match=r"replicates, test points.*found \("):
        compare(variant, reference, seed=0)


def test_swapping_the_variants_changes_signs_only() -> None:
    """Mean, intervals and direction turn round; p and the detectable difference stay."""
    rng = np.random.default_rng(5)
    variant, reference = rng.random((8, 30)) < 0.9, rng.random((8, 30)) < 0.8
    one, other = compare(variant, reference, seed=0), compare(reference, variant, seed=0)
    assert (one.mean, one.probability_better) == (-other.mean, 1 - other.probability_better)
    assert (one.low, one.high_both) == pytest.approx((-other.high, -other.low_both))
    assert (one.p, one.wilcoxon_p, one.detectable) == pytest.approx((other.p, other.wilcoxon_p, other.detectable))


def test_detectable_is_2_80_standard_errors_over_seeds_and_points() -> None:
    """Bloom's multiplier for 80 % power at the two-sided 5 % level is 1.960 + 0.842."""
    assert pytest.approx(2.8016, abs=5e-5) == DETECTABLE
    rng = np.random.default_rng(5)
    variant, reference = rng.random((8, 30)) < 0.9, rng.random((8, 30)) < 0.8
    error = np.std(two_way_bootstrap(variant.astype(float) - reference, 3), ddof=1)
    assert compare(variant, reference, 3).detectable == pytest.approx(2.8016 * error, rel=1e-4)


def test_holm_is_the_worked_example() -> None:
    """Of .01, .04, .03, .005: .005 x 4, .01 x 3, .03 x 2, and .04 x 1 raised to the .06 before it."""
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])


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


def test_mcnemar_is_binomial_in_the_points_only_one_got_right() -> None:
    """Variant alone right on 1, reference alone on 6: twice (1 + 7) of 2**7 outcomes."""
    variant = np.array([True] * 10 + [True] + [False] * 6)
    reference = np.array([True] * 10 + [False] + [True] * 6)
    assert mcnemar_exact(variant, reference) == pytest.approx(2 * 8 / 2**7)
    assert mcnemar_exact(variant, reference) == stats.binomtest(6, 7).pvalue


def test_mcnemar_without_a_discordant_point_is_one() -> None:
    """Two runs right on the same points do not differ."""
    assert mcnemar_exact(np.array([True, False]), np.array([True, False])) == 1.0


def test_stratified_summary_weighs_data_sets_alike() -> None:
    """Means .02, -.01 and 0 of 4, 2 and 3 pairs; one data set has a single pair left."""
    samples = [[0.01, 0.03, 0.02, 0.02], [-0.02, 0.0, np.nan], [0.01, -0.01, 0.0], [0.5, np.nan]]
    result = pool([np.array(sample) for sample in samples], seed=0)
    assert (result.datasets, result.left_out) == (3, 1)
    assert (result.better, result.worse, result.same) == (1, 1, 1)
    assert result.mean == pytest.approx(0.01 / 3)
    assert result.low < result.mean < result.high


def test_stratified_interval_ignores_differences_between_data_sets() -> None:
    """Constant effects of 0 and 1 give the interval .5 to .5: only seeds within data sets are resampled."""
    result = pool([np.zeros(5), np.ones(5)], seed=0)
    assert (result.mean, result.low, result.high) == (0.5, 0.5, 0.5)


def test_stratified_summary_without_data_sets_is_nan() -> None:
    """It counts what was left out."""
    result = pool([np.array([np.nan])], seed=0)
    assert (result.datasets, result.left_out) == (0, 1)
    assert math.isnan(result.mean)
