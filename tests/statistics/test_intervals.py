"""Intervals are reproducible, cover what they should, and know both sources of uncertainty."""

import time

import numpy as np
import pytest

from seedcheck.statistics.across_datasets import pool
from seedcheck.statistics.paired import compare
from seedcheck.statistics.resampling import BOOTSTRAP_RESAMPLES, two_way_bootstrap
from seedcheck.statistics.summaries import summarize
from tests.statistics.studies import null_study, pair


def test_intervals_are_the_same_for_the_same_seed_and_others_for_another() -> None:
    """Of a summary, a comparison and a stratified summary."""
    values = np.random.default_rng(0).random(20)
    for function in (
        lambda seed: summarize(values, seed),
        lambda seed: pool([values, values[:7]], seed),
        lambda seed: compare(*pair(np.random.default_rng(0)), seed),
    ):
        assert function(1) == function(1)
        assert function(1) != function(2)


def test_interval_over_seeds_covers_the_true_mean_about_95_times_in_100() -> None:
    """Of 400 samples of 40 normal values, the bound is 3 standard errors (3.3 %) around 95 %, less 1 % for n = 40."""
    samples = np.random.default_rng(0).normal(size=(400, 40))
    summaries = [summarize(sample, seed) for seed, sample in enumerate(samples)]
    assert np.mean([s.low <= 0 <= s.high for s in summaries]) == pytest.approx(0.94, abs=0.033)


def test_stratified_interval_covers_the_true_mean_about_95_times_in_100() -> None:
    """Of 400 times three data sets with true means -1, 0 and 1 and spreads .1, 1 and 2, the same bound."""
    rng = np.random.default_rng(0)
    draws = [[rng.normal(mean, sd, 40) for mean, sd in ((-1, 0.1), (0, 1), (1, 2))] for _ in range(400)]
    results = [pool(samples, seed) for seed, samples in enumerate(draws)]
    assert np.mean([r.low <= 0 <= r.high for r in results]) == pytest.approx(0.94, abs=0.033)


def test_two_way_bootstrap_agrees_with_resampling_by_index() -> None:
    """Drawing rows and columns by index, one resample at a time, has the same mean and spread within 10 %."""
    rng = np.random.default_rng(1)
    D = rng.integers(-1, 2, size=(6, 15)).astype(float)
    loop = [D[np.ix_(rng.integers(6, size=6), rng.integers(15, size=15))].mean() for _ in range(BOOTSTRAP_RESAMPLES)]
    means = two_way_bootstrap(D, seed=0)
    assert means.shape == (BOOTSTRAP_RESAMPLES,)
    assert means.mean() == pytest.approx(np.mean(loop), abs=4 * np.std(loop) / np.sqrt(BOOTSTRAP_RESAMPLES / 2))
    assert means.std() == pytest.approx(np.std(loop), rel=0.1)


def test_two_way_spread_is_that_of_points_where_seeds_do_not_matter() -> None:
    """Equal rows leave the standard error of a mean over columns, sd / sqrt(m), within 5 %."""
    row = np.random.default_rng(1).integers(-1, 2, size=100).astype(float)
    assert two_way_bootstrap(np.tile(row, (8, 1)), seed=0).std() == pytest.approx(row.std() / 10, rel=0.05)


def test_interval_over_both_leaves_out_a_fortieth_of_the_resamples_at_each_end() -> None:
    """50 of 2000 lie below it and 50 above, ties on the limits aside."""
    variant, reference = pair(np.random.default_rng(3))
    result = compare(variant, reference, seed=0)
    means = two_way_bootstrap(variant.astype(float) - reference, seed=0)
    assert (means < result.low_both).sum() == pytest.approx(50, abs=5)
    assert (means > result.high_both).sum() == pytest.approx(50, abs=5)


def test_interval_over_both_is_wider_where_test_points_matter() -> None:
    """With effects of their own on each point (sd 1) and good agreement of seeds, at least twice as wide."""
    result = compare(*pair(np.random.default_rng(3), own=1.0, seed_sd=0.0), seed=0)
    assert result.high_both - result.low_both > 2 * (result.high - result.low)


def test_ten_comparisons_take_less_than_a_second_each_ten() -> None:
    """10 comparisons of 20 seeds and 200 points take 0.4 s; the bound leaves room for a busy machine."""
    start = time.process_time()
    for seed in range(10):
        null_study(seed)
    assert time.process_time() - start < 3
