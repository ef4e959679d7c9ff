"""The rule at its borders, reason by reason, and on claims."""

import math
from dataclasses import replace

import numpy as np
import pytest

from seedcheck.statistics.codes import shown_interval
from seedcheck.statistics.decision import (
    Decision,
    Failing,
    Reason,
    Verdict,
    decide,
    decide_failures,
    judge_claim,
    seeds_p,
    share_regained,
)
from seedcheck.statistics.failures import compare_failures
from seedcheck.statistics.paired import PairedDifference, compare_pairs

BETTER, WORSE, EQUAL, UNDECIDED = Decision
CLEAR = PairedDifference(20, 200, typical=0.012, informative=40, wins=15, losses=5, p_seeds=0.01, p_points=0.01,
                         p_both=0.01)  # fmt: skip
MARGIN = 0.02


def alone(comparison: PairedDifference, margin: float = MARGIN) -> tuple[Decision, Reason]:
    """Return what is decided of one comparison that is read by itself, and why."""
    found = decide({"variant": comparison}, margin)["variant"]
    return found.decision, found.reason


@pytest.mark.parametrize(("p", "decision"), [(0.0499999, BETTER), (0.05, UNDECIDED), (1.0, UNDECIDED)])
@pytest.mark.parametrize("source", ["p_seeds", "p_points", "p_both"])
def test_each_p_must_be_below_5_percent(source: str, p: float, decision: Decision) -> None:
    """The largest of the three decides, and exactly .05 is not below."""
    assert alone(replace(CLEAR, **{source: p}))[0] == decision


@pytest.mark.parametrize(("p", "decision"), [(0.0249999, BETTER), (0.025, UNDECIDED)])
def test_the_adjusted_p_must_be_below_5_percent(p: float, decision: Decision) -> None:
    """Beside a second comparison the smaller p counts twice; .025 would be enough alone."""
    found = decide({"first": replace(CLEAR, p_both=p), "second": replace(CLEAR, p_both=0.9)}, MARGIN)
    assert found["first"].decision == decision
    assert found["first"].adjusted_p == 2 * p
    assert found["first"].reason == (Reason.NONE if decision == BETTER else Reason.SEVERAL)


def test_the_typical_difference_gives_the_side() -> None:
    """Not the mean, which a few failed trainings turn round, nor the number of wins."""
    found = replace(CLEAR, typical=-0.001, mean=0.03)
    assert alone(found) == (WORSE, Reason.NONE)
    assert alone(replace(found, typical=0.001, mean=-0.03)) == (BETTER, Reason.NONE)


@pytest.mark.parametrize(
    ("seeds", "points", "both", "reason"),
    [
        (0.05, 0.01, 0.01, Reason.SEED_LUCK),
        (0.01, 0.05, 0.01, Reason.POINT_LUCK),
        (0.01, 0.01, 0.05, Reason.POINT_LUCK),
        (0.05, 0.05, 0.01, Reason.BOTH),
        (0.05, 0.01, 0.05, Reason.BOTH),
    ],
)
def test_an_undecided_comparison_says_whose_luck_it_could_be(
    seeds: float, points: float, both: float, reason: Reason
) -> None:
    """Of the seeds if they alone could do it, of the points likewise, else of both."""
    assert alone(replace(CLEAR, p_seeds=seeds, p_points=points, p_both=both)) == (UNDECIDED, reason)


@pytest.mark.parametrize(("n", "decided"), [(0, False), (1, False), (5, False), (6, True)])
def test_six_pairs_are_the_fewest_that_can_decide(n: int, decided: bool) -> None:
    """Twenty points won in each pair: fewer pairs are too few, whatever p is handed in."""
    D = np.zeros((n, 100), dtype=np.int8)
    D[:, :20] = 1
    comparison = compare_pairs(D)
    expected = (BETTER, Reason.NONE) if decided else (UNDECIDED, Reason.TOO_FEW_PAIRS)
    assert alone(comparison) == expected
    found = decide({"variant": comparison}, MARGIN, {"variant": 0.001})["variant"]
    assert (found.decision, found.reason) == expected


def test_five_pairs_cannot_show_equality_either() -> None:
    """Although no prediction differs on 2000 points; six can."""
    found = {n: alone(compare_pairs(np.zeros((n, 2000), dtype=np.int8))) for n in (5, 6)}
    assert found == {5: (UNDECIDED, Reason.TOO_FEW_PAIRS), 6: (EQUAL, Reason.NONE)}


def test_equality_depends_on_the_margin_only() -> None:
    """One point in 500 either way is equal within 2 points, but not within .5; the comparison is the same."""
    D = np.zeros((20, 500), dtype=np.int8)
    D[np.arange(20), np.arange(20)] = np.where(np.arange(20) % 2, 1, -1)
    comparison = compare_pairs(D)
    assert alone(comparison, 0.02) == (EQUAL, Reason.NONE)
    assert alone(comparison, 0.005)[0] == UNDECIDED
    smallest = decide({"variant": comparison}, 0.02)["variant"].equivalence.smallest_margin
    assert 0.005 < smallest < 0.02


def test_handed_in_p_values_decide_instead_of_the_comparisons() -> None:
    """As those of training claims: a p over points does not count, that over seeds does."""
    found = replace(CLEAR, p_points=0.9, p_both=0.9)
    assert seeds_p(found) == 0.01
    assert alone(found)[0] == UNDECIDED
    assert decide({"variant": found}, MARGIN, {"variant": seeds_p(found)})["variant"].decision == BETTER
    assert seeds_p(replace(found, n=5)) == 1.0


def test_nothing_to_compare_is_no_error() -> None:
    """An experiment of its reference alone."""
    assert decide({}, MARGIN) == {}
    assert decide_failures({}) == {}


@pytest.mark.parametrize(("only", "decision"), [(5, Failing.UNDECIDED), (6, Failing.LESS_OFTEN)])
def test_six_seeds_that_only_the_reference_fails_are_the_fewest_that_can_decide(only: int, decision: Failing) -> None:
    """Of 20: 2 / 2^5 is above 5 %, 2 / 2^6 is not; seeds with which both fail add nothing."""
    reference = np.arange(20) < only + 3
    variant = np.arange(20) < 3
    assert decide_failures({"variant": compare_failures(variant, reference)}) == {"variant": decision}


def test_failures_of_several_variants_are_corrected_for_their_number() -> None:
    """Six seeds decide alone, not beside a second comparison."""
    fails, never = np.arange(20) < 6, np.zeros(20, dtype=bool)
    found = compare_failures(fails, never)
    assert decide_failures({"a": found}) == {"a": Failing.MORE_OFTEN}
    assert decide_failures({"a": found, "b": compare_failures(never, never)})["a"] == Failing.UNDECIDED


@pytest.mark.parametrize(
    ("expected", "found", "control", "verdict"),
    [
        (BETTER, BETTER, UNDECIDED, Verdict.HOLDS),
        (BETTER, WORSE, UNDECIDED, Verdict.FAILS),
        (BETTER, EQUAL, UNDECIDED, Verdict.FAILS),
        (WORSE, BETTER, BETTER, Verdict.FAILS),
        (WORSE, EQUAL, BETTER, Verdict.FAILS),
        (WORSE, UNDECIDED, BETTER, Verdict.UNDECIDED),
        (WORSE, WORSE, WORSE, Verdict.HOLDS),
        (WORSE, WORSE, EQUAL, Verdict.HOLDS),
        (WORSE, WORSE, BETTER, Verdict.ARTEFACT),
    ],
)
def test_every_case_of_the_rule_on_claims(
    expected: Decision, found: Decision, control: Decision, verdict: Verdict
) -> None:
    """The control counts only where the claim would otherwise hold, and equality contradicts a difference."""
    assert judge_claim(expected, found, control) == verdict


def test_share_regained_is_that_of_the_gap() -> None:
    """From .5 to .9, .6 is a quarter of the way; without a gap there is no share."""
    assert share_regained(0.9, 0.5, 0.6) == pytest.approx(0.25)
    assert share_regained(0.9, 0.5, 0.4) == pytest.approx(-0.25)
    assert math.isnan(share_regained(0.9, 0.9, 0.6))


@pytest.mark.parametrize(
    ("m", "part", "shown"), [(200, "test", (1, 4)), (0, "test", (2, 3)), (200, "train", (2, 3)), (0, "seeds", (2, 3))]
)
def test_shown_interval_is_over_points_where_they_are_a_known_sample(m: int, part: str, shown: tuple[int, int]) -> None:
    """Test points are, if it is known which are right; training points are no sample of others."""
    comparison = {"m": m, "low": 1, "low_seeds": 2, "high_seeds": 3, "high": 4}
    assert shown_interval(comparison, part) == shown
