"""Dropout masks as they are meant, of one network; see ``seedcheck.training.plain``."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Seed = int | np.random.SeedSequence
# Masks (n, m) of each hidden layer at an epoch, 0 or 1 / keep_prob.
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
