"""A trained network by itself, of NumPy and h5py only: each model folder in MLflow has a copy of this file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import h5py
import numpy as np

Array = np.ndarray[Any, np.dtype[np.float64]]


def gelu_tanh(Z: Array) -> Array:
    """Return the form by tanh of GELU (Hendrycks & Gimpel 2016)."""
    return np.asarray(0.5 * Z * (1.0 + np.tanh(np.sqrt(2 / np.pi) * (Z + 0.044715 * Z**3))))


ACTIVATIONS: dict[str, Callable[[Array], Array]] = {
    "relu": lambda Z: np.maximum(Z, 0.0),
    "leaky_relu": lambda Z: np.maximum(Z, 0.01 * Z),
    "tanh": np.tanh,
    "gelu_tanh": gelu_tanh,
}


class Parameters(NamedTuple):
    """(W_l, b_l), (n_l, n_{l-1}) and (n_l, 1), of all layers, and the name of the activation of the hidden ones."""

    layers: list[tuple[Array, Array]]
    activation: str = "relu"


def read(path: str | Path) -> Parameters:
    """Return the parameters of a model.h5.

    Raises
    ------
    ValueError
        If the file has other arrays than W1, b1, W2, ... of its layers, or the activation is unknown.
    """
    with h5py.File(path, "r") as file:
        numbers = range(1, len(file.attrs["layers"]))
        expected = {f"{letter}{number}" for letter in "Wb" for number in numbers}
        if set(file) != expected:
            raise ValueError(f"{path}: expected the arrays {sorted(expected)}, found {sorted(file)}")
        activation = file.attrs.get("activation", "relu")
        if activation not in ACTIVATIONS:
            raise ValueError(f"{path}: activation {activation!r}; known: {', '.join(ACTIVATIONS)}")
        return Parameters([(file[f"W{number}"][...], file[f"b{number}"][...]) for number in numbers], activation)


def predict(parameters: Parameters, model_input: Any) -> Array:
    """Return the probability of class 1 (examples,) for an array or DataFrame (examples, features).

    Raises
    ------
    ValueError
        If the input has another shape.
    """
    A, features = np.asarray(model_input, dtype=float), parameters.layers[0][0].shape[1]
    if A.ndim != 2 or A.shape[1] != features:
        raise ValueError(f"expected an input of shape (examples, {features}), found {A.shape}")
    *hidden, (W, b) = parameters.layers
    for W_hidden, b_hidden in hidden:
        A = ACTIVATIONS[parameters.activation](A @ W_hidden.T + b_hidden.T)
    half = 0.5 * (A @ W.T + b.T)[:, 0]
    return 0.5 * (1.0 + np.tanh(half))  # the sigmoid, without overflow
