"""ReLU, for real and for complex arguments (the complex-step check needs both); sigmoid and softmax.

The derivative of ReLU, 1 where its value is positive and else 0, is applied by ``nn.kernels.relu_gate``. The derivative
of the sigmoid, A (1 - A), cancels against that of the cross-entropy (``nn.losses``), and so does that of the softmax.
"""

from typing import Any

import numpy as np

Array = np.ndarray[tuple[Any, ...], np.dtype[Any]]  # numpy.typing.NDArray[Any]; its module takes a millisecond to load
ONE = np.array(1.0)  # an array: a Python number costs NumPy half a microsecond per call


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
