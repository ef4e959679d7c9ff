"""The sentence on a comparison says which way, by how much, over how many seeds, and what was left out."""

from dataclasses import asdict, replace
from math import nan
from typing import Any

import pytest

from seedcheck.files import without_nan
from seedcheck.presentation import words
from seedcheck.statistics.paired import PairedDifference

BETTER = PairedDifference(20, 200, 0, mean=0.012, low_both=0.004, high_both=0.020, p=0.01, detectable=0.013)
WORSE = replace(BETTER, mean=-0.012, low_both=-0.020, high_both=-0.004)


def sentence(difference: PairedDifference, verdict: str, part: str = "test") -> str:
    """Return the sentence on a decision, as it is made from a JSON file."""
    found: dict[str, Any] = {"comparison": without_nan(asdict(difference)), "verdict": verdict}
    return words.comparison(found, part)


@pytest.mark.parametrize(("difference", "verdict"), [(BETTER, "better"), (WORSE, "worse")])
def test_decision_names_size_interval_and_seeds(difference: PairedDifference, verdict: str) -> None:
    """In percentage points, without a sign, the interval from small to large."""
    assert sentence(difference, verdict) == f"{verdict} by 1.2 points (95 % interval 0.4 to 2.0) over 20 seeds"


def test_undecided_names_seeds_and_points() -> None:
    """And which points they are."""
    limit = "a difference under 1.3 points could not have been seen"
    assert sentence(BETTER, "undecided") == f"not distinguishable with 20 seeds and 200 test points; {limit}"
    assert (
        sentence(BETTER, "undecided", "train") == f"not distinguishable with 20 seeds and 200 training points; {limit}"
    )


def test_few_pairs_say_so() -> None:
    """Five pairs, one, and none."""
    assert sentence(replace(BETTER, n=5, detectable=nan), "undecided") == (
        "not distinguishable: too few seeds to tell (5 pairs can give no p below 0.062)"
    )
    assert sentence(replace(BETTER, n=1), "undecided") == "not distinguishable: fewer than two pairs of replicates"
    assert sentence(PairedDifference(0, 200, 20), "undecided") == (
        "not distinguishable: fewer than two pairs of replicates; 20 pairs left out because training diverged"
    )


def test_left_out_pairs_are_named_with_a_decision() -> None:
    """One pair is a singular."""
    assert sentence(replace(BETTER, n=19, left_out=1), "better") == (
        "better by 1.2 points (95 % interval 0.4 to 2.0) over 19 seeds; 1 pair left out because training diverged"
    )


def test_identical_variants_do_not_claim_that_any_difference_would_have_been_seen() -> None:
    """Without one differing prediction there is no spread to state a limit from."""
    same = replace(BETTER, mean=0.0, low_both=0.0, high_both=0.0, detectable=0.0)
    assert sentence(same, "undecided") == "not distinguishable with 20 seeds and 200 test points; no prediction differs"


def test_small_numbers_do_not_read_as_zero() -> None:
    """An interval that excludes 0 shows it."""
    found = sentence(replace(BETTER, low_both=0.00021), "better")
    assert found == "better by 1.2 points (95 % interval 0.02 to 2.0) over 20 seeds"
