"""How many times faster, from the times of interleaved rounds."""

from collections.abc import Sequence
from statistics import median


def ratio_of_minima(theirs: Sequence[float], ours: Sequence[float]) -> float:
    """Return min(theirs) / min(ours): the ratio on a quiet machine. Above 1, ours is faster."""
    return min(theirs) / min(ours)


def median_of_ratios(theirs: Sequence[float], ours: Sequence[float]) -> float:
    """Return the median over the rounds of theirs / ours: the ratio under the noise that both have met.

    Raises
    ------
    ValueError
        If the numbers of rounds differ.
    """
    if len(theirs) != len(ours):
        raise ValueError(f"{len(theirs)} rounds against {len(ours)}: accepted are equally many")
    return median(their / our for their, our in zip(theirs, ours, strict=True))
