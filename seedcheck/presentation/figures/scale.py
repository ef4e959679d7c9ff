"""The axis of the pictures of seeds: what it shows, and where a value stands on it."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from nn.activations import Array

WIDTH = 560.0
EDGE = 12.0  # free on the left and right: room for a dot at the end of the axis
BEYOND = 76.0  # of that more at an end with values beyond it
FAR = 5.5  # a value is far off if it is further than so many interquartile ranges from the middle of the quartiles


class Axis(NamedTuple):
    """From values to places: those from ``low`` to ``high`` lie between ``left`` and ``right``."""

    low: float
    high: float
    left: float
    right: float

    def at(self, value: float) -> float:
        """Return the place of a value; one that is beyond the axis has its place beside it."""
        if value < self.low:
            return EDGE
        if value > self.high:
            return WIDTH - EDGE
        return self.left + (self.right - self.left) * (value - self.low) / (self.high - self.low)


def axis_of(values: Array, marks: Iterable[float]) -> Axis:
    """Return the axis that shows these values and marks."""
    low, high = shown_range(values, marks)
    below, above = bool((values < low).any()), bool((values > high).any())
    return Axis(low, high, EDGE + BEYOND * below, WIDTH - EDGE - BEYOND * above)


def shown_range(values: Array, marks: Iterable[float]) -> tuple[float, float]:
    """Return the range to show: all marks and values, but a few far-off values if they take over half of it."""
    shown = np.concatenate([_without_far(values), list(marks)])
    low, high = (float(shown.min()), float(shown.max())) if shown.size else (0.0, 1.0)
    return (low, high) if high > low else (low - 1, high + 1)


def _without_far(values: Array) -> Array:
    """Return the values, without those far off if they are a tenth at most and more than double the range."""
    if not values.size:
        return values
    low, high = np.quantile(values, [0.25, 0.75])
    near = values[np.abs(values - (low + high) / 2) <= FAR * (high - low)]
    few_are_far = near.size >= 0.9 * values.size
    return near if few_are_far and 2 * np.ptp(near) < np.ptp(values) else values
