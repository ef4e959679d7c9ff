"""All that is there only for speed: the formulas of a network, each prepared once as a call without arguments.

On a small network a formula takes a microsecond or two, and to find its views, shapes and function takes as long again.
So these are found once, and the calls write into buffers that are allocated once. What a call does is a plain formula,
which stands in its docstring, and with which the tests compare it.
"""

import math
import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from nn.activations import Array, relu
from nn.parameters import count_parameters, split

Call = Callable[[], object]
LINE = 64  # bytes of a line of the cache
NUMPY: Any = np.show_config(mode="dicts")
SIMD = NUMPY.get("SIMD Extensions", {})
HAS_AVX512 = any("X86_V4" in SIMD.get(kind, ()) for kind in ("baseline", "found"))
# OpenBLAS has kernels for small matrices for AVX-512 only; it is free to take them unless a user says which to take.
HAS_SMALL_PRODUCTS = HAS_AVX512 and "OPENBLAS_CORETYPE" not in os.environ
# Up to so many rows or columns, BLAS is slower at a matrix product than at a matrix-vector product for each.
FEW = 1 if HAS_SMALL_PRODUCTS else 5


def aligned(shape: Sequence[int], dtype: type = np.float64) -> Array:
    """Return zeros that start where a line of the cache does, unlike NumPy's: loads of 64 bytes (AVX-512) touch one."""
    size = math.prod(shape) * np.dtype(dtype).itemsize
    memory = np.zeros(size + LINE, np.uint8)
    start = -memory.__array_interface__["data"][0] % LINE
    return memory[start : start + size].view(dtype).reshape(shape)


def with_ones(X: Array) -> Array:
    """Return X (..., n, m) with a row of ones below it, row by row in memory.

    Then [W b] times [X 1] is W X + b: biases cost neither an addition nor, in the gradient, a sum.
    """
    *lead, n, m = X.shape
    both = aligned((*lead, n + 1, m), X.dtype.type)
    both[..., :-1, :], both[..., -1, :] = X, 1
    return both


def product(left: Array, right: Array, out: Array) -> Call:
    """Return a call for out = left @ right, by the quickest function for these shapes.

    ``dot`` starts sooner than ``matmul`` but knows no leading axes; ``matvec`` is for few rows or columns; an outer
    product (inner size 1) is slow in ``matmul``. The shapes of a layer decide, not the leading axes, so that the bits
    of an ensemble are those of its members alone.
    """
    rows, columns = out.shape[-2:]
    inner, one_network = left.shape[-1], out.ndim == 2
    if one_network and rows == 1:
        return partial(np.dot, left, right, out)
    if rows <= FEW < inner:
        return partial(np.matvec, transposed(right)[..., None, :, :], left, out)
    if columns <= FEW < inner:
        return partial(np.matvec, left[..., None, :, :], transposed(right), transposed(out))
    if one_network:
        return partial(np.dot, left, right, out)
    return partial(np.multiply if inner == 1 else np.matmul, left, right, out)


def transposed(A: Array) -> Array:
    """Return the transpose of the last two axes, as a view."""
    return np.swapaxes(A, -1, -2)


def relu_in_place(A: Array) -> Call:
    """Return a call for A = max(A, 0), A being (..., n, m).

    NumPy compares with an array of zeros in half the time that it takes with the number 0. One array (n, m) serves all
    networks side by side: there is less to read than with zeros for each.
    """
    if np.iscomplexobj(A):
        return partial(relu, A, A)
    maximum, zeros = np.maximum, aligned(A.shape[-2:])

    def call() -> None:
        maximum(A, zeros, out=A)

    return call


def relu_gate(dA: Array, A: Array) -> Call:
    """Return a call for dA = dA where A > 0, else 0; A comes from ReLU and dropout, so it is nowhere negative.

    It works on the bits, read as integers: sign(bits of A) is 0 where A is 0, else 1, and 0 or 1 times the bits of dA
    are the bits of 0 or of dA. That takes two thirds of the time of a comparison, whose result would have to be
    converted to floats. The integers are unsigned, because signed ones of -0.0 and nan may be negative and spoil dA.
    """
    dA_bits, A_bits = dA.view(np.uint64), A.view(np.uint64)
    sign, multiply, is_on = np.sign, np.multiply, aligned(A.shape, np.uint64)

    def call() -> None:
        sign(A_bits, is_on)
        multiply(dA_bits, is_on, dA_bits)

    return call


def gradient_scale(layers: Sequence[int], m: int, keep_prob: float | Array) -> Array:
    """Return (..., P) the factors 1 / m and 1 / keep_prob that the backward pass leaves out, all at once.

    The gate drops a unit but does not scale it, so block l = 1, ..., L lacks one factor for each layer of dropout
    above it: its scale is 1 / (m keep_prob^(L - l)).
    """
    keep_prob = np.asarray(keep_prob)[..., None, None]
    scale = np.empty((*keep_prob.shape[:-2], count_parameters(layers)))
    power = np.ones_like(keep_prob, dtype=float)
    for block in reversed(split(scale, layers)):
        block[...] = 1.0 / m / power
        power = power * keep_prob
    return scale
