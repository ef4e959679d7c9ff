"""The study's figures: legible, without display, and with the same bytes on every run."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure

import nn
from nn.activations import Array
from seedcheck.data.datasets import Dataset
from seedcheck.files import replacing

CLASS_COLORS = ("#2f6db5", "#cf4446")
REGION_COLORS = ("#d3e2f3", "#f7d9d6")
CLASS_MARKERS = ("o", "^")
GRID = 350  # points along the longer side of a decision region
Extent = tuple[float, float, float, float]
SHEET = (3, 8)  # rows and columns of images

mpl.rcParams.update(
    {
        "font.size": 10,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlesize": 11,
        "axes.grid": True,
        "grid.color": "#e6e6e6",
        "axes.axisbelow": True,
        "legend.frameon": False,
        "svg.fonttype": "none",
        "svg.hashsalt": "seedcheck",
    }
)


def save(figure: Figure, path: str | Path) -> None:
    """Write a figure as SVG or PNG by the path's suffix, without dates or versions in it."""
    with replacing(path) as temporary:
        metadata = {"Date": None, "Creator": None} if temporary.suffix == ".svg" else {"Software": None}
        figure.savefig(temporary, dpi=170, metadata=metadata)


def curves(costs: Mapping[str, Mapping[int, float]], colors: Mapping[str, str], title: str) -> Figure:
    """Plot the cost against the epoch for one or several variants, logarithmically if they differ much."""
    figure = Figure(figsize=(6.4, 3.6) if len(costs) > 1 else (4.4, 3.0))
    figure.subplots_adjust(left=0.13, right=0.74 if len(costs) > 1 else 0.96, bottom=0.16, top=0.9)
    axes = figure.subplots()
    for name, history in costs.items():
        axes.plot(list(history), list(history.values()), color=colors[name], label=name, linewidth=1.6)
    log_if_wide(axes, np.array([value for history in costs.values() for value in history.values()]))
    axes.set(xlabel="epoch", ylabel="cost", title=title)
    if len(costs) > 1:
        axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


def log_if_wide(axes: Axes, values: Array) -> None:
    """Make the y-axis logarithmic if the positive values span more than a factor of 20, else let it start at 0."""
    positive = values[values > 0]
    if positive.size and positive.max() > 20 * positive.min():
        axes.set_yscale("log")
    else:
        axes.set_ylim(bottom=0)


def boundary(theta: Array, layers: Sequence[int], dataset: Dataset, shown: Sequence[float] | None,
             title: str) -> Figure:  # fmt: skip
    """Show where a network on two features predicts which class, under its training points."""
    figure, axes, extent = _plane(dataset, shown, title)
    width, height = extent[1] - extent[0], extent[3] - extent[2]
    nx, ny = (max(2, round(GRID * side / max(width, height))) for side in (width, height))
    x, y = np.meshgrid(np.linspace(extent[0], extent[1], nx), np.linspace(extent[2], extent[3], ny))
    probability = nn.predict(layers, theta, np.vstack([x.ravel(), y.ravel()])).reshape(x.shape)
    style: dict[str, Any] = {"cmap": ListedColormap(REGION_COLORS), "vmin": 0, "vmax": 1, "interpolation": "nearest"}
    axes.imshow(probability > 0.5, extent=extent, origin="lower", aspect=axes.get_aspect(), **style)
    if (probability > 0.5).any() and (probability <= 0.5).any():
        axes.contour(x, y, probability, levels=[0.5], colors="#333333", linewidths=1.1)
    _points(axes, dataset.X_train, dataset.Y_train, dataset.attributes["labels"])
    return figure


def scatter(dataset: Dataset, shown: Sequence[float] | None, title: str) -> Figure:
    """Show the training points of a data set on two features (the first two, if there are more)."""
    figure, axes, _ = _plane(dataset, shown, title)
    _points(axes, dataset.X_train, dataset.Y_train, dataset.attributes["labels"])
    axes.set_xlabel("x1", loc="left")
    axes.legend(
        loc="upper right", bbox_to_anchor=(1.03, -0.06), ncols=2, handletextpad=0, columnspacing=0.7, fontsize=9
    )
    return figure


def image_sheet(dataset: Dataset, title: str) -> Figure:
    """Show the first training images with their labels, tiled into one picture."""
    height, width, *_ = dataset.attributes["shape"]
    gap, columns = height // 4, SHEET[1]
    tiles = np.ones((SHEET[0] * (height + gap), columns * (width + gap), *dataset.attributes["shape"][2:]))
    figure = Figure(figsize=(6.4, 2.9))
    axes = figure.add_axes((0.01, 0.01, 0.98, 0.88))
    for k, (image, label) in enumerate(zip(dataset.X_train.T[: SHEET[0] * columns], dataset.Y_train[0], strict=False)):
        top, left = gap + k // columns * (height + gap), k % columns * (width + gap)
        tiles[top : top + height, left : left + width] = np.clip(image.reshape(dataset.attributes["shape"]), 0, 1)
        style: dict[str, Any] = {"color": CLASS_COLORS[int(label)], "ha": "center", "va": "bottom", "fontsize": 7}
        axes.text(left + width / 2, top - 2, dataset.attributes["labels"][int(label)], **style)
    axes.imshow(tiles, cmap="gray", aspect="auto")
    axes.axis("off")
    figure.suptitle(title, x=0.01, ha="left", fontsize=11)
    return figure


def _plane(dataset: Dataset, shown: Sequence[float] | None, title: str) -> tuple[Figure, Axes, Extent]:
    """Return a figure of the plane of the first two features, and its range."""
    X = dataset.X_train
    low, high = X[:2].min(axis=1), X[:2].max(axis=1)
    margin = 0.1 * (high - low)
    given = shown or np.column_stack([low - margin, high + margin]).ravel().tolist()
    extent = (given[0], given[1], given[2], given[3])
    figure = Figure(figsize=(4.2, 3.6))
    figure.subplots_adjust(left=0.16, right=0.97, bottom=0.14, top=0.91)
    axes = figure.subplots()
    axes.set_title(title, loc="left")
    axes.set(xlabel="x1", ylabel="x2", xlim=extent[:2], ylim=extent[2:])
    axes.grid(visible=False)
    if 0.5 <= (extent[1] - extent[0]) / (extent[3] - extent[2]) <= 2:
        axes.set_aspect("equal")
    return figure, axes, extent


def _points(axes: Axes, X: Array, Y: Array, labels: Sequence[str]) -> None:
    style: dict[str, Any] = {"s": 17, "linewidths": 0.5, "edgecolors": "white"}
    for k, (color, marker) in enumerate(zip(CLASS_COLORS, CLASS_MARKERS, strict=True)):
        of_class = Y[0] == k
        axes.scatter(X[0, of_class], X[1, of_class], color=color, marker=marker, label=labels[k], **style)
