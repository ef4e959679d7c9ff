"""The shape of very many seeds in a row: where single dots no longer read, how many seeds end where, and three of them.

A histogram, mirrored about the middle of the row. A bin is as wide as one test point, or as a few, so that no bin is
empty for want of values that it could hold.
"""

from collections.abc import Iterator
from math import ceil

import numpy as np

from nn.activations import Array
from seedcheck.presentation.figures import svg
from seedcheck.presentation.figures.scale import Axis
from seedcheck.presentation.figures.svg import element
from seedcheck.training.regions import worst_median_best

DENSE = 150  # seeds in a row up to which each has its dot; of 200, those of equal accuracy were seen to make full bars
BINS = 120  # over the whole axis, at most
LEGEND = "shape: seeds, dots: extremes, "
NAMES = ("worst", "median", "best")
LEAST = 0.8  # height of a bin with a single seed


def is_dense(count: int) -> bool:
    """Return whether so many seeds are drawn as a shape."""
    return count > DENSE


def marked(values: Array) -> list[int]:
    """Return which seeds have a dot in the shape: those with the lowest, the middle and the highest of values (S,)."""
    return worst_median_best(values)


def drawn(values: Array, color: str, axis: Axis, middle: float, band: float) -> str:
    """Return the shape of values (S,) on an axis, and the dots of the seeds that are marked."""
    finite = values[np.isfinite(values)]
    shape = "".join(_bins(finite[(finite >= axis.low) & (finite <= axis.high)], axis, middle, band))
    order = sorted(marked(values), key=lambda seed: values[seed])
    dots = [
        element(
            "circle",
            element("title", f"seed {seed}: {values[seed]:.1f} ({name})"),
            cx=axis.at(values[seed]),
            cy=middle,
            r=3.2,
            data_s=seed,
        )
        for seed, name in zip(order, NAMES if len(order) == len(NAMES) else [""] * len(order), strict=True)
    ]
    return element("path", d=shape, fill=color, fill_opacity=0.45) + element("g", dots, class_="dots", fill=color)


def _bins(values: Array, axis: Axis, middle: float, band: float) -> Iterator[str]:
    """Yield a box per bin that has seeds, as part of a path; the fullest one fills the band."""
    width = _width(values, axis.high - axis.low)
    if not values.size:
        return
    place, counts = np.unique(np.floor((values - values.min()) / width + 0.5).astype(int), return_counts=True)
    scale = (axis.right - axis.left) / (axis.high - axis.low)
    for k, count in zip(place.tolist(), counts.tolist(), strict=True):
        start, stop = (axis.left + scale * (values.min() + (k + side) * width - axis.low) for side in (-0.5, 0.5))
        start, high = max(start, axis.left), max(band * count / counts.max(), LEAST)
        across = svg.short(min(stop, axis.right) - start)
        yield f"M{svg.short(start)} {svg.short(middle - high / 2)}h{across}v{svg.short(high)}h-{across}z"


def _width(values: Array, span: float) -> float:
    """Return how wide a bin is: a whole number of steps between the values, which are shares of the test points."""
    steps = np.diff(np.unique(values))
    steps = steps[steps > 1e-9 * span]
    step = float(steps.min()) if steps.size else span / BINS
    return step * max(1, ceil(span / BINS / step))
