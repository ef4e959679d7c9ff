"""A data set: its training points in the plane, one feature as histogram, or a sheet of images."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from seedcheck.data.datasets import Array
from seedcheck.presentation.figures.canvas import set_legend, set_title, widened
from seedcheck.presentation.figures.images import images, sheet
from seedcheck.presentation.figures.plane import draw_points, plane
from seedcheck.presentation.figures.projection import components
from seedcheck.presentation.figures.ranges import LARGEST
from seedcheck.presentation.figures.views.data import DataView
from seedcheck.presentation.style import CLASSES, of

BINS = 30
LABEL_INCHES = 1.1
LEGEND: dict[str, Any] = {  # below the axes on the right, beside the name of the x-axis
    "loc": "upper right",
    "bbox_to_anchor": (1.03, -0.06),
    "ncols": 2,
    "handletextpad": 0,
    "columnspacing": 0.7,
    "fontsize": 9,
}
MANY: dict[str, Any] = {"loc": "best", "handletextpad": 0, "fontsize": 8, "frameon": True, "framealpha": 0.7}
MOST = len(CLASSES)  # classes that are named


def draw(view: DataView) -> Figure:
    """Show images as such, one feature as histogram, and of more than two the plane along which points differ most."""
    title = view.name + (" (stand-in data)" if view.dataset.attributes["stand_in"] else "")
    shown = images(view.dataset)
    if shown is not None:
        return sheet(view.dataset, shown, title)
    if len(view.dataset.X_train) == 1:
        return _histogram(view, title)
    return _scatter(view, title)


def _scatter(view: DataView, title: str) -> Figure:
    dataset, names = view.dataset, ("x1", "x2")
    if len(dataset.X_train) > 2:
        dataset = replace(dataset, X_train=components(dataset.X_train))
        names = ("principal component 1", "principal component 2")
    figure, axes, _ = plane(dataset, view.shown, title)
    points = draw_points(axes, dataset)
    axes.set_xlabel(names[0], loc="left")
    axes.set_ylabel(names[1])
    _name(axes, points, dataset.attributes["labels"])
    return figure


def _name(axes: Axes, artists: Sequence[Artist], labels: Sequence[str], **more: Any) -> None:
    """Name two classes below the axes, and the first of more where they hide least."""
    place = LEGEND if len(labels) == 2 else MANY
    set_legend(axes, artists[:MOST], labels[:MOST], LABEL_INCHES, **place | more)


def _histogram(view: DataView, title: str) -> Figure:
    """Count the training points of each class along the one feature."""
    figure = Figure(figsize=(4.2, 3.6))
    figure.subplots_adjust(left=0.16, right=0.97, bottom=0.14, top=0.91)
    axes = figure.subplots()
    x = np.clip(view.dataset.X_train[0], -LARGEST, LARGEST)
    edges = np.linspace(*_ends(x), BINS + 1)
    bars = []
    labels = view.dataset.attributes["labels"]
    for k in range(len(labels)):
        counts, _ = np.histogram(x[view.dataset.Y_train[0] == k], edges)
        bars.append(axes.stairs(counts, edges, fill=True, color=of(CLASSES, k), alpha=0.65))
    set_title(axes, title, loc="left")
    axes.set_ylabel("training points")
    axes.set_xlabel("x1", loc="left")
    _name(axes, bars, labels, handletextpad=0.4)
    return figure


def _ends(x: Array) -> tuple[float, float]:
    """Return where a histogram begins and ends."""
    low, high = float(x.min()), float(x.max())
    return (low - 0.5, high + 0.5) if low == high and abs(low) < 1e12 else widened(low, high)
