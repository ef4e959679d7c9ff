"""Claims, answers and findings are said in plain English, with the numbers behind them."""

from typing import Any

import pytest

from seedcheck.presentation import words

DIFFERENCE = {"n": 20, "m": 200, "left_out": 0, "mean": 0.012, "low_both": 0.004, "high_both": 0.020, "wins": 14,
              "losses": 5, "detectable": 0.029}  # fmt: skip
COMPARED = {"reproduction": "reproduced", "metric": "train_accuracy", "seeds": 20, "symmetric": None, "control": "c",
            "found_control": {}}  # fmt: skip


def found(verdict: str, **changed: Any) -> dict[str, Any]:
    """Return the decision on a comparison."""
    return {"comparison": DIFFERENCE | changed, "verdict": verdict}


def claim(verdict: str) -> dict[str, str]:
    """Return a judged claim."""
    return {"verdict": verdict}


def test_verdicts_have_words_and_reasons_are_words_already() -> None:
    """The reference has no verdict."""
    assert words.verdict("undecided") == "not distinguishable"
    assert words.verdict("holds") == "holds over seeds"
    assert words.verdict("not comparable: stand-in data") == "not comparable: stand-in data"
    assert words.verdict(None) is None


def test_claim_says_why_it_is_decided_so() -> None:
    """By its comparison; its control speaks only if the number is reproduced."""
    compared = COMPARED | {"found": found("worse", mean=-0.012)}
    control = compared | {"found_control": found("better")}
    assert words.claim(compared) == words.comparison(compared["found"], "train")
    assert "; c, from the same weights, is better by 1.2 points" in words.claim(control)
    assert "same weights" not in words.claim(control | {"reproduction": "differs"})
    assert words.claim(compared | {"found": {}}) == ""


def test_claim_of_symmetry_says_what_was_looked_at() -> None:
    """Whether hidden units are equal, and from how many seeds."""
    symmetric = COMPARED | {"found": {}, "symmetric": True}
    same = "after training all units of each hidden layer are equal, from all 20 seeds"
    assert words.claim(symmetric) == same
    assert words.claim(symmetric | {"symmetric": False}) == "hidden units differ, from all 20 seeds"
    assert words.claim(symmetric | {"reproduction": "not run"}) == ""


def test_answer_counts_the_claims() -> None:
    """In words, singular and plural."""
    claims = [claim("holds"), claim("holds"), claim("undecided"), claim("artefact")]
    assert words.answer(claims) == "2 hold, 1 cannot be told from luck, 1 is an artefact of the loss"


def test_answer_is_silent_without_a_judged_claim() -> None:
    """Claims on stand-in data are counted apart from the others, and alone they are no answer."""
    other = claim("not comparable: stand-in data")
    assert words.answer([other]) == ""
    assert words.answer([claim("holds"), other]) == "1 holds, 1 is not judged here"
    assert words.answer([claim("holds"), other, other]) == "1 holds, 2 are not judged here"


def test_comparison_is_said_plainly() -> None:
    """Who won how often, and what that is worth."""
    assert words.plainly("l2", found("undecided"), "none") == (
        "l2 beats none in 14 of 20 seeds and loses in 5; luck can do that (with 20 seeds and 200 test points a "
        "difference under 2.9 points could not have been seen)"
    )
    better = found("better")
    assert words.plainly("l2", better, "none") == (
        f"l2 beats none in 14 of 20 seeds and loses in 5: {words.comparison(better)}"
    )
    worse = found("worse", mean=-0.012, wins=5, losses=14)
    assert words.plainly("l2", worse, "none") == (
        f"l2 loses to none in 14 of 20 seeds and wins in 5: {words.comparison(worse)}"
    )


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        ("bbb", "carries over: better on 3 of 3 data sets"),
        ("bbn", "carries over: better on 2 of 3 data sets"),
        ("bn", "does not carry over: better on 1 of 2 data sets only (d0)"),
        ("wwn", "carries over: worse on 2 of 3 data sets"),
        ("bwb", "depends on the data: better on d0, d2, worse on d1 (of 3 data sets)"),
        ("nn", "not distinguishable on any of 2 data sets"),
        ("b", "better on the one data set that has it"),
    ],
)
def test_effect_carries_over_if_seen_on_more_than_half_of_the_data(verdicts: str, said: str) -> None:
    """And on none in the other direction."""
    full = {"b": "better", "w": "worse", "n": "undecided"}
    assert words.carries_over({f"d{k}": full[code] for k, code in enumerate(verdicts)}) == said


def test_medians_leave_out_variants_of_which_all_seeds_diverged() -> None:
    """They have no median."""
    variants = {"none": {"summary": {"median": 0.925}}, "l2": {"summary": {"median": None}}}
    assert words.list_medians({"variants": variants}) == "none 92.5 %"


def test_variant_that_was_not_compared_is_the_reference_or_misses_it() -> None:
    """The table says which."""
    assert words.not_compared("none", "none") == "reference"
    assert words.not_compared("l2", "none") == "not compared: the reference none is missing"


def test_boundary_of_a_diverged_run_has_no_accuracy() -> None:
    """Its caption says that it diverged."""
    assert words.caption("l2", "93.0 %") == "l2: 93.0 % of the test points right"
    assert words.caption("l2", "") == "l2: training diverged"
