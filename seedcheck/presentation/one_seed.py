"""What would have been said of a trick from one seed alone, in words and signs."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

PRINTED = "{variant}: {own} against {other}: "
QUOTE = "\u201c{variant} {claim}\u201d"
DIVERGED = "training diverged, nothing to compare"


class Claim(NamedTuple):
    """What one seed says: a sign, a word, and its CSS class."""

    sign: str
    word: str
    tone: str


CLAIMS = {  # sign of the difference from the reference's same seed
    1: Claim("▲", "helps", "good"),
    -1: Claim("▼", "hurts", "bad"),
    0: Claim("=", "changes nothing", "soft"),
    None: Claim("!", DIVERGED, "soft"),
}


def claim_of(own: float | None, other: float | None) -> int | None:
    """Return the key of a claim, from how many test points a variant and its reference get right with one seed."""
    if own is None or other is None:
        return None
    return (own > other) - (own < other)


def counted(claims: Iterable[int | None]) -> str:
    """Return how many seeds would have said what: "helps in 14 of 20 seeds, hurts in 5, changes nothing in 1"."""
    counts = Counter(claims)
    more = [f"{CLAIMS[key].word} in {counts[key]}" for key in (-1, 0)]
    more += [f"diverged in {counts[None]}"] if counts[None] else []
    return ", ".join([f"{CLAIMS[1].word} in {counts[1]} of {counts.total()} seeds", *more])
