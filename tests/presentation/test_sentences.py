"""The sentence on a comparison says which way, by how much, whose luck it could be, and what was left out."""

from typing import Any

import numpy as np
import pytest

from seedcheck.files import without_nan
from seedcheck.presentation import answers, words
from seedcheck.statistics.decision import Decision, Failing, Reason, Verdict
from seedcheck.statistics.experiments import decide_pairs
from seedcheck.statistics.pairs import Pair, Rule
from tests.presentation.decided import FAILING, FAILURES, found
from tests.statistics.trained import POINTS, at, trained


def mirrored(verdict: str) -> dict[str, Any]:
    """Return a decision with the mirrored numbers."""
    turned = {"typical": -0.012, "low": -0.020, "high": -0.004, "low_seeds": -0.018, "high_seeds": -0.006}
    return found(verdict, **turned)


@pytest.mark.parametrize("decision", [found("better"), mirrored("worse")])
def test_decision_names_size_and_interval(decision: dict[str, Any]) -> None:
    """In percentage points, without a sign, from small to large; on training points the interval is over seeds."""
    verdict = decision["verdict"]
    assert words.comparison(decision) == f"{verdict} by 1.2 points (95 % interval 0.4 to 2.0)"
    assert words.comparison(decision, "train") == f"{verdict} by 1.2 points (95 % interval 0.6 to 1.8)"


def test_decision_without_an_interval_has_none() -> None:
    """As where too few points tell the two apart."""
    assert words.comparison(found("better", low=None, high=None)) == "better by 1.2 points"


def test_equal_names_margin_and_difference() -> None:
    """The margin is that of the experiment; one point is a singular."""
    assert words.comparison(found("equal", typical=-0.0031)) == "equal within 2 points: typical difference -0.3"
    one = found("equal") | {"equivalence": {"margin": 0.01}}
    assert words.comparison(one) == "equal within 1 point: typical difference +1.2"
    assert "within 0.5 points" in words.comparison(found("equal") | {"equivalence": {"margin": 0.005}})


@pytest.mark.parametrize(
    ("reason", "said", "of_training"),
    [
        (Reason.NOTHING_DIFFERS, "no prediction differs, on 200 test points", "no prediction differs, on 200 training"),
        (Reason.SEED_LUCK, "other seeds might not agree", "other seeds might not agree"),
        (Reason.POINT_LUCK, "other points than these 200 test points might not agree", "other seeds might not agree"),
        (
            Reason.BOTH,
            "other seeds, and other points than these 200 test points, might not agree",
            "other seeds might not agree",
        ),
        (Reason.SEVERAL, "of several comparisons, one may look so by luck", "other seeds might not agree"),
        (Reason.TOO_FEW_PAIRS, "20 pairs of seeds are too few to tell", "20 pairs of seeds are too few to tell"),
    ],
)
def test_undecided_says_why(reason: Reason, said: str, of_training: str) -> None:
    """Each reason has its words; training points are no sample, so that only seeds could differ."""
    assert words.comparison(found("undecided", reason)) == f"undecided ({said})"
    assert words.comparison(found("undecided", reason), "train").startswith(f"undecided ({of_training}")


@pytest.mark.parametrize(("n", "said"), [(5, "5 pairs"), (1, "1 pair"), (0, "0 pairs")])
def test_few_pairs_are_counted(n: int, said: str) -> None:
    """In the singular if it is one."""
    few = found("undecided", Reason.TOO_FEW_PAIRS, n=n)
    assert words.comparison(few).replace(" is ", " are ") == f"undecided ({said} of seeds are too few to tell)"


@pytest.mark.parametrize(("count", "said"), [(0, ""), (1, "; 1 pair left out"), (2, "; 2 pairs left out")])
def test_pairs_that_are_left_out_are_named(count: int, said: str) -> None:
    """With every verdict."""
    ending = f"{said} because training diverged" if said else ""
    for verdict in Decision:
        reason = Reason.SEED_LUCK if verdict == Decision.UNDECIDED else Reason.NONE
        sentence = words.comparison(found(verdict, reason, left_out=count))
        assert sentence == words.comparison(found(verdict, reason)) + ending


def test_small_numbers_do_not_read_as_zero() -> None:
    """An interval that excludes 0 shows it."""
    assert words.comparison(found("better", low=0.00021)) == "better by 1.2 points (95 % interval 0.02 to 2.0)"


def test_what_is_said_is_never_that_a_difference_could_not_have_been_seen() -> None:
    """No verdict or reason claims it: half of such a difference is seen in a third of the studies."""
    said = [words.comparison(found("undecided", reason)) for reason in Reason if reason]
    assert not any("could not" in sentence or "not distinguishable" in sentence for sentence in said)


def test_sentences_are_made_from_real_decisions() -> None:
    """As they come out of a JSON file: one of a clear gain, one of no difference at all, one without any pair."""
    nothing = trained(np.ones((20, POINTS)) > 0, np.ones((20, POINTS)) > 0, diverged=np.ones(20, bool))
    variants = {"a": at(0.9), "b": at(0.8), "same": at(0.8), "nothing": nothing}
    pairs = {name: Pair(variants[name].replicates, variants["b"].replicates) for name in ("a", "same", "nothing")}
    decided = without_nan(decide_pairs(pairs, Rule(0.005, 0)))
    assert words.comparison(decided["a"]).startswith("better by 8.3 points (95 % interval ")
    assert words.comparison(decided["same"]) == "undecided (no prediction differs, on 400 test points)"
    assert words.plainly("nothing", decided["nothing"], "b").endswith("20 pairs left out because training diverged")


def test_failures_are_said_with_their_interval() -> None:
    """As a count, with whole percents; the verdict on them only if there is one."""
    assert words.failures({"failures": FAILURES}) == "1 of 20 (0 to 25 %)"
    assert words.failing({"failing": FAILING}, "none") == "fails less often than none"
    assert words.failing({"failing": FAILING | {"verdict": Failing.MORE_OFTEN}}, "none") == "fails more often than none"
    assert words.failing({"failing": FAILING | {"verdict": Failing.UNDECIDED}}, "none") == ""
    assert words.failing({}, "none") == ""


def test_every_code_has_words() -> None:
    """Verdicts on comparisons and on claims; those on claims can be counted too."""
    assert {*Decision, *Verdict} <= words.VERDICTS.keys()
    assert set(Verdict) == answers.CLAIMS.keys()
