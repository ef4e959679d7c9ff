"""Batch normalization as the formula has it, one network at a time; see ``seedcheck.training.plain``."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
RATE = 0.1  # of the running statistics


def norms(theta: Array, layers: Sequence[int]) -> list[list[Array]]:
    """Return [gamma, beta, mean, var] of each hidden layer, each (n, 1), which follow all blocks [W b]."""
    found, start = [], sum(n * (n_in + 1) for n_in, n in pairwise(layers))
    for n in layers[1:-1]:
        found.append([theta[start + k * n : start + (k + 1) * n, None] for k in range(4)])
        start += 4 * n
    return found


def statistics(Z: Array) -> tuple[Array, Array]:
    """Return mean and variance (n, 1) of each unit over the examples, of Z real or complex."""
    mean = Z.sum(axis=1, keepdims=True) / Z.shape[1]
    return mean, ((Z - mean) ** 2).sum(axis=1, keepdims=True) / Z.shape[1]


def normalized(Z: Array, norm: Sequence[Array], epsilon: float, predicts: bool) -> Array:
    """Return gamma (Z - mean) / sqrt(var + epsilon) + beta, by the statistics of Z, or the running ones to predict."""
    gamma, beta, *running = norm
    mean, var = running if predicts else statistics(Z)
    return np.asarray(gamma * (Z - mean) / np.sqrt(var + epsilon) + beta)


def moved(norm: Sequence[Array], Z: Array) -> list[Array]:
    """Return the running mean and variance (n, 1) after a step at which a layer's Z was this."""
    return [(1 - RATE) * before + RATE * batch for before, batch in zip(norm[2:], statistics(Z), strict=True)]
