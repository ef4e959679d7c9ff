"""A sheet of the first training images: of any layout, channels first or last or none, also written out in one row."""

from math import isqrt
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from seedcheck.data.datasets import Array, Dataset
from seedcheck.presentation.figures.canvas import fit
from seedcheck.presentation.figures.ranges import LARGEST
from seedcheck.presentation.style import BRIGHTNESS, CLASSES, INK

SHEET = (3, 8)  # rows and columns of images
CHANNELS = (1, 3, 4)  # grey, colours, colours with opacity
LEAST = 20  # rows of pixels that leave room for a label
PIXELS = 64  # numbers in one row that are taken for an image, if they are bytes and make a square


def images(dataset: Dataset) -> Array | None:
    """Return the first images (k, height, width) or (k, height, width, 3 or 4), from 0 to 1; None if there are none."""
    shape = list(dataset.attributes["shape"])
    if len(shape) == 1 and _is_pixels(dataset):
        side = isqrt(len(dataset.X_train) // (1 if _is_square(len(dataset.X_train)) else 3))
        shape = [side, side] if side * side == len(dataset.X_train) else [side, side, 3]
    if len(shape) not in (2, 3):
        return None
    found = _from_0_to_1(dataset.X_train.T[: SHEET[0] * SHEET[1]]).reshape(-1, *shape)
    if len(shape) == 3 and shape[0] in CHANNELS and shape[2] not in CHANNELS:
        found = np.moveaxis(found, 1, 3)
    is_colour = found.ndim == 3 or found.shape[3] in (3, 4)
    return found if is_colour else np.asarray(found.mean(axis=3))


def _is_pixels(dataset: Dataset) -> bool:
    """Whether inputs in one row are the bytes of a square image."""
    features, divide_by = len(dataset.X_train), dataset.attributes["divide_by"]
    if features < PIXELS or divide_by == 1 or not (_is_square(features) or _is_square(features / 3)):
        return False
    raw = dataset.X_train * divide_by
    return bool(raw.min() >= 0 and raw.max() <= 255 and np.allclose(raw, np.rint(raw), rtol=0, atol=1e-6))


def _is_square(number: float) -> bool:
    return number == int(number) == isqrt(int(number)) ** 2


def _from_0_to_1(X: Array) -> Array:
    """Return brightnesses as they are, other numbers spread from the smallest to the largest."""
    X = np.clip(X, -LARGEST, LARGEST)
    low, high = X.min(), X.max()
    return X if low >= 0 and high <= 1 else (X - low) / (high - low or 1)


def sheet(dataset: Dataset, shown: Array, title: str) -> Figure:
    """Show images (k, height, width, ...) with their labels, tiled into one picture."""
    times = -(-LEAST // shown.shape[1])
    shown = shown.repeat(times, axis=1).repeat(times, axis=2)
    height, width = shown.shape[1:3]
    rows, columns = SHEET
    labels = dataset.attributes["labels"]  # few colours make a small file: of two classes only
    gap = height // 4
    tiles = np.ones((rows * (height + gap), columns * (width + gap), *shown.shape[3:]))
    figure = Figure(figsize=(6.4, 2.9))
    axes = figure.add_axes((0.01, 0.01, 0.98, 0.88))
    for k, (image, label) in enumerate(zip(shown, dataset.Y_train[0], strict=False)):
        top = gap + k // columns * (height + gap)
        left = k % columns * (width + gap)
        tiles[top : top + height, left : left + width] = image
        style: dict[str, Any] = {
            "color": CLASSES[int(label)] if len(labels) == 2 else INK,
            "ha": "center",
            "va": "bottom",
            "fontsize": 7,
        }
        text = axes.text(left + width / 2, top - 2, labels[int(label)], **style)
        fit(text, 0.97 * 6.4 / columns)
    axes.imshow(tiles, cmap=BRIGHTNESS, vmin=0, vmax=1, aspect="auto")
    axes.axis("off")
    fit(figure.suptitle(title, x=0.01, ha="left", fontsize=11), 6.3)
    return figure
