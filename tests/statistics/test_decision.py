"""The rule at its borders, and on simulated studies whose truth is known."""

from dataclasses import replace
from math import nan

import numpy as np
import pytest

from seedcheck.statistics.decision import ClaimDecision, Decision, decide, decide_claim
from seedcheck.statistics.paired import PairedDifference, compare
from tests.statistics.studies import improved_study, null_study

BETTER = PairedDifference(20, 200, 0, mean=0.012, low_both=0.004, high_both=0.020, p=0.01, detectable=0.013)
WORSE = replace(BETTER, mean=-0.012, low_both=-0.020, high_both=-0.004)
STUDIES = 200


@pytest.mark.parametrize(
    ("adjusted_p", "word"), [(0.0499999, "better"), (0.05, Decision.UNDECIDED), (1.0, Decision.UNDECIDED)]
)
def test_adjusted_p_must_be_below_5_percent(adjusted_p: float, word: str) -> None:
    """Exactly .05 is not below."""
    assert decide(BETTER, adjusted_p) == word


@pytest.mark.parametrize(("low", "word"), [(1e-9, "better"), (0.0, Decision.UNDECIDED), (-1e-9, Decision.UNDECIDED)])
def test_interval_must_lie_on_one_side_of_zero(low: float, word: str) -> None:
    """Touching 0 is not enough, from above or from below."""
    assert decide(replace(BETTER, low_both=low), 0.01) == word
    mirrored = {"better": "worse"}.get(word, word)
    assert decide(replace(WORSE, high_both=-low), 0.01) == mirrored


def test_interval_over_seeds_alone_does_not_decide() -> None:
    """It may exclude 0 where that over seeds and test points does not."""
    assert decide(replace(BETTER, low=0.01, high=0.014, low_both=-0.001), 0.001) == Decision.UNDECIDED


@pytest.mark.parametrize(("n", "word"), [(5, Decision.UNDECIDED), (6, "better")])
def test_six_pairs_are_the_fewest_that_can_decide(n: int, word: str) -> None:
    """One point won in each pair: p is 2/32 for five, 2/64 for six."""
    result = compare(np.ones((n, 10), dtype=bool), np.zeros((n, 10), dtype=bool), seed=0)
    assert result.p == 2 / 2**n
    assert decide(result, result.p) == word
    assert decide(result, 0.001) == word


@pytest.mark.parametrize("adjusted_p", [nan, -0.1, 1.1])
def test_p_that_is_no_probability_is_refused(adjusted_p: float) -> None:
    """The message names it."""
    with pytest.raises(ValueError, match="between 0 and 1, found"):
        decide(BETTER, adjusted_p)


def test_equally_good_variants_are_told_apart_at_most_5_times_in_100() -> None:
    """Of 200 studies of 20 seeds and 200 points, new ones in each; Holm would make it rarer still."""
    results = [null_study(seed) for seed in range(STUDIES)]
    assert np.mean([decide(result, result.p) != Decision.UNDECIDED for result in results]) <= 0.05


def test_the_p_value_alone_would_mislead_where_variants_differ_by_point() -> None:
    """Equally good but on other points: seeds alone reject in more than 10 %, the rule in at most 5 %."""
    results = [null_study(seed, own=0.7, seed_sd=0.1) for seed in range(40)]
    assert np.mean([result.p < 0.05 for result in results]) > 0.1
    assert np.mean([decide(result, result.p) != Decision.UNDECIDED for result in results]) <= 0.05


def test_a_difference_of_twice_the_detectable_one_is_found() -> None:
    """In at least 24 of 25 studies, after the factor 3 that Holm may cost the smallest of three p-values."""
    detectable = float(np.mean([null_study(seed).detectable for seed in range(10)]))
    results = [improved_study(seed, 2 * detectable) for seed in range(25)]
    assert sum(decide(result, min(1.0, 3 * result.p)) == "better" for result in results) >= 24


@pytest.mark.parametrize(
    ("expected", "found", "control", "decision"),
    [
        ("better", "better", "", ClaimDecision.HOLDS),
        ("better", "worse", "", ClaimDecision.FAILS),
        ("worse", "better", "better", ClaimDecision.FAILS),
        ("worse", "undecided", "better", ClaimDecision.UNDECIDED),
        ("worse", "worse", "worse", ClaimDecision.HOLDS),
        ("worse", "worse", "better", ClaimDecision.ARTEFACT),
    ],
)
def test_every_case_of_the_rule_on_claims(expected: str, found: str, control: str, decision: str) -> None:
    """The control counts only where the claim would otherwise hold."""
    assert decide_claim(expected, found, control) == decision
