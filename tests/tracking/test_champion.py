"""Which variant is champion: verdicts decide, not the third digit."""

import pytest

from seedcheck.tracking.content import champion, why_champion
from tests.tracking.test_client import judged

ALL = ("v", "w", "x")
UNDECIDED = ("undecided", 0.2)


def test_reference_is_champion_unless_another_is_better() -> None:
    """A larger difference without the verdict does not count, nor does a worse or an equal one."""
    assert champion(judged("v", w=("equal", 0.02), x=UNDECIDED), ALL) == "v"
    assert champion(judged("v", w=UNDECIDED, x=("worse", -0.1)), ALL) == "v"
    assert champion(judged("v", w=UNDECIDED, x=("better", 0.01)), ALL) == "x"


def test_of_better_variants_the_one_with_the_largest_difference_is_champion() -> None:
    """The typical ones decide among those."""
    assert champion(judged("v", w=("better", 0.01), x=("better", 0.02)), ALL) == "x"
    assert champion(judged("v", w=("better", 0.03), x=("better", 0.02)), ALL) == "w"


@pytest.mark.parametrize("finished", [("w", "x"), ("v", "w"), ()])
def test_there_is_none_without_reference_or_best(finished: tuple[str, ...]) -> None:
    """Either one that diverged or was not trained leaves the experiment without a champion."""
    assert champion(judged("v", w=UNDECIDED, x=("better", 0.02)), finished) is None


def test_there_is_none_without_replicates() -> None:
    """One training says nothing."""
    assert champion({}, ALL) is None


def test_description_says_why() -> None:
    """A better variant has its numbers, a reference those of all others."""
    found = judged("v", w=UNDECIDED, x=("better", 0.02))
    assert why_champion(found, "x").startswith("x against v: better, typical difference +2.0 points")
    first, *others = why_champion(judged("v", w=UNDECIDED), "v").splitlines()
    assert first.startswith("v: the reference, since no other")
    assert [line.partition(",")[0] for line in others] == ["", "- w against v: undecided"]
