"""Losses as the formulas have them, of logits Z (1, m), or (K, m) of K classes, real or complex, with labels Y (1, m).

Nothing here is from ``nn``, whose code it is to judge (``seedcheck.training.plain``).
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
CLIP = 1e-10  # the notebook's bound on probabilities


def sigmoid(Z: Array) -> Array:
    """Return 1 / (1 + exp(-Z))."""
    return np.asarray(1 / (1 + np.exp(-Z)))


def cross_entropy(Z: Array, Y: Array) -> Array:
    """Return log(1 + exp(S)), S = -Z for label 1, Z for label 0."""
    S = np.where(Y == 1, -Z, Z)
    large = S.real > 0
    return np.asarray(np.where(large, S, 0) + np.log1p(np.exp(np.where(large, -S, S))))


def clipped(Z: Array, Y: Array) -> Array:
    """Return the notebook's -Y log(A) - (1 - Y) log(1 - A), A being the sigmoid clipped to [1e-10, 1 - 1e-10]."""
    A, rest = sigmoid(Z), sigmoid(-Z)
    low, high = A < CLIP, A > 1 - CLIP
    A = np.where(low, CLIP, np.where(high, 1 - CLIP, A))
    rest = np.where(low, 1 - CLIP, np.where(high, 1 - (1 - CLIP), rest))
    return np.asarray(np.where(Y == 1, -np.log(A), -np.log(rest)))


def is_rounded(Z: Array) -> Array:
    """Return where the sigmoid of Z has rounded to 0 or 1."""
    A = sigmoid(Z.real)
    return np.asarray((A == 0) | (A == 1))


def unclipped(Z: Array, Y: Array) -> Array:
    """Return what the notebook's gradient is the gradient of: the cross-entropy, flat where the sigmoid is rounded."""
    return np.where(is_rounded(Z), 0, cross_entropy(Z, Y))


def softmax_cross_entropy(Z: Array, Y: Array) -> Array:
    """Return log(1 + sum of exp(Z_k - Z_Y) over the other classes k), without overflow."""
    k = np.arange(len(Z))[:, None]
    S = Z - (Z * (k == Y)).sum(axis=0)
    top = np.maximum(S.real.max(axis=0), 0)
    return np.asarray(np.where(top > 0, top + np.log(np.exp(S - top).sum(axis=0)),
                               np.log1p((np.exp(S) * (k != Y)).sum(axis=0)))[None])  # fmt: skip


class Loss(NamedTuple):
    """A loss per example: its values, and the function whose gradient training follows (not the same if clipped)."""

    values: Callable[[Array, Array], Array]
    followed: Callable[[Array, Array], Array]


LOSSES = {
    "logits": Loss(cross_entropy, cross_entropy),
    "saturating": Loss(clipped, unclipped),
    "softmax": Loss(softmax_cross_entropy, softmax_cross_entropy),
}
