"""Activations of hidden layers as the formulas have them, of Z real or complex; see ``seedcheck.training.plain``."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def gelu_tanh(Z: Array) -> Array:
    """Return the form by tanh of GELU (Hendrycks & Gimpel 2016)."""
    return np.asarray(Z / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (Z + 0.044715 * Z**3))))


ACTIVATIONS: dict[str, Callable[[Array], Array]] = {
    "relu": lambda Z: np.where(Z.real > 0, Z, 0),
    "leaky_relu": lambda Z: np.where(Z.real > 0, Z, Z / 100),
    "tanh": np.tanh,
    "gelu_tanh": gelu_tanh,
}
STEEPEST = 1.13  # no slope is above it, that of GELU being the largest
SMOOTH = {"tanh", "gelu_tanh"}  # without a kink at 0
