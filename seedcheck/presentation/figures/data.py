"""A data set: its training points in the plane, one feature as histogram, or a sheet of images."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from seedcheck.data.datasets import Array
from seedcheck.presentation.figures.canvas import fit, set_legend, set_title, widened
from seedcheck.presentation.figures.plane import draw_points, plane
from seedcheck.presentation.figures.views.data import DataView
from seedcheck.presentation.style import BRIGHTNESS, CLASSES

SHEET = (3, 8)  # rows and columns of images
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


def draw(view: DataView) -> Figure:
    """Show images as such, one feature as histogram, and of more features the first two."""
    attributes = view.dataset.attributes
    title = view.name + (" (stand-in data)" if attributes["stand_in"] else "")
    if len(attributes["shape"]) in (2, 3):
        return _image_sheet(view, title)
    if len(view.dataset.X_train) == 1:
        return _histogram(view, title)
    return _scatter(view, title)


def _scatter(view: DataView, title: str) -> Figure:
    figure, axes, _ = plane(view.dataset, view.shown, title)
    points = draw_points(axes, view.dataset)
    axes.set_xlabel("x1", loc="left")
    set_legend(axes, points, view.dataset.attributes["labels"], LABEL_INCHES, **LEGEND)
    return figure


def _histogram(view: DataView, title: str) -> Figure:
    """Count the training points of each class along the one feature."""
    figure = Figure(figsize=(4.2, 3.6))
    figure.subplots_adjust(left=0.16, right=0.97, bottom=0.14, top=0.91)
    axes = figure.subplots()
    x = view.dataset.X_train[0]
    edges = np.linspace(*_ends(x), BINS + 1)
    bars = []
    for k, color in enumerate(CLASSES):
        counts, _ = np.histogram(x[view.dataset.Y_train[0] == k], edges)
        bars.append(axes.stairs(counts, edges, fill=True, color=color, alpha=0.65))
    set_title(axes, title, loc="left")
    axes.set_ylabel("training points")
    axes.set_xlabel("x1", loc="left")
    labels = view.dataset.attributes["labels"]
    set_legend(axes, bars, labels, LABEL_INCHES, **LEGEND | {"handletextpad": 0.4})
    return figure


def _ends(x: Array) -> tuple[float, float]:
    """Return where a histogram begins and ends."""
    low, high = float(x.min()), float(x.max())
    return (low - 0.5, high + 0.5) if low == high and abs(low) < 1e12 else widened(low, high)


def _image_sheet(view: DataView, title: str) -> Figure:
    """Show the first training images with their labels, tiled into one picture."""
    images = _shown_images(view)
    height, width = images.shape[1:3]
    rows, columns = SHEET
    gap = height // 4
    tiles = np.ones((rows * (height + gap), columns * (width + gap), *images.shape[3:]))
    figure = Figure(figsize=(6.4, 2.9))
    axes = figure.add_axes((0.01, 0.01, 0.98, 0.88))
    for k, (image, label) in enumerate(zip(images, view.dataset.Y_train[0], strict=False)):
        top = gap + k // columns * (height + gap)
        left = k % columns * (width + gap)
        tiles[top : top + height, left : left + width] = image
        style: dict[str, Any] = {"color": CLASSES[int(label)], "ha": "center", "va": "bottom", "fontsize": 7}
        text = axes.text(left + width / 2, top - 2, view.dataset.attributes["labels"][int(label)], **style)
        fit(text, 0.97 * 6.4 / columns)
    axes.imshow(tiles, cmap=BRIGHTNESS, vmin=0, vmax=1, aspect="auto")
    axes.axis("off")
    fit(figure.suptitle(title, x=0.01, ha="left", fontsize=11), 6.3)
    return figure


def _shown_images(view: DataView) -> Array:
    """Return the first images (k, height, width) or (k, height, width, 3 or 4), from 0 to 1."""
    shape = view.dataset.attributes["shape"]
    images = np.clip(view.dataset.X_train.T[: SHEET[0] * SHEET[1]], 0, 1).reshape(-1, *shape)
    if len(shape) == 3 and shape[2] not in (3, 4):  # neither colours nor colours with opacity
        return np.asarray(images.mean(axis=3))
    return images
