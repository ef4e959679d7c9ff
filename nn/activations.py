"""ReLU and sigmoid with their derivatives, for real and for complex arguments (the complex-step check needs both)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
ZERO, ONE = np.array(0.0), np.array(1.0)  # arrays: a Python number costs NumPy half a microsecond per call


def sigmoid(Z: Array, out: Array | None = None) -> Array:
    """Return 1 / (1 + exp(-Z)), elementwise; exactly 0 or 1 where it rounds to that. Overflow of exp is harmless."""
    out = np.negative(Z, out=out)
    np.exp(out, out=out)
    np.add(out, ONE, out=out)
    return np.reciprocal(out, out=out)


def sigmoid_derivative(A: Array) -> Array:
    """Return the sigmoid's derivative A (1 - A), from its value A."""
    return A * (1.0 - A)


def relu(Z: Array, zero: Array = ZERO, out: Array | None = None) -> Array:
    """Return max(Z, 0); ``zero`` may be an array of zeros, which is faster."""
    return np.asarray(np.maximum(Z, zero, out=out))


def complex_relu(Z: Array, zero: Array = ZERO, out: Array | None = None) -> Array:
    """Return Z where its real part is positive, else 0 (a maximum would compare imaginary parts where that is 0)."""
    return np.multiply(Z, Z.real > zero.real, out=out)


def relu_derivative(Z: Array) -> Array:
    """Return 1.0 where Z > 0, else 0.0 (also at Z = 0)."""
    return np.asarray(Z > 0, dtype=float)
