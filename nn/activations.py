"""Activations, for real and for complex arguments (the complex-step check needs both); sigmoid and softmax.

An activation is a row of ``ACTIVATIONS``: a formula and its derivative. ReLU, the default, has kernels of its own
(``nn.kernels``). The derivative of the sigmoid, A (1 - A), cancels against that of the cross-entropy (``nn.losses``),
and so does that of the softmax.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

Array = np.ndarray[tuple[Any, ...], np.dtype[Any]]  # numpy.typing.NDArray[Any]; its module takes a millisecond to load
ONE = np.array(1.0)  # an array: a Python number costs NumPy half a microsecond per call
LEAK = 0.01  # slope of the leaky ReLU below 0
GELU_SCALE, GELU_CUBE = float(np.sqrt(2 / np.pi)), 0.044715


def sigmoid(Z: Array, out: Array | None = None) -> Array:
    """Return 1 / (1 + exp(-Z)), elementwise; exactly 0 or 1 where it rounds to that. Overflow of exp is harmless."""
    out = np.negative(Z, out=out)
    np.exp(out, out=out)
    np.add(out, ONE, out=out)
    return np.reciprocal(out, out=out)


def softmax(Z: Array, out: Array | None = None) -> Array:
    """Return exp(Z_k) / sum of exp(Z_j) along the classes of Z (..., K, m), which cannot overflow."""
    out = np.subtract(Z, Z.max(axis=-2, keepdims=True), out=out)
    np.exp(out, out=out)
    return np.asarray(np.divide(out, out.sum(axis=-2, keepdims=True), out=out))


def relu(Z: Array, out: Array | None = None) -> Array:
    """Return max(Z, 0); of complex numbers those with a positive real part, else 0."""
    if np.iscomplexobj(Z):  # a maximum would compare imaginary parts where the real part is 0
        return np.multiply(Z, Z.real > 0, out=out)
    return np.asarray(np.maximum(Z, 0.0, out=out))


def relu_slope(Z: Array, out: Array | None = None) -> Array:
    """Return 1 where Z > 0, else 0; training takes ``nn.kernels.relu_gate`` instead."""
    return np.asarray(np.multiply(Z > 0, ONE, out=out))


def leaky_relu(Z: Array, out: Array | None = None) -> Array:
    """Return Z where its real part is positive, else 0.01 Z (Maas et al. 2013, ICML)."""
    return np.multiply(Z, leaky_relu_slope(Z.real), out=out)


def leaky_relu_slope(Z: Array, out: Array | None = None) -> Array:
    """Return 1 where Z > 0, else 0.01."""
    return np.asarray(np.maximum(Z > 0, LEAK, out=out))


def tanh(Z: Array, out: Array | None = None) -> Array:
    """Return tanh(Z)."""
    return np.asarray(np.tanh(Z, out=out))


def tanh_slope(Z: Array, out: Array | None = None) -> Array:
    """Return 1 - tanh(Z)^2."""
    out = np.square(np.tanh(Z, out=out), out=out)
    return np.asarray(np.subtract(ONE, out, out=out))


def gelu_tanh(Z: Array, out: Array | None = None) -> Array:
    """Return 0.5 Z (1 + T), T = tanh(sqrt(2 / pi) (Z + 0.044715 Z^3)): GELU but for 5e-4.

    This is the form by tanh of Hendrycks & Gimpel 2016 (arXiv:1606.08415), PyTorch's GELU(approximate="tanh"). The
    exact one, Z times the normal distribution function, needs an error function, which NumPy does not have.
    """
    T = np.tanh(GELU_SCALE * (Z + GELU_CUBE * (Z * Z * Z)))
    return np.asarray(np.multiply(0.5 * Z, ONE + T, out=out))


def gelu_tanh_slope(Z: Array, out: Array | None = None) -> Array:
    """Return 0.5 (1 + T) + 0.5 Z (1 - T^2) sqrt(2 / pi) (1 + 3 0.044715 Z^2), T as in ``gelu_tanh``."""
    square = Z * Z
    T = np.tanh(GELU_SCALE * (Z + GELU_CUBE * (square * Z)))
    inner = GELU_SCALE * (ONE + 3 * GELU_CUBE * square)
    return np.asarray(np.add(0.5 * (ONE + T), 0.5 * Z * (ONE - T * T) * inner, out=out))


class Activation(NamedTuple):
    """An activation: its values and its derivative at Z, each written into ``out`` if it is given.

    Attributes
    ----------
    values, slopes : functions of (Z, out); ``values`` takes complex Z, too
    has_kink : whether the derivative jumps at 0, so that a central difference across it is wrong
    """

    values: Callable[[Array, Array | None], Array]
    slopes: Callable[[Array, Array | None], Array]
    has_kink: bool


ACTIVATIONS: dict[str, Activation] = {
    "relu": Activation(relu, relu_slope, has_kink=True),
    "leaky_relu": Activation(leaky_relu, leaky_relu_slope, has_kink=True),
    "tanh": Activation(tanh, tanh_slope, has_kink=False),
    "gelu_tanh": Activation(gelu_tanh, gelu_tanh_slope, has_kink=False),
}
