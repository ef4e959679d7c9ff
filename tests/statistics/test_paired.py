"""Comparisons and decisions."""

import time

import numpy as np
import pytest

from benchmarks.batched import family_p
from benchmarks.simulated_studies import REGIMES, study
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
from seedcheck.statistics.equivalence import equivalence
from seedcheck.statistics.failures import compare_failures
from seedcheck.statistics.multiplicity import holm
from seedcheck.statistics.paired import Array, compare, compare_pairs
from seedcheck.statistics.resampling import probability_better

MARGIN = 0.02


def pairs(won: list[int], m: int = 200) -> Array:
    """Return D (n, m) in which pair i wins ``won[i]`` points: spread over the points, so that they do not repeat."""
    D = np.zeros((len(won), m), dtype=np.int8)
    for i, count in enumerate(won):
        places = np.random.default_rng(i).choice(m, abs(count), replace=False)
        D[i, places] = np.sign(count)
    return D


def test_diverged_pairs_are_left_out_and_counted() -> None:
    """A row of nan in either variant."""
    right = np.ones((8, 10))
    wrong = right.copy()
    wrong[2] = np.nan
    right[5] = np.nan
    found = compare(right, wrong)
    assert (found.n, found.left_out, found.typical) == (6, 2, 0.0)


@pytest.mark.parametrize("shapes", [((3, 4), (3, 5)), ((3,), (3,)), ((3, 0), (3, 0))])
def test_arrays_of_other_shapes_are_refused(shapes: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
    """They have to be (seeds, points) and equal."""
    with pytest.raises(ValueError, match="seeds, points"):
        compare(np.zeros(shapes[0]), np.zeros(shapes[1]))


def test_values_that_are_neither_right_nor_wrong_are_refused() -> None:
    """Half a point has no exact sign flips."""
    with pytest.raises(ValueError, match="right"):
        compare(np.full((6, 4), 0.5), np.zeros((6, 4)))


def test_one_failed_reference_does_not_hide_18_losses() -> None:
    """Two wins, one of them by 150 points, against 18 small losses: worse, though the mean says better."""
    won = [-3, -4, -3, 150, -6, 1, -4, -4, -9, -10, -2, -3, -13, -2, -12, -7, -4, -4, -3, -6]
    found = compare_pairs(pairs(won, 211))
    assert found.mean > 0.01
    assert found.cut == 1
    assert decide({"dropout": found}, MARGIN)["dropout"].decision == Decision.WORSE


def test_points_on_which_all_seeds_agree_decide_only_if_they_are_enough() -> None:
    """5 points that 50 seeds agree on are luck of the points (p 2 / 2^5); 12 are not."""
    few, many = np.zeros((50, 200), dtype=np.int8), np.zeros((50, 200), dtype=np.int8)
    few[:, :5] = 1
    many[:, :12] = 1
    assert compare_pairs(few).p_points == 2 / 2**5
    found = decide({"few": compare_pairs(few), "many": compare_pairs(many)}, MARGIN)
    assert (found["few"].decision, found["few"].reason) == (Decision.UNDECIDED, Reason.POINT_LUCK)
    assert found["many"].decision == Decision.BETTER


def test_five_pairs_cannot_decide() -> None:
    """However large the difference."""
    found = decide({"variant": compare_pairs(pairs([50] * 5))}, MARGIN)["variant"]
    assert (found.decision, found.reason, found.adjusted_p) == (Decision.UNDECIDED, Reason.TOO_FEW_PAIRS, 1.0)


def test_p_values_are_corrected_for_their_number() -> None:
    """Holm's own numbers: .01 x 4, .04 x 3, at least the one before, .3; and a comparison that holds alone only."""
    assert holm([0.04, 0.01, 0.04, 0.3]) == pytest.approx([0.12, 0.04, 0.12, 0.3], abs=1e-12)
    found = compare_pairs(pairs([9, -2, 6, 4, -5, 9, 7, 3, -4, 8, 2, 6]))
    assert found.p < 0.05
    alone = decide({"variant": found}, MARGIN)["variant"]
    among = decide({"variant": found, **{str(i): compare_pairs(pairs([0] * 12)) for i in range(9)}}, MARGIN)["variant"]
    assert alone.decision == Decision.BETTER
    assert (among.decision, among.reason) == (Decision.UNDECIDED, Reason.SEVERAL)


def test_equal_needs_enough_points_even_if_no_prediction_differs() -> None:
    """20 seeds that agree on 200 points show 2 points but not 1: 1 - .05^(1/200) is 1.5 % already."""
    found = compare_pairs(np.zeros((20, 200), dtype=np.int8))
    assert [equivalence(found.two_way, margin).equal for margin in (0.01, 0.02)] == [False, True]
    decided = decide({"variant": found}, 0.01)["variant"]
    assert (decided.decision, decided.reason) == (Decision.UNDECIDED, Reason.NOTHING_DIFFERS)
    assert decide({"variant": found}, 0.02)["variant"].decision == Decision.EQUAL


def test_a_real_but_small_difference_is_better_and_not_equal() -> None:
    """Better comes first, although the interval also lies within a wide margin."""
    found = compare_pairs(pairs([12] * 20, 2000))
    decided = decide({"variant": found}, 0.05)["variant"]
    assert decided.equivalence.equal
    assert decided.decision == Decision.BETTER


def test_training_claims_are_judged_over_seeds_only() -> None:
    """Four points that all 12 seeds lose: luck of the points, but no luck of the seeds."""
    D = np.zeros((12, 200), dtype=np.int8)
    D[:, :4] = -1
    found = {"l2": compare_pairs(D)}
    assert decide(found, 0.001)["l2"].decision == Decision.UNDECIDED
    assert decide(found, 0.001, {"l2": seeds_p(found["l2"])})["l2"].decision == Decision.WORSE


def test_no_interval_over_points_where_few_points_differ() -> None:
    """14 points that tell the variants apart give none, 15 do; the one over seeds stands in both cases."""
    D = np.zeros((10, 100), dtype=np.int8)
    for count, printed in ((14, False), (15, True)):
        D[:, :count] = np.where(np.arange(count) % 3, 1, -1)
        found = compare_pairs(D)
        assert found.informative == count
        assert np.isfinite(found.low) == np.isfinite(found.high) == printed
        assert np.isfinite(found.low_seeds)


def test_claims() -> None:
    """Equal or the opposite contradict a claim; a better control blames the loss; 23.6 of 38.6 points are 61 %."""
    better, worse = Decision.BETTER, Decision.WORSE
    assert judge_claim(worse, worse) == Verdict.HOLDS
    assert judge_claim(worse, worse, better) == Verdict.ARTEFACT
    assert judge_claim(worse, better) == judge_claim(worse, Decision.EQUAL) == Verdict.FAILS
    assert judge_claim(worse, Decision.UNDECIDED, better) == Verdict.UNDECIDED
    assert share_regained(0.98, 0.594, 0.83) == pytest.approx(0.61, abs=0.005)


def test_failures_have_a_decision_of_their_own() -> None:
    """8 seeds fail with the reference only: less often (p 2 / 2^8); one of 20 is no evidence."""
    fails, none = np.arange(20) < 8, np.zeros(20, dtype=bool)
    found = {"eight": compare_failures(none, fails), "more": compare_failures(fails, none),
             "one": compare_failures(none, np.arange(20) < 1)}  # fmt: skip
    expected = {"eight": Failing.LESS_OFTEN, "more": Failing.MORE_OFTEN, "one": Failing.UNDECIDED}
    assert decide_failures(found) == expected


def test_probability_of_being_better_is_reproducible_and_has_an_interval() -> None:
    """14 wins, 5 losses and a tie of 20 are 72.5 %; drawing points anew makes the interval wide."""
    D = pairs([4] * 14 + [-4] * 5 + [0])
    found = probability_better(D, 0)
    assert found == probability_better(D, 0)
    assert probability_better(D, 0, 50) != probability_better(D, 1, 50)
    assert found.value == 0.725
    assert found.low < 0.53
    assert found.high > 0.87


def test_simulations_use_the_rule_of_the_study() -> None:
    """`batched.family_p` gives the p of `compare_pairs`, with failures and without."""
    for size, failing in (((10, 50), 0.0), ((20, 200), 0.1), ((50, 200), 0.1)):
        D = study(np.random.default_rng(0), REGIMES["balanced"], 9, size, failing).D
        expected = [max(own.p_seeds, own.p_points, own.p_both) for own in map(compare_pairs, D)]
        assert family_p(D, np.full(9, 2.0)) == pytest.approx(expected, rel=1e-9)


def test_false_verdicts_stay_below_5_percent_in_a_small_simulation() -> None:
    """200 studies of three equal variants, 20 seeds, 200 points, 1 training in 20 fails: at most 5 % + 2 errors."""
    rng = np.random.default_rng(0)
    worth = np.full(3, 0.05 / 3)
    alarms = [family_p(study(rng, REGIMES["points"], 3, (20, 200), 0.05).D, worth).min() < 0.05 / 3 for _ in range(200)]
    assert np.mean(alarms) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 200)


def test_ten_comparisons_take_a_second() -> None:
    """Ten of 20 seeds and 200 points, with the probability of being better: about 0.2 s; the bound is generous."""
    rng = np.random.default_rng(0)
    studies = [study(rng, REGIMES["points"], 1, (20, 200), 0.05).D[0] for _ in range(10)]
    start = time.process_time()
    for D in studies:
        compare_pairs(D)
        probability_better(D, 0)
    assert time.process_time() - start < 1.5
