"""Rates of failure, summaries of one variant, and single runs."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from seedcheck.statistics.failures import compare_failures, failure_rate, mcnemar_p
from seedcheck.statistics.summaries import summarize, wilson

ORACLES = {
    case["name"]: case for case in json.loads((Path(__file__).parents[1] / "data/stats_oracles.json").read_text())
}


def test_rates_have_exact_intervals() -> None:
    """0 and 1 of 20 as computed independently; all of 20 mirrors none."""
    case = ORACLES["failed seeds (proposed): Clopper-Pearson 0, 1 of 20"]
    for (failed, n), interval in zip(case["input"]["failed_n"], case["expected"]["intervals"], strict=True):
        rate = failure_rate(failed, n)
        assert [rate.low, rate.high] == pytest.approx(interval, abs=1e-9)
    assert failure_rate(20, 20).low == pytest.approx(1 - failure_rate(0, 20).high, abs=1e-12)
    assert failure_rate(1, 20).rate == 0.05


def test_mcnemar_is_exact() -> None:
    """7 against 1, none, and 3 against 3, as computed independently."""
    case = ORACLES["McNemar exact 7 against 1, and 0 against 0"]
    counts = case["input"]["pairs_only_variant_right_only_reference_right"]
    for (first, second), p in zip(counts, case["expected"]["p"], strict=True):
        a = np.arange(20) < first
        b = np.arange(20) >= 20 - second
        assert mcnemar_p(a, b) == pytest.approx(p, abs=1e-12)
        assert mcnemar_p(b, a) == pytest.approx(p, abs=1e-12)


def test_failures_are_compared_seed_by_seed() -> None:
    """A seed with which both fail says nothing of which fails less often."""
    variant, reference = np.array([1, 0, 0, 0, 0]), np.array([1, 1, 1, 0, 0])
    found = compare_failures(variant, reference)
    assert (found.only_variant, found.only_reference) == (0, 2)
    assert (found.variant.failed, found.reference.failed, found.p) == (1, 3, 0.5)


def test_wilson_is_the_independently_computed_one() -> None:
    """183 of 200, and scipy's for others."""
    expected = ORACLES["Wilson of 183 of 200 (none, published seed)"]["expected"]["interval"]
    assert wilson(183, 200) == pytest.approx(expected, abs=1e-9)
    for k in (0, 1, 10):
        interval = stats.binomtest(k, 10).proportion_ci(0.95, method="wilson")
        assert wilson(k, 10) == pytest.approx((interval.low, interval.high), abs=1e-12)


def test_summary_counts_diverged_trainings_and_leaves_them_out() -> None:
    """Of five values one is nan."""
    found = summarize(np.array([0.9, 0.5, np.nan, 0.8, 0.7]))
    assert (found.n, found.diverged, found.median) == (4, 1, 0.75)
    assert found.iqm == pytest.approx(0.75)
    assert (found.lowest, found.highest) == (0.5, 0.9)
    assert summarize(np.array([np.nan])).diverged == 1


def test_interval_of_the_iqm_covers_it_about_95_times_in_100_although_1_in_20_fails() -> None:
    """2000 times 20 seeds; the mean's interval covers 63 %. The bound is 3 simulation errors around 94 %."""
    rng = np.random.default_rng(0)

    def draw(n: int) -> np.ndarray:
        return np.where(rng.random(n) < 0.05, 0.5, 0.92 + 0.014 * rng.standard_normal(n))

    truth = summarize(draw(400_000)).iqm
    found = [summarize(draw(20)) for _ in range(2000)]
    assert np.mean([own.low <= truth <= own.high for own in found]) == pytest.approx(0.945, abs=0.016)
