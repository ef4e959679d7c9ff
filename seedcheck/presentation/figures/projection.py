"""Many features in a plane: the two directions along which the points differ most."""

import numpy as np

from seedcheck.data.datasets import Array
from seedcheck.presentation.figures.ranges import LARGEST

SAME = 1e-12  # deviation, as a share of the largest number, of a feature that is constant but for rounding


def components(X: Array) -> Array:
    """Return the first two principal components (2, m) of inputs (features, m), each of which counts alike.

    A component is turned so that the point farthest out is on its positive side: its sign means nothing otherwise.
    """
    X = np.clip(X, -LARGEST, LARGEST)
    X = X / np.maximum(np.abs(X).max(axis=1, keepdims=True), 1 / LARGEST)
    X = X - X.mean(axis=1, keepdims=True)
    deviation = X.std(axis=1, keepdims=True)
    differs = deviation[:, 0] > SAME
    found = _largest(X[differs] / deviation[differs])
    farthest = found[np.arange(2), np.abs(found).argmax(axis=1)]
    return np.asarray(found * np.where(farthest < 0, -1, 1)[:, None])


def _largest(X: Array) -> Array:
    """Return the first two components (2, m), 0 where there are fewer: the largest terms of X = U S V^T."""
    found = np.zeros((2, X.shape[1]))
    _, sizes, directions = np.linalg.svd(X, full_matrices=False)
    found[: len(sizes)] = (sizes[:, None] * directions)[:2]
    return found
