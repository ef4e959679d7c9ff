"""The plane of the first two features with the training points: what the figures data and boundary share."""

from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from seedcheck.data.datasets import Dataset
from seedcheck.presentation.figures.canvas import set_title, widened
from seedcheck.presentation.figures.job import Shown
from seedcheck.presentation.figures.ranges import LARGEST
from seedcheck.presentation.style import CLASSES, POINT_EDGE, of

MARKERS = ("o", "^", "s", "D", "v", "P", "X", "<", ">", "*")  # of class 0, 1, ..., and then again
MARGIN = 0.1  # around the points, as a share of their range

Extent = tuple[float, float, float, float]


def plane(dataset: Dataset, shown: Shown, title: str) -> tuple[Figure, Axes, Extent]:
    """Return a figure of the plane of the first two features, its axes, and their range (x and x, y and y)."""
    extent = _extent(dataset, shown)
    figure = Figure(figsize=(4.2, 3.6))
    figure.subplots_adjust(left=0.16, right=0.97, bottom=0.14, top=0.91)
    axes = figure.subplots()
    axes.set(xlabel="x1", ylabel="x2", xlim=extent[:2], ylim=extent[2:])
    axes.grid(visible=False)
    if 0.5 <= (extent[1] - extent[0]) / (extent[3] - extent[2]) <= 2:
        axes.set_aspect("equal")
    set_title(axes, title, loc="left")
    return figure, axes, extent


def _extent(dataset: Dataset, shown: Shown) -> Extent:
    """Return the range to show: what is said, or that of the training points with a margin."""
    X = dataset.X_train[:2]
    X = np.clip(X, -LARGEST, LARGEST)
    low = X.min(axis=1)
    high = X.max(axis=1)
    margin = MARGIN * (high - low)
    given = shown or np.column_stack([low - margin, high + margin]).ravel().tolist()
    return (*widened(given[0], given[1]), *widened(given[2], given[3]))


def draw_points(axes: Axes, dataset: Dataset) -> list[Artist]:
    """Draw the training points by class, and return those of each class."""
    X = np.clip(dataset.X_train, -LARGEST, LARGEST)
    style: dict[str, Any] = {"s": 17, "linewidths": 0.5, "edgecolors": POINT_EDGE}
    points: list[Artist] = []
    for k in range(len(dataset.attributes["labels"])):
        color, marker, of_class = of(CLASSES, k), of(MARKERS, k), dataset.Y_train[0] == k
        points.append(axes.scatter(X[0, of_class], X[1, of_class], color=color, marker=marker, **style))
    return points
