"""Training as the formulas have it, one network at a time: what certificates compare the trainer with.

Nothing here is from ``nn``, whose code it is to judge: parameters, masks and objective are written out once more, for
reading and not for speed; losses stand in ``plain_losses``, updates in ``plain_updates``. There is no backward pass:
slopes of the objective are complex steps of it.
"""

from collections.abc import Sequence
from copy import copy
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seedcheck.training.plain_activations import ACTIVATIONS, SMOOTH
from seedcheck.training.plain_losses import LOSSES
from seedcheck.training.plain_norm import normalized, norms

Array = NDArray[Any]
STEP = 1e-20  # imaginary


# Parameters: layer after layer the block [W b], row by row.


def blocks(theta: Array, layers: Sequence[int]) -> list[tuple[Array, Array]]:
    """Return (W, b) of each layer, (n, n_in) and (n, 1)."""
    found, start = [], 0
    for n_in, n in pairwise(layers):
        block = theta[start : start + n * (n_in + 1)].reshape(n, n_in + 1)
        found.append((block[:, :n_in], block[:, n_in:]))
        start += block.size
    return found


# The objective.


class Point:
    """A network at its parameters: logits, cost, and slopes of the objective.

    Parameters
    ----------
    settings : with ``layers``, ``activation``, ``loss`` and ``l2_lambda`` of this network
    theta : (P,)
    X, Y : (n_0, m) and (1, m)
    kept : masks of the hidden layers
    of : the number of examples that the penalty is divided by, where these are a batch of them
    predicts : whether batch normalization takes its running statistics, instead of those of the examples

    Attributes
    ----------
    factor : by which the gradient is scaled, see ``plain_clipping``
    norms : (gamma, beta, mean, var) of hidden layers, each (n, 1); none without batch normalization
    """

    factor = 1.0

    def __init__(self, settings: Any, theta: Array, X: Array, Y: Array, kept: Sequence[Array],
                 of: int | None = None, predicts: bool = False):  # fmt: skip
        self.settings, self.Y, self.m, self.kept, self.loss = settings, Y, X.shape[1], kept, LOSSES[settings.loss]
        self.activation, self.is_smooth = ACTIVATIONS[settings.activation], settings.activation in SMOOTH
        self.decay = float(settings.l2_lambda) / (2 * (of or self.m))
        self.norms = norms(theta, settings.layers) if settings.batch_norm else []
        self.epsilon, self.predicts = settings.norm_epsilon, predicts
        self.layers, self.below, self.Z = blocks(theta, settings.layers), [X], [np.empty(0)]
        self.Z = self._upwards(0, self.layers[0][0] @ X + self.layers[0][1], self.below)

    def _upwards(self, number: int, Z: Array, below: list[Array]) -> list[Array]:
        """Return Z of layer ``number`` and of all above it, whose inputs are added to ``below``."""
        found = [Z]
        for l, ((W, b), mask) in enumerate(zip(self.layers[number + 1 :], self.kept[number:], strict=True), number):
            below.append(self.activation(self.normalized(l, found[-1])) * mask)
            found.append(W @ below[-1] + b)
        return found

    def normalized(self, number: int, Z: Array) -> Array:
        """Return what the activation of hidden layer ``number`` gets for Z: itself without batch normalization."""
        return normalized(Z, self.norms[number], self.epsilon, self.predicts) if self.norms else Z

    def cost(self) -> float:
        """Return the mean loss plus l2_lambda / (2 m) times the sum of squared weights."""
        penalty = self.decay * sum((W**2).sum() for W, _ in self.layers)
        return float(self.loss.values(self.Z[-1], self.Y).mean() + penalty)

    def slopes(self, number: int, dZ: Array) -> Array:
        """Return (m,) how fast each example's loss rises if Z of layer ``number`` moves by dZ (n, m)."""
        return self._slopes(self._upwards(number, self.Z[number] + 1j * STEP * dZ, [])[-1])

    def norm_slopes(self, number: int, which: int, change: Array) -> Array:
        """Return (m,) how fast each loss rises if gamma (``which`` 0) or beta (1) of a layer moves by (n, 1)."""
        moved = copy(self)
        moved.norms = [list(each) for each in self.norms]
        moved.norms[number][which] = self.norms[number][which] + 1j * STEP * change
        return moved._slopes(moved._upwards(number, self.Z[number], [])[-1])

    def _slopes(self, Z: Array) -> Array:
        return np.asarray(self.loss.followed(Z, self.Y)[0].imag / STEP)

    def penalty_slope(self, W: Array, dW: Array) -> float:
        """Return how fast the penalty rises if weights W move by dW."""
        return float(self.decay * ((W + 1j * STEP * dW) ** 2).sum().imag / STEP) if self.decay else 0.0
