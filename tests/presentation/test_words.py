"""The first words of the page follow from claims and verdicts."""

import numpy as np
import pytest

from seedcheck.presentation import words as answers
from seedcheck.presentation.words import ARTEFACT, HOLDS, UNDECIDED
from seedcheck.statistics.across_datasets import carries_over, families

WON = {"comparison": {"n": 20, "m": 200, "wins": 14, "losses": 5, "detectable": 0.029}, "verdict": UNDECIDED,
       "sentence": "not distinguishable"}  # fmt: skip


def claim(experiment: str, verdict: str) -> dict:
    """Return a judged claim."""
    return {"experiment": experiment, "verdict": verdict}


def test_answer_counts_the_claims() -> None:
    """In words, singular and plural."""
    claims = [claim("a", HOLDS), claim("a", HOLDS), claim("b", UNDECIDED), claim("b", ARTEFACT)]
    assert answers.answer(claims) == "2 hold, 1 cannot be told from luck, 1 is an artefact of the loss"


def test_answer_is_silent_without_a_judged_claim() -> None:
    """Claims on stand-in data are counted apart from the others, and alone they are no answer."""
    other = claim("a", "not comparable: stand-in data")
    assert answers.answer([other]) == ""
    assert answers.answer([claim("a", HOLDS), other]) == "1 holds, 1 is not judged here"
    assert answers.answer([claim("a", HOLDS), other, other]) == "1 holds, 2 are not judged here"


def test_page_leads_with_the_experiment_whose_claims_shake() -> None:
    """The most claims that are not borne out; without claims the first that compares; none without seeds."""
    experiments = {name: {"variants": {"x": {}, "y": WON}} for name in "ab"}
    verdicts = {"claims": [claim("a", HOLDS), claim("b", UNDECIDED)], "experiments": experiments}
    assert answers.leading(verdicts, ["a", "b"]) == "b"
    assert answers.leading(verdicts | {"claims": []}, ["a", "b"]) == "a"
    assert answers.leading({"claims": [], "experiments": {}}, ["a", "b"]) == ""


def test_comparison_is_said_plainly() -> None:
    """Who won how often, and what that is worth."""
    assert answers.plainly("l2", WON, "none") == (
        "l2 beats none in 14 of 20 seeds and loses in 5; luck can do that (with 20 seeds and 200 test points a "
        "difference under 2.9 points could not have been seen)"
    )
    worse = WON | {"verdict": "worse", "sentence": "worse by 2.0 points"}
    assert (
        answers.plainly("l2", worse, "none") == "l2 loses to none in 5 of 20 seeds and wins in 14: worse by 2.0 points"
    )
    better = WON | {"verdict": "better", "sentence": "better by 2.0 points"}
    assert (
        answers.plainly("l2", better, "none") == "l2 beats none in 14 of 20 seeds and loses in 5: better by 2.0 points"
    )


@pytest.mark.parametrize(
    ("words", "said"),
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
def test_effect_carries_over_if_seen_on_more_than_half_of_the_data(words: str, said: str) -> None:
    """And on none in the other direction."""
    full = {"b": "better", "w": "worse", "n": UNDECIDED}
    assert carries_over({f"d{k}": full[word] for k, word in enumerate(words)}) == said


def test_family_summarizes_a_variant_over_the_data_sets_that_have_it() -> None:
    """The mean of the data sets' mean differences; experiments without family, and families of one, are left out."""
    layout = {
        name: {"family": family, "dataset": f"data_{name}"}
        for name, family in (("a", "f"), ("b", "f"), ("c", ""), ("d", "g"))
    }
    found = {"reference": "r", "variants": {"r": {}, "x": {"verdict": "better"}}}
    verdicts = dict.fromkeys("abcd", found) | {
        "a": {"reference": "r", "variants": {"r": {}, "x": {"verdict": "better"}, "y": {"verdict": UNDECIDED}}}
    }
    values = {
        name: {"r": np.full(8, 0.5), "x": np.full(8, 0.5 + gain), "y": np.full(8, 0.4)}
        for name, gain in zip("abcd", (0.1, 0.3, 0.9, 0.9), strict=True)
    }
    summary = families(layout, values, verdicts, 0)
    assert list(summary) == ["f"]
    assert summary["f"]["datasets"] == ["data_a", "data_b"]
    assert summary["f"]["variants"]["x"]["mean"] == pytest.approx(0.2)
    assert summary["f"]["variants"]["x"]["verdict"].startswith("carries over")
    assert summary["f"]["variants"]["y"]["words"] == {"data_a": UNDECIDED}
