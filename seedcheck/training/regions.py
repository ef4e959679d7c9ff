"""Where some replicates predict which class: of the worst, the median and the best, on a small grid over two features.

The parameters of replicates are not kept; these pictures of a few bytes are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np

import nn
from nn.activations import Array
from seedcheck.files import reading
from seedcheck.hdf5 import read_arrays, write_arrays, writing

SIDE = 48  # squares along a side
PLANE = SIDE * SIDE // 8  # bytes of a bit per square
MARGIN = 0.1  # around the training points, as a share of their range
LARGEST = 1e200  # number of which differences are finite


@dataclass(frozen=True)
class Regions:
    """Predicted classes of K replicates, 0 of them where there are not two features.

    Attributes
    ----------
    seeds : (K,) their numbers
    extent : (4,) range of the grid: x from, x to, y from, y to; (0,) without features to show
    classes : (K, b PLANE) uint8, the b bits of the class of each square, first the lowest bit of all of them, row by
        row from the top left, then the next one; b is 1 for two classes
    """

    seeds: Array
    extent: Array
    classes: Array


def regions(layers: Sequence[int], theta: Array, seeds: Sequence[int], X: Array, form: nn.Form = nn.RELU) -> Regions:
    """Return the regions of networks (S, P) of these seeds, over two features X (2, m)."""
    bits = (max(2, layers[-1]) - 1).bit_length()
    if layers[0] != 2 or not seeds:
        return Regions(np.empty(0, int), np.empty(0), np.empty((0, bits * PLANE), np.uint8))
    extent = extent_of(X)
    left, right, bottom, top = extent.tolist()
    x, y = np.meshgrid(np.linspace(left, right, SIDE), np.linspace(top, bottom, SIDE))
    grid = np.vstack([x.ravel(), y.ravel()])
    found = [nn.predicted_class(nn.logits(layers, each, grid, form))[0].astype(np.uint8) for each in theta]
    planes = [np.packbits(np.array(found) >> bit & 1, axis=1) for bit in range(bits)]
    return Regions(np.array(seeds), extent, np.concatenate(planes, axis=1))


def worst_median_best(accuracy: Array) -> list[int]:
    """Return which replicates are worst, in the middle and best, of those (S,) that are not nan; all if few."""
    order = np.argsort(accuracy, kind="stable")[: np.isfinite(accuracy).sum()]
    return sorted({int(order[k]) for k in (0, len(order) // 2, -1)}) if order.size else []


def extent_of(X: Array) -> Array:
    """Return the range (4,) of two features (2, m) with a margin; a range of no width gets one."""
    X = np.clip(X, -LARGEST, LARGEST)
    low, high = X.min(axis=1), X.max(axis=1)
    margin = np.where(high > low, MARGIN * (high - low), 0.5 * np.maximum(1, np.abs(low)))
    return np.column_stack([low - margin, high + margin]).ravel()


def write(path: str | Path, found: Regions) -> None:
    """Write regions as HDF5 arrays of their names."""
    with writing(path) as file:
        write_arrays(file, found)


def read(path: str | Path) -> Regions:
    """Read what ``write`` wrote."""
    with reading(path), h5py.File(path, "r") as file:
        found = read_arrays(file, Regions)
        classes, count = found.classes, len(found.seeds)
        fits = classes.ndim == 2 and len(classes) == count and classes.shape[1] in range(PLANE, 8 * PLANE, PLANE)
        if not fits or classes.dtype != np.uint8:
            raise ValueError(f"classes of shape {classes.shape} and type {classes.dtype} of {count} replicates")
    return found
