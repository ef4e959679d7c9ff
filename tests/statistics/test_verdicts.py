"""The verdict rule at its borders, in words, and on simulated studies whose truth is known."""

from dataclasses import replace
from math import nan

import numpy as np
import pytest

from seedcheck.presentation.words import UNDECIDED
from seedcheck.statistics.paired import Comparison, compare
from seedcheck.statistics.verdicts import verdict
from tests.statistics.studies import improved_study, null_study

BETTER = Comparison(20, 200, 0, mean=0.012, low_both=0.004, high_both=0.020, p=0.01, detectable=0.013)
WORSE = replace(BETTER, mean=-0.012, low_both=-0.020, high_both=-0.004)
STUDIES = 200


def test_better_names_size_interval_and_seeds() -> None:
    """In percentage points."""
    result = verdict(BETTER, 0.01)
    assert result.word == "better"
    assert result.sentence == "better by 1.2 points (95 % interval 0.4 to 2.0) over 20 seeds"


def test_worse_names_the_size_without_a_sign() -> None:
    """The interval runs from small to large."""
    result = verdict(WORSE, 0.01)
    assert result.word == "worse"
    assert result.sentence == "worse by 1.2 points (95 % interval 0.4 to 2.0) over 20 seeds"


def test_undecided_names_what_could_not_have_been_seen() -> None:
    """With the number of seeds and test points."""
    assert verdict(BETTER, 0.2).sentence == (
        "not distinguishable with 20 seeds and 200 test points; a difference under 1.3 points could not have been seen"
    )


@pytest.mark.parametrize(("adjusted_p", "word"), [(0.0499999, "better"), (0.05, UNDECIDED), (1.0, UNDECIDED)])
def test_adjusted_p_must_be_below_5_percent(adjusted_p: float, word: str) -> None:
    """Exactly .05 is not below."""
    assert verdict(BETTER, adjusted_p).word == word


@pytest.mark.parametrize(("low", "word"), [(1e-9, "better"), (0.0, UNDECIDED), (-1e-9, UNDECIDED)])
def test_interval_must_lie_on_one_side_of_zero(low: float, word: str) -> None:
    """Touching 0 is not enough, from above or from below."""
    assert verdict(replace(BETTER, low_both=low), 0.01).word == word
    mirrored = {"better": "worse"}.get(word, word)
    assert verdict(replace(WORSE, high_both=-low), 0.01).word == mirrored


def test_interval_over_seeds_alone_does_not_decide() -> None:
    """It may exclude 0 where that over seeds and test points does not."""
    assert verdict(replace(BETTER, low=0.01, high=0.014, low_both=-0.001), 0.001).word == UNDECIDED


@pytest.mark.parametrize(("n", "word"), [(5, UNDECIDED), (6, "better")])
def test_six_pairs_are_the_fewest_that_can_decide(n: int, word: str) -> None:
    """One point won in each pair: p is 2/32 for five, 2/64 for six."""
    result = compare(np.ones((n, 10), dtype=bool), np.zeros((n, 10), dtype=bool), seed=0)
    assert result.p == 2 / 2**n
    assert verdict(result, result.p).word == word
    assert verdict(result, 0.001).word == word


def test_few_pairs_say_so() -> None:
    """Five pairs, and one."""
    assert verdict(replace(BETTER, n=5, detectable=nan), 0.01).sentence == (
        "not distinguishable: too few seeds to tell (5 pairs can give no p below 0.062)"
    )
    assert verdict(replace(BETTER, n=1), 1.0).sentence == "not distinguishable: fewer than two pairs of replicates"


def test_verdict_without_any_pair_counts_what_diverged() -> None:
    """A comparison of nan has a sentence without nan."""
    assert verdict(Comparison(0, 200, 20), 1.0).sentence == (
        "not distinguishable: fewer than two pairs of replicates; 20 pairs left out because training diverged"
    )


def test_left_out_pairs_are_named_with_a_decision() -> None:
    """One pair is a singular."""
    assert verdict(replace(BETTER, n=19, left_out=1), 0.01).sentence == (
        "better by 1.2 points (95 % interval 0.4 to 2.0) over 19 seeds; 1 pair left out because training diverged"
    )


def test_identical_variants_do_not_claim_that_any_difference_would_have_been_seen() -> None:
    """Without one differing prediction there is no spread to state a limit from."""
    correct = np.random.default_rng(0).random((20, 200)) < 0.9
    result = compare(correct, correct, seed=0)
    assert verdict(result, result.p).sentence == (
        "not distinguishable with 20 seeds and 200 test points; no prediction differs"
    )


def test_small_numbers_do_not_read_as_zero() -> None:
    """An interval that excludes 0 shows it."""
    sentence = verdict(replace(BETTER, low_both=0.00021), 0.01).sentence
    assert sentence == "better by 1.2 points (95 % interval 0.02 to 2.0) over 20 seeds"


@pytest.mark.parametrize("adjusted_p", [nan, -0.1, 1.1])
def test_p_that_is_no_probability_is_refused(adjusted_p: float) -> None:
    """The message names it."""
    with pytest.raises(ValueError, match="between 0 and 1, found"):
        verdict(BETTER, adjusted_p)


def test_equally_good_variants_are_told_apart_at_most_5_times_in_100() -> None:
    """Of 200 studies of 20 seeds and 200 points, new ones in each; Holm would make it rarer still."""
    results = [null_study(seed) for seed in range(STUDIES)]
    assert np.mean([verdict(result, result.p).word != UNDECIDED for result in results]) <= 0.05


def test_the_p_value_alone_would_mislead_where_variants_differ_by_point() -> None:
    """Equally good but on other points: seeds alone reject in more than 10 %, the rule in at most 5 %."""
    results = [null_study(seed, own=0.7, seed_sd=0.1) for seed in range(40)]
    assert np.mean([result.p < 0.05 for result in results]) > 0.1
    assert np.mean([verdict(result, result.p).word != UNDECIDED for result in results]) <= 0.05


def test_a_difference_of_twice_the_detectable_one_is_found() -> None:
    """In at least 24 of 25 studies, after the factor 3 that Holm may cost the smallest of three p-values."""
    detectable = float(np.mean([null_study(seed).detectable for seed in range(10)]))
    results = [improved_study(seed, 2 * detectable) for seed in range(25)]
    assert sum(verdict(result, min(1.0, 3 * result.p)).word == "better" for result in results) >= 24
