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


def claim_of(own: int | None, other: int | None) -> int | None:
    """Return the key of a claim, from how many test points a variant and its reference get right with one seed."""
    if own is None or other is None:
        return None
    return (own > other) - (own < other)


def counted(claims: Iterable[int | None]) -> str:
    """Return how many seeds would have said what: "helps: 14, hurts: 5, changes nothing: 1 of 20 seeds"."""
    counts = Counter(claims)
    said = [f"{CLAIMS[key].word}: {counts[key]}" for key in (1, -1, 0)]
    said += [f"diverged: {counts[None]}"] if counts[None] else []
    return f"{', '.join(said)} of {counts.total()} seeds"
