"""Claims, answers and findings are said in plain English, with the numbers behind them."""

from typing import Any

import pytest

from seedcheck.presentation import answers, captions, words
from seedcheck.presentation.advice import advice
from seedcheck.presentation.page import formats
from seedcheck.presentation.units import SHARES
from tests.presentation.decided import FAILING, UNDECIDED, compared, found

COMPARED = {"reproduction": "reproduced", "metric": "train_accuracy", "seeds": 20, "symmetric": None, "control": "c",
            "found_control": {}, "regained": None}  # fmt: skip


def claim(verdict: str, published: float | None = 0.93) -> dict[str, Any]:
    """Return a judged claim."""
    return {"source": "the paper", "verdict": verdict, "published": published}


def test_verdicts_have_words_and_reasons_are_words_already() -> None:
    """The reference has no verdict."""
    assert words.verdict("undecided") == "undecided"
    assert words.verdict("equal") == "equal"
    assert words.verdict("holds") == "holds over seeds"
    assert words.verdict("not comparable: stand-in data") == "not comparable: stand-in data"
    assert words.verdict(None) is None


def test_claim_says_why_it_is_decided_so() -> None:
    """By its comparison; its control speaks only if the number is reproduced."""
    claimed = COMPARED | {"found": found("worse", typical=-0.012, low_seeds=-0.018, high_seeds=-0.006)}
    control = claimed | {"found_control": found("better")}
    assert words.claim(claimed) == words.comparison(claimed["found"], "train")
    assert "; c, from the same weights, is better by 1.2 points" in words.claim(control)
    assert "; Control, from the same weights" in words.claim(control, {"c": "Control"})
    assert "same weights" not in words.claim(control | {"reproduction": "differs"})
    assert words.claim(claimed | {"found": {}}) == ""


def test_claim_says_how_much_of_the_gap_the_control_regains() -> None:
    """61 % go with the loss; nothing is said where the control does not regain anything for sure."""
    claimed = COMPARED | {"found": found("worse"), "found_control": found("better"), "regained": 0.613}
    assert words.claim(claimed).endswith(": 61 % of the gap goes with the loss, the rest is the start's")
    for other in (found("undecided", "luck of both"), found("worse"), found("equal")):
        assert "of the gap" not in words.claim(claimed | {"found_control": other, "regained": -0.2})
    assert "of the gap" not in words.claim(claimed | {"regained": None})


def test_claim_leaves_out_the_word_that_its_verdict_has_said() -> None:
    """The reason for an undecided claim does not begin with "undecided" again."""
    assert words.claim(COMPARED | {"found": UNDECIDED}) == "other seeds might not agree"


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
    assert answers.on_claims(claims) == (
        "The paper makes 4 claims, from one seed each. Trained again from other seeds, 2 hold, 1 is undecided and 1 is"
        " mostly the loss's doing."
    )


def test_answer_says_one_seed_only_of_published_numbers() -> None:
    """A claim without a number may rest on any number of seeds."""
    claims = [claim("holds"), claim("fails", None)]
    assert answers.on_claims(claims) == "The paper makes 2 claims. Over many seeds, 1 holds and 1 does not hold."


def test_answer_is_silent_without_a_judged_claim() -> None:
    """Claims on stand-in data are counted apart from the others, and alone they are no answer."""
    other = claim("not comparable: stand-in data")
    assert answers.on_claims([other]) == ""
    assert answers.on_claims([claim("holds"), other]).endswith(", 1 holds and 1 is not judged here.")
    assert answers.on_claims([claim("holds"), other, other]).endswith("1 holds and 2 are not judged here.")


def test_answer_counts_tricks_and_experiments() -> None:
    """One of either is said as one."""
    assert answers.on_experiments(["better"], 1) == "1 trick was tried over many seeds, in one experiment: 1 is better."
    assert answers.on_experiments(["worse", "worse", "better"], 2) == (
        "3 tricks were tried over many seeds, in 2 experiments: 1 is better and 2 are worse."
    )


def test_a_difference_of_nearly_nothing_has_no_minus() -> None:
    """Tables, sentences and MLflow say 0.0 of what rounds to it."""
    assert SHARES.signed(-0.0002) == SHARES.signed(0.0) == "+0.0"
    assert formats.points(-0.0002) == "+0.0"
    assert formats.points(-0.002) == "\N{MINUS SIGN}0.2"


def test_comparison_is_said_plainly() -> None:
    """Who won how often, and what that is worth."""
    better, worse = found("better"), found("worse", typical=-0.012, wins=5, losses=14)
    assert words.plainly("l2", better, "none") == (
        f"l2 beats none in 14 of 20 seeds and loses in 5: {words.comparison(better)}"
    )
    nothing = found("undecided", "no prediction differs", wins=0, losses=0)
    assert words.plainly("l2", nothing, "none").startswith(
        "l2 and none are right equally often in all 20 seeds: undecided ("
    )
    assert words.plainly("l2", worse, "none") == (
        f"l2 loses to none in 14 of 20 seeds and wins in 5: {words.comparison(worse)}"
    )


def test_advice_and_failures_are_sentences_of_their_own() -> None:
    """After the comparison, each with a capital letter."""
    row = compared(UNDECIDED, failing=FAILING)
    sentence = (
        "l2 beats none in 14 of 20 seeds and loses in 5: undecided (other points than these 200 test points might not"
        " agree)"
    )
    said = advice(UNDECIDED)
    assert said
    assert words.plainly("l2", row, "none") == (
        f"{sentence}. A typical difference of 1.9 points or more is ruled out. {said[0].upper()}{said[1:]}."
        " Fails less often than none"
    )


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ((0.9, 0.07, 0.03), "better (probability 0.90)"),
        ((0.02, 0.955, 0.025), "equal within 2 points (probability 0.95)"),
        ((0.1, 0.2, 0.7), "worse (probability 0.70)"),
    ],
)
def test_suite_says_what_is_likeliest_on_a_new_data_set(shares: tuple[float, float, float], said: str) -> None:
    """With its probability; below six data sets it is called descriptive, and one is a singular."""
    pooled = dict(zip(("better", "equal", "worse"), shares, strict=True)) | {"margin": 0.02}
    sentence = f"on a new data set of this kind most likely {said}"
    assert words.over_datasets(pooled | {"datasets": 6, "descriptive": False}) == sentence
    few = words.over_datasets(pooled | {"datasets": 4, "descriptive": True})
    assert few == f"descriptive, from 4 data sets only: {sentence}"
    assert words.over_datasets(pooled | {"datasets": 1, "descriptive": True}).startswith(
        "descriptive, from 1 data set only"
    )


def test_medians_leave_out_variants_of_which_all_seeds_diverged() -> None:
    """They have no median."""
    variants = {"none": {"summary": {"median": 0.925}}, "l2": {"summary": {"median": None}}}
    assert words.list_medians({"variants": variants}, {"none": "Nothing", "l2": "L2"}) == "Nothing 92.5 %"


def test_variant_that_was_not_compared_is_the_reference_or_misses_it() -> None:
    """The table says which."""
    assert words.not_compared("none", "none") == "reference"
    assert words.not_compared("l2", "none") == "not compared: the reference none is missing"


def test_boundary_of_a_diverged_run_has_no_accuracy() -> None:
    """Its caption says that it diverged."""
    assert captions.caption("l2", "93.0 %") == "l2: 93.0 % of the test points right"
    assert captions.caption("l2", "") == "l2: training diverged"
