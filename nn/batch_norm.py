"""Batch normalization (Ioffe & Szegedy 2015, arXiv:1502.03167) of hidden layers, of Z = W A + b.

    Y = gamma (Z - mean) / sqrt(var + epsilon) + beta

In training, mean and variance are those of each unit over the examples. Predictions take running ones, which each step
moves by a tenth of the way to its own, and which with the rest are one linear layer: they are folded into W and b.

The parameters of layer l, gamma_l, beta_l, mean_l and var_l of n_l numbers each, stand after all blocks [W b], layer
after layer. The gradient of mean_l and var_l is 0, and so is that of b_l, which the mean takes away.
"""

from collections.abc import Sequence

import numpy as np

from nn.activations import Array
from nn.parameters import count_parameters, split

RATE = 0.1  # by which running statistics move: PyTorch's default; their variance is that over m examples, not m - 1
NAMES = ("gamma", "beta", "mean", "var")
START = (1.0, 0.0, 0.0, 1.0)


def count(layers: Sequence[int]) -> int:
    """Return how many parameters batch normalization adds."""
    return len(NAMES) * sum(layers[1:-1])


def norms(theta: Array, layers: Sequence[int]) -> list[Array]:
    """Return (..., 4, n_l) gamma, beta, mean and variance of each hidden layer, as views of ``theta`` (..., P)."""
    found, start = [], count_parameters(layers)
    for n in layers[1:-1]:
        stop = start + len(NAMES) * n
        found.append(theta[..., start:stop].reshape(*theta.shape[:-1], len(NAMES), n))
        start = stop
    return found


def with_norms(theta: Array, layers: Sequence[int]) -> Array:
    """Return initial parameters (P,) followed by those of batch normalization: gamma and variance 1, the others 0."""
    return np.concatenate([theta, *(np.repeat(START, n) for n in layers[1:-1])])


def folded(theta: Array, layers: Sequence[int], epsilon: float) -> Array:
    """Return parameters (..., P) of the network without batch normalization that predicts the same."""
    found = theta[..., : count_parameters(layers)].copy()
    for block, norm in zip(split(found, layers), norms(theta, layers), strict=False):
        gamma, beta, mean, var = (norm[..., k, :] for k in range(len(NAMES)))
        factor = gamma / np.sqrt(var + epsilon)
        np.multiply(block, factor[..., None], out=block)
        block[..., -1] += beta - mean * factor
    return found


class Norm:
    """Batch normalization of a layer, in place of Z.

    Parameters
    ----------
    norm : (*lead, 4, n) gamma, beta, and the running mean and variance
    Z : (*lead, n, m)
    epsilon : added to variances

    Attributes
    ----------
    mean, var : (*lead, n, 1) of the examples, after ``forward``
    hat : (*lead, n, m) normalized Z
    """

    def __init__(self, norm: Array, Z: Array, epsilon: float):
        self.norm, self.Z, self.epsilon, self.hat = norm, Z, epsilon, np.empty_like(Z)

    def forward(self) -> None:
        """Z = gamma hat + beta, hat = (Z - mean) / sqrt(var + epsilon)."""
        Z, hat = self.Z, self.hat
        self.mean = Z.mean(axis=-1, keepdims=True)
        np.subtract(Z, self.mean, out=hat)
        self.var = np.square(hat).mean(axis=-1, keepdims=True)
        self.inverse = 1.0 / np.sqrt(self.var + self.epsilon)
        np.multiply(hat, self.inverse, out=hat)
        np.multiply(hat, self.norm[..., 0, :, None], out=Z)
        np.add(Z, self.norm[..., 1, :, None], out=Z)

    def backward(self, dY: Array, gradient: Array) -> None:
        """Write the gradient (*lead, 4, n) of gamma and beta, and dZ in the place of dY (*lead, n, m).

        dZ = gamma (dY - mean(dY) - hat mean(dY hat)) / sqrt(var + epsilon). All are times m, as elsewhere on the way.
        """
        products = (dY * self.hat).sum(axis=-1)
        sums = dY.sum(axis=-1)
        gradient[..., 0, :], gradient[..., 1, :] = products, sums
        m = dY.shape[-1]
        dY -= sums[..., None] / m
        dY -= self.hat * (products[..., None] / m)
        dY *= self.inverse * self.norm[..., 0, :, None]

    def remember(self) -> None:
        """Move the running mean and variance towards those of the last ``forward``."""
        for k, batch in ((2, self.mean), (3, self.var)):
            running = self.norm[..., k, :]
            running += RATE * (batch[..., 0] - running)


def normalized(Z: Array, gamma: Array, beta: Array, epsilon: float) -> Array:
    """Return Y for rows Z (k, m), real or complex, with gamma and beta (k, 1)."""
    centred = Z - Z.mean(axis=-1, keepdims=True)
    return np.asarray(gamma * centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + epsilon) + beta)
