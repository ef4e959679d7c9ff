"""The verdict on one comparison, in plain words. The rule is explained in docs/statistics.md."""

from dataclasses import dataclass
from typing import Literal

from seedcheck.presentation.words import UNDECIDED
from seedcheck.statistics.paired import MIN_PAIRS, Comparison

LEVEL = 0.05
POINTS = {"test": "test points", "train": "training points"}

Word = Literal["better", "worse", "not distinguishable"]


@dataclass(frozen=True)
class Verdict:
    """A verdict's word, for tables and tags, and its sentence, for readers."""

    word: Word
    sentence: str


def verdict(comparison: Comparison, adjusted_p: float, part: str = "test") -> Verdict:
    """Return the verdict on a comparison on "test" or "train" points, given its p-value after Holm's correction.

    Better or worse needs at least MIN_PAIRS pairs, ``adjusted_p`` below LEVEL, and an interval over seeds and test
    points on one side of 0 (touching it is not enough); that side is the direction. All else is undecided.

    Raises
    ------
    ValueError
        If ``adjusted_p`` is not a probability.
    """
    if not 0 <= adjusted_p <= 1:
        raise ValueError(f"verdict: adjusted_p must lie between 0 and 1, found {adjusted_p}")
    word = _word(comparison, adjusted_p)
    sentence = _undecided(comparison, part) if word == UNDECIDED else _decided(comparison, word)
    count = comparison.left_out
    note = f"; {count} pair{'s' * (count > 1)} left out because training diverged" if count else ""
    return Verdict(word, sentence + note)


def _word(comparison: Comparison, adjusted_p: float) -> Word:
    if comparison.n < MIN_PAIRS or adjusted_p >= LEVEL:
        return UNDECIDED
    if comparison.low_both > 0:
        return "better"
    return "worse" if comparison.high_both < 0 else UNDECIDED


def _decided(comparison: Comparison, word: Word) -> str:
    sign = 1 if word == "better" else -1
    low, high = sorted((sign * comparison.low_both, sign * comparison.high_both))
    interval = f"95 % interval {_points(low)} to {_points(high)}"
    return f"{word} by {_points(sign * comparison.mean)} points ({interval}) over {comparison.n} seeds"


def _undecided(comparison: Comparison, part: str) -> str:
    if comparison.n < 2:
        return f"{UNDECIDED}: fewer than two pairs of replicates"
    if comparison.n < MIN_PAIRS:
        smallest = 2 / 2**comparison.n
        return f"{UNDECIDED}: too few seeds to tell ({comparison.n} pairs can give no p below {smallest:.2g})"
    size = f"{comparison.n} seeds and {comparison.m} {POINTS[part]}"
    if comparison.detectable > 0:
        limit = f"a difference under {_points(comparison.detectable)} points could not have been seen"
        return f"{UNDECIDED} with {size}; {limit}"
    return f"{UNDECIDED} with {size}" + ("; no prediction differs" if comparison.mean == 0 else "")


def _points(fraction: float) -> str:
    """Return percentage points with one decimal, and with one significant digit where that would read 0.0."""
    points = 100 * fraction
    return f"{points:.1f}" if points == 0 or abs(points) >= 0.05 else f"{points:.1g}"
