"""Masks of inverted dropout (Srivastava et al. 2014, JMLR 15) for the hidden layers, fixed or drawn afresh each epoch.

A mask is (..., n_l + 1, m) with values 0 or 1 / keep_prob, and ones in its last row, which belongs to the biases.
"""

from collections.abc import Sequence

import numpy as np

from nn.activations import Array

Seed = int | np.random.SeedSequence
EPOCHS_AHEAD = 4  # random bits are drawn for so many epochs at once: fewer calls


class FixedMasks:
    """The notebook's masks: the same at every epoch, one thinned network per example.

    Parameters
    ----------
    layers : sizes, input first
    examples : m
    keep_prob : probability of keeping a unit, one for all networks or (S,) one for each
    seeds : one seed, or one per network of an ensemble; masks are drawn layer by layer from ``RandomState(seed)``,
        or from a Mersenne Twister that a SeedSequence starts
    """

    def __init__(self, layers: Sequence[int], examples: int, keep_prob: float | Array, seeds: Seed | Sequence[Seed]):
        lead = () if isinstance(seeds, Seed) else (len(seeds),)
        self.masks = [np.ones((*lead, n + 1, examples)) for n in layers[1:-1]]
        each = np.broadcast_to(keep_prob, lead)
        for member, seed in zip(np.ndindex(lead), [seeds] if isinstance(seeds, Seed) else seeds, strict=True):
            generator = np.random.RandomState(seed if isinstance(seed, int) else np.random.MT19937(seed))
            for mask in self.masks:
                kept = mask[member][:-1]
                kept[...] = (generator.random_sample(kept.shape) < each[member]) / each[member]

    def draw(self) -> list[Array]:
        """Return the masks of the next epoch."""
        return self.masks


class FreshMasks:
    """True dropout: new masks at every epoch, from an SFC64 stream per network.

    The probability of keeping a unit is ``keep_prob`` rounded to a multiple of 2**-16, because sixteen random bits
    decide on each unit; that is four times faster than a random float each. Parameters as for ``FixedMasks``.
    """

    def __init__(self, layers: Sequence[int], examples: int, keep_prob: float | Array, seeds: Seed | Sequence[Seed]):
        lead = () if isinstance(seeds, Seed) else (len(seeds),)
        self.streams = [np.random.SFC64(seed) for seed in ([seeds] if isinstance(seeds, Seed) else seeds)]
        sizes = [(n + 1) * examples for n in layers[1:-1]]
        units, stops, each = sum(sizes), np.cumsum(sizes), np.broadcast_to(keep_prob, len(self.streams))[:, None]
        self.bits = np.empty((len(each), EPOCHS_AHEAD, 4 * -(-units // 4)), np.uint16)  # four of a 64-bit word
        self.epoch, self.kept, self.values = 0, np.empty((len(each), units), bool), np.empty((len(each), units))
        self.last_kept = np.clip(np.round(each * 2**16) - 1, 0, 2**16 - 1).astype(np.uint16)  # keep_prob 1 keeps all
        self.scale = np.array(1.0 / (each if np.ndim(keep_prob) else keep_prob))  # an array, as in nn.activations
        self.masks = [
            self.values[:, stop - size : stop].reshape(*lead, -1, examples)
            for size, stop in zip(sizes, stops, strict=True)
        ]

    def draw(self) -> list[Array]:
        """Return the masks of the next epoch, in buffers that the next call overwrites."""
        turn = self.epoch % EPOCHS_AHEAD
        if turn == 0:
            for stream, bits in zip(self.streams, self.bits, strict=True):
                bits[...] = stream.random_raw(bits.size // 4).view(np.uint16).reshape(bits.shape)
        self.epoch += 1
        np.less_equal(self.bits[:, turn, : self.kept.shape[1]], self.last_kept, out=self.kept)
        np.copyto(self.values, self.kept)  # quicker than a product of bool and float
        np.multiply(self.values, self.scale, out=self.values)
        for mask in self.masks:
            mask[..., -1, :] = 1.0
        return self.masks


Masks = FixedMasks | FreshMasks
MASKS: dict[str, type[FixedMasks] | type[FreshMasks]] = {"fixed": FixedMasks, "fresh": FreshMasks}
