"""Where each layer's weights and biases lie in the parameter vector."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from nn.activations import Array


def count_parameters(layers: Sequence[int]) -> int:
    """Return P, the number of weights and biases of a network with these layer sizes (input first).

    Raises
    ------
    ValueError
        If there are fewer than two layers, or a size is not positive.
    """
    if len(layers) < 2 or min(layers) < 1:
        raise ValueError(f"layers {list(layers)}: accepted are two or more positive sizes")
    return sum(n * (n_in + 1) for n_in, n in pairwise(layers))


def check_inputs(layers: Sequence[int], X: Array) -> None:
    """Make sure that the inputs X (..., n_0, m) have as many features as the first layer takes.

    Raises
    ------
    ValueError
        If they have not.
    """
    if X.shape[-2] != layers[0]:
        raise ValueError(f"layers {list(layers)}: the first size is {layers[0]}, the data have {X.shape[-2]}")


def check_labels(layers: Sequence[int], Y: Array) -> None:
    """Make sure that labels are whole numbers from 0 on, below the number of classes.

    Raises
    ------
    ValueError
        If one is not, with its value.
    """
    classes = max(2, layers[-1])
    wrong = Y[~np.isin(Y, np.arange(classes))]
    if wrong.size:
        raise ValueError(f"label {wrong[0]:g}: layers {list(layers)} are for the labels 0 to {classes - 1}")


def split(theta: Array, layers: Sequence[int]) -> list[Array]:
    """Return the blocks [W_l b_l], each (..., n_l, n_{l-1} + 1), as views of ``theta`` (..., P)."""
    blocks, start = [], 0
    for n_in, n in pairwise(layers):
        stop = start + n * (n_in + 1)
        blocks.append(theta[..., start:stop].reshape(*theta.shape[:-1], n, n_in + 1))
        start = stop
    return blocks


def named_arrays(theta: Array, layers: Sequence[int]) -> dict[str, Array]:
    """Return {"W1": (..., n_1, n_0), "b1": (..., n_1, 1), "W2": ...}, as views of ``theta`` (..., P)."""
    arrays = {}
    for number, block in enumerate(split(theta, layers), start=1):
        arrays[f"W{number}"], arrays[f"b{number}"] = block[..., :-1], block[..., -1:]
    return arrays


def weight_mask(layers: Sequence[int]) -> Array:
    """Return a vector (P,) with 1 at the weights and 0 at the biases."""
    mask = np.ones(count_parameters(layers))
    for block in split(mask, layers):
        block[:, -1] = 0
    return mask


def column(value: float | Array) -> Array:
    """Return a setting as an array that goes with (..., P): without axes, or (S, 1) where each network has its own."""
    array = np.asarray(value)
    return array[:, None] if array.ndim else array  # (1,) would cost NumPy half a microsecond more than no axis
