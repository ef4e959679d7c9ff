"""Differences of a metric in words: of shares as percentage points, of all others as numbers."""

from collections.abc import Callable
from math import ceil, floor, isfinite, log10
from typing import NamedTuple


def points(value: float) -> str:
    """Return a difference of shares as percentage points, "1.2"; with one significant digit where that would be 0.0."""
    percentage = 100 * value
    return f"{percentage:.1f}" if percentage == 0 or abs(percentage) >= 0.05 else f"{percentage:.1g}"


def margin(value: float) -> str:
    """Return a margin as "2 points"."""
    return f"{100 * value:.3g} point{'s' * (value != 0.01)}"


def number(value: float) -> str:
    """Return a difference with three significant digits."""
    return f"{value:.3g}"


class Unit(NamedTuple):
    """How differences of a metric are said.

    Attributes
    ----------
    size : writes one without its sign and unit
    name : of the unit, with a space in front
    margin : writes a margin with its unit
    above : writes with its unit a limit that is not below the one given
    signed : writes one with its sign
    value : writes a value of the metric itself
    """

    size: Callable[[float], str]
    name: str
    margin: Callable[[float], str]
    above: Callable[[float], str]
    signed: Callable[[float], str]
    value: Callable[[float], str]


def _above(value: float) -> str:
    """Return a limit with two significant digits, rounded up."""
    if not value or not isfinite(value):
        return f"{value:g}"
    step = 10.0 ** (floor(log10(abs(value))) - 1)
    return f"{ceil(value / step - 1e-9) * step:.3g}"


SHARES = Unit(points, " points", margin, lambda value: f"{ceil(1000 * value) / 10:.1f} points",
              lambda value: f"{100 * value:+z.1f}", lambda value: f"{100 * value:.1f} %")  # fmt: skip
NUMBERS = Unit(number, "", number, _above, lambda value: f"{value:+.3g}", lambda value: f"{value:.4g}")
UNITS = {"percent": SHARES, "number": NUMBERS}  # of words.METRICS
