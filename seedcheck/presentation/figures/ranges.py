"""From values to places on an axis of the pictures of costs, linear or logarithmic, and its ticks."""

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from seedcheck.presentation.figures import svg

Array = NDArray[Any]

WIDE = 20  # costs that differ by more than this factor are drawn on a logarithmic axis
LARGEST = 1e200  # number that is drawn where it is; differences of larger ones would be infinite
NARROW = 1e-12  # range, as a share of its ends, of which single numbers cannot be told apart
MOST = 6  # ticks
SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


class Scale(NamedTuple):
    """Values from ``low`` to ``high``, their logarithms if ``is_log``, lie between ``start`` and ``end``."""

    low: float
    high: float
    is_log: bool
    start: float
    end: float

    def places(self, values: Array) -> Array:
        """Return places (k,) of values, nan where they have none."""
        values = np.where(np.isfinite(values), np.clip(values, -LARGEST, LARGEST), np.nan)
        if self.is_log:
            values = np.log10(np.where(values > 0, values, np.nan))
        share: Array = self.start + (self.end - self.start) * ((values - self.low) / (self.high - self.low))
        return share

    def at(self, value: float) -> float:
        """Return the place of a value."""
        return float(self.places(np.array([value]))[0])

    def ticks(self) -> list[tuple[float, str]]:
        """Return round values with their texts."""
        if not self.is_log:
            values = svg.ticks(self.low, self.high, MOST)
            return list(zip(values, _linear(values), strict=True))
        powers = svg.ticks(self.low, self.high, MOST)
        whole = [round(power) for power in powers if math.isclose(power, round(power), abs_tol=1e-9)]
        if self.high - self.low >= 2:
            return [(10.0**power, _power(power)) for power in whole if power > -307]
        near = [m * 10.0**e for e in range(math.floor(self.low), math.ceil(self.high) + 1) for m in (1, 2, 5)]
        return [(value, f"{value:g}") for value in near if self.low <= math.log10(value) <= self.high]


def _linear(values: list[float]) -> list[str]:
    """Return texts of ticks; very large and small ones as 1e+06."""
    largest = max(abs(value) for value in values)
    if largest and not 1e-3 <= largest < 1e6:
        return [f"{value:.3g}" for value in values]
    return svg.tick_labels(values)


def _power(exponent: int) -> str:
    if -3 <= exponent <= 3:
        return f"{10.0**exponent:g}"
    return "10" + str(exponent).translate(SUPERSCRIPT)


def scale_of(values: Array, start: float, end: float, *, may_be_log: bool = False) -> Scale:
    """Return the scale of values: logarithmic if the positive ones span more than a factor WIDE, else from 0."""
    finite = np.clip(values[np.isfinite(values)], -LARGEST, LARGEST)
    positive = finite[finite > 0]
    if may_be_log and positive.size and positive.max() > WIDE * positive.min():
        low, high = np.log10([positive.min(), positive.max()]).tolist()
        return Scale(low, high, True, start, end)
    low, high = (min(0.0, float(finite.min())), max(0.0, float(finite.max()))) if finite.size else (0.0, 1.0)
    is_narrow = high - low <= NARROW * max(abs(low), abs(high))
    return Scale(low, high + is_narrow, False, start, end)
