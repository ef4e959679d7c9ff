"""How numbers are written on the page; what is None is left empty."""

from collections.abc import Callable, Mapping
from typing import NamedTuple


class Format(NamedTuple):
    """How the values of a metric are written.

    Attributes
    ----------
    value : writes a value
    difference : writes a difference of two values, with its sign
    unit : of a difference, where a table's head has to name it
    """

    value: Callable[[float | None], str]
    difference: Callable[[float | None], str]
    unit: str = ""


def percent(value: float | None) -> str:
    """Return a share as "93.0 %"."""
    return "" if value is None else f"{100 * value:.1f}\u202f%"


def points(value: float | None) -> str:
    """Return a difference of shares as percentage points with its sign, "+1.2"."""
    return "" if value is None else f"{100 * value:+z.1f}".replace("-", "\u2212")


def number(value: float | None) -> str:
    """Return a number with four significant digits."""
    return "" if value is None else f"{value:.4g}"


def signed(value: float | None) -> str:
    """Return a difference of numbers with three significant digits and its sign."""
    return "" if value is None else f"{value:+.3g}".replace("-", "\u2212")


def probability(value: float | None) -> str:
    """Return a p-value with two significant digits, small ones as a bound."""
    if value is None:
        return ""
    return f"{value:.2g}" if value >= 0.001 else "< 0.001"


def scientific(value: float | None) -> str:
    """Return a number like 1.6e-16, and 0 as 0."""
    if value is None:
        return ""
    return f"{value:.1e}" if value else "0"


def plain(value: object) -> str:
    """Return a value in full, as it is in files."""
    return "" if value is None else str(value)


FORMATS = {"percent": Format(percent, points, ", points"), "number": Format(number, signed)}  # of words.METRICS


def whole_percent(value: float | None) -> str:
    """Return a share as "70 %"; for numbers that repeated draws would not give to a decimal."""
    return "" if value is None else f"{100 * value:.0f}\u202f%"


def between(write: Callable[[float | None], str], limits: Mapping[str, float | None]) -> str:
    """Return ``low`` to ``high``, empty where they are not known."""
    low, high = limits.get("low"), limits.get("high")
    return "" if low is None or high is None else f"{write(low)} to {write(high)}"


def with_interval(write: Callable[[float | None], str], value: float | None, limits: Mapping[str, float | None]) -> str:
    """Return a value with its limits in brackets, where they are known."""
    interval = between(write, limits)
    return f"{write(value)} ({interval})" if interval else write(value)
