"""What would decide a comparison is said so that one can act on it, and only where it is known."""

from typing import Any

import pytest

from seedcheck.presentation.advice import advice, ruled_out
from tests.presentation.decided import ADVICE, UNDECIDED

NONE = {"seeds": None, "points": None}


def said(**changed: Any) -> str:
    """Return the advice on an undecided comparison."""
    return advice(UNDECIDED | {"advice": ADVICE | changed})


def test_points_that_dominate_are_asked_for() -> None:
    """To two digits; more seeds are said to be of no use if no number of them would do."""
    assert said() == (
        "80 % of the uncertainty is the 200 test points: more seeds alone will not decide this; 910 test points would "
        "decide, if the difference is as it seems; 1200 test points would show both to be equal within 2 points, if "
        "they are"
    )


def test_seeds_that_dominate_are_asked_for() -> None:
    """And more points are of no use."""
    needed = {"seeds": 64, "points": None}
    assert said(seeds=0.7, points=0.2, rest=0.1, differ=needed, equal=NONE) == (
        "70 % of the uncertainty is the 20 seeds: more test points alone will not decide this; 64 seeds would decide, "
        "if the difference is as it seems"
    )


def test_single_predictions_are_helped_by_both() -> None:
    """If neither seeds nor points alone are most of the uncertainty."""
    both = {"seeds": 40, "points": 400}
    sentence = said(seeds=0.1, points=0.2, rest=0.7, differ=both, equal=NONE)
    assert sentence == (
        "the uncertainty is in single predictions, so more seeds and more test points both help; 40 seeds or 400 test "
        "points would decide, if the difference is as it seems"
    )


@pytest.mark.parametrize("key", ["differ", "equal"])
def test_what_would_help_is_not_called_useless(key: str) -> None:
    """If some number of seeds would show a difference or equality, more seeds are not said to decide nothing."""
    both = {"seeds": 40, "points": 400}
    others = {"differ": NONE, "equal": NONE} | {key: both}
    assert "will not decide" not in said(**others)
    assert "40 seeds or 400 test points would" in said(**others)
    assert "will not decide" not in said(**({"differ": None, "equal": None} | {key: both}))


def test_failures_are_named_instead_of_numbers() -> None:
    """If a quarter of the pairs failed, neither number is known."""
    assert said(differ=None, equal=None).startswith("more than a quarter of the pairs has a failed training")


@pytest.mark.parametrize(
    "changed",
    [{"verdict": "better"}, {"verdict": "equal"}, {"advice": None}, {"reason": "no prediction differs"}],
)
def test_there_is_no_advice_where_none_is_needed_or_known(changed: dict[str, Any]) -> None:
    """Decided comparisons, and those without any uncertainty to tell apart."""
    assert advice(UNDECIDED | changed) == ""


def test_decisions_without_advice_have_none() -> None:
    """As those on a metric over seeds alone, or on training points."""
    assert advice({key: value for key, value in UNDECIDED.items() if key != "advice"}) == ""


def test_what_is_ruled_out_is_said_of_undecided_comparisons_only() -> None:
    """The larger of the two limits, rounded up; nothing where there are none."""
    limits = {"margin": 0.02, "low": -0.0312, "high": 0.019}
    undecided = UNDECIDED | {"equivalence": limits}
    assert ruled_out(undecided) == "a typical difference of 3.2 points or more is ruled out"
    assert ruled_out(undecided | {"verdict": "worse"}) == ""
    assert ruled_out(undecided | {"equivalence": limits | {"low": None, "high": None}}) == ""
