"""A trained network by itself, of NumPy and h5py only: each model folder in MLflow has a copy of this file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import h5py
import numpy as np

Array = np.ndarray[Any, np.dtype[np.float64]]


def read(path: str | Path) -> list[tuple[Array, Array]]:
    """Return (W_l, b_l), (n_l, n_{l-1}) and (n_l, 1), of all layers of a model.h5.

    Raises
    ------
    ValueError
        If the file has other arrays than W1, b1, W2, ... of its layers.
    """
    with h5py.File(path, "r") as file:
        numbers = range(1, len(file.attrs["layers"]))
        expected = {f"{letter}{number}" for letter in "Wb" for number in numbers}
        if set(file) != expected:
            raise ValueError(f"{path}: expected the arrays {sorted(expected)}, found {sorted(file)}")
        return [(file[f"W{number}"][...], file[f"b{number}"][...]) for number in numbers]


def predict(parameters: Sequence[tuple[Array, Array]], model_input: Any) -> Array:
    """Return the probability of class 1 (examples,) for an array or DataFrame (examples, features).

    Raises
    ------
    ValueError
        If the input has another shape.
    """
    A, features = np.asarray(model_input, dtype=float), parameters[0][0].shape[1]
    if A.ndim != 2 or A.shape[1] != features:
        raise ValueError(f"expected an input of shape (examples, {features}), found {A.shape}")
    *hidden, (W, b) = parameters
    for W_hidden, b_hidden in hidden:
        A = np.maximum(A @ W_hidden.T + b_hidden.T, 0.0)
    half = 0.5 * (A @ W.T + b.T)[:, 0]
    return 0.5 * (1.0 + np.tanh(half))  # the sigmoid, without overflow
