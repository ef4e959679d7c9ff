"""Training as the formulas have it, one network at a time: what certificates compare the trainer with.

Nothing here is from ``nn``, whose code it is to judge: parameters, masks, objective and update are written out once
more, for reading and not for speed; losses stand in ``plain_losses``. There is no backward pass: slopes of the
objective are complex steps of it.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from seedcheck.training.plain_losses import LOSSES

Array = NDArray[Any]
Seed = int | np.random.SeedSequence
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


# Dropout masks (n, m) of each hidden layer at an epoch, 0 or 1 / keep_prob.

Masks = Callable[[int], list[Array]]


def masks(settings: Any, m: int, seed: Any) -> Masks:
    """Return the masks of a network as a function of the epoch; epochs are to be asked for in rising order."""
    hidden, keep_prob = settings.layers[1:-1], float(settings.keep_prob)
    if keep_prob == 1:
        return lambda _: [np.ones((n, 1)) for n in hidden]
    return MASKS[settings.masks](hidden, m, keep_prob, seed)


def fixed_masks(hidden: Sequence[int], m: int, keep_prob: float, seed: Seed) -> Masks:
    """Return the notebook's masks, the same at every epoch, from a Mersenne Twister layer by layer."""
    generator = np.random.RandomState(seed if isinstance(seed, int) else np.random.MT19937(seed))
    drawn = [(generator.random_sample((n, m)) < keep_prob) / keep_prob for n in hidden]
    return lambda _: drawn


def fresh_masks(hidden: Sequence[int], m: int, keep_prob: float, seed: Seed) -> Masks:
    """Return new masks at every epoch: 16 random bits for each unit, and for each bias, whose are not used.

    The bits come from an SFC64 stream; an epoch takes so many whole words of 64 bits as it needs.
    """
    stream, words = np.random.SFC64(seed), -(-sum(n + 1 for n in hidden) * m // 4)
    least_dropped = max(1, round(keep_prob * 2**16))
    read, numbers = 0, np.empty(0, np.uint16)  # how many epochs were read, and the bits of the last one

    def at(epoch: int) -> list[Array]:
        nonlocal read, numbers
        if epoch >= read:
            stream.random_raw((epoch - read) * words, output=False)
            read, numbers = epoch + 1, stream.random_raw(words).view(np.uint16)
        ends = np.cumsum([(n + 1) * m for n in hidden])
        parts = [part.reshape(-1, m)[:-1] for part in np.split(numbers, ends)[: len(hidden)]]
        return [(part < least_dropped) / keep_prob for part in parts]

    return at


MASKS: dict[str, Callable[[Sequence[int], int, float, Seed], Masks]] = {"fixed": fixed_masks, "fresh": fresh_masks}


# Updates: how far a coordinate of the parameters moves.

Memory = tuple[float, ...]


class Update(NamedTuple):
    """An optimizer's formula, for one coordinate of the parameters.

    Attributes
    ----------
    step : given (parameter, slope, memory, settings), returns the displacement and the new memory
    is_linear : whether the formula holds along every direction, and not only for single parameters
    start : the memory before the first step
    """

    step: Callable[[float, float, Memory, Any], tuple[float, Memory]]
    is_linear: bool
    start: Memory = ()


UPDATES = {
    "gradient_descent": Update(
        step=lambda _parameter, slope, _memory, settings: (-float(settings.learning_rate) * slope, ()), is_linear=True
    )
}


# The objective.


class Point:
    """A network at its parameters: logits, cost, and slopes of the objective.

    Parameters
    ----------
    settings : with ``layers``, ``loss`` and ``l2_lambda`` of this network
    theta : (P,)
    X, Y : (n_0, m) and (1, m)
    kept : masks of the hidden layers
    """

    def __init__(self, settings: Any, theta: Array, X: Array, Y: Array, kept: Sequence[Array]):
        self.Y, self.m, self.kept, self.loss = Y, X.shape[1], kept, LOSSES[settings.loss]
        self.decay = float(settings.l2_lambda) / (2 * self.m)
        self.layers, self.below, self.Z = blocks(theta, settings.layers), [X], [np.empty(0)]
        self.Z = self._upwards(0, self.layers[0][0] @ X + self.layers[0][1], self.below)

    def _upwards(self, number: int, Z: Array, below: list[Array]) -> list[Array]:
        """Return Z of layer ``number`` and of all above it, whose inputs are added to ``below``."""
        found = [Z]
        for (W, b), mask in zip(self.layers[number + 1 :], self.kept[number:], strict=True):
            below.append(np.where(found[-1].real > 0, found[-1], 0) * mask)
            found.append(W @ below[-1] + b)
        return found

    def cost(self) -> float:
        """Return the mean loss plus l2_lambda / (2 m) times the sum of squared weights."""
        penalty = self.decay * sum((W**2).sum() for W, _ in self.layers)
        return float(self.loss.values(self.Z[-1], self.Y).mean() + penalty)

    def slopes(self, number: int, dZ: Array) -> Array:
        """Return (m,) how fast each example's loss rises if Z of layer ``number`` moves by dZ (n, m)."""
        Z = self._upwards(number, self.Z[number] + 1j * STEP * dZ, [])[-1]
        return np.asarray(self.loss.followed(Z, self.Y)[0].imag / STEP)

    def penalty_slope(self, W: Array, dW: Array) -> float:
        """Return how fast the penalty rises if weights W move by dW."""
        return float(self.decay * ((W + 1j * STEP * dW) ** 2).sum().imag / STEP) if self.decay else 0.0
