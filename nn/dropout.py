"""Masks of inverted dropout (Srivastava et al. 2014, JMLR 15) for the hidden layers, fixed or drawn afresh each epoch.

A mask is (..., n_l + 1, m) with values 0 or 1 / keep_prob, and ones in its last row, which belongs to the biases.
"""

from collections.abc import Sequence

import numpy as np

from nn.activations import Array

Seed = int | np.random.SeedSequence
Seeds = Seed | Sequence[Seed]
EPOCHS_AHEAD = 4  # random bits are drawn for this many epochs at once: fewer calls


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

    changing = False  # from epoch to epoch

    def __init__(self, layers: Sequence[int], examples: int, keep_prob: float | Array, seeds: Seeds):
        lead, each_seed = _per_network(seeds)
        each_keep_prob = np.broadcast_to(keep_prob, lead)
        self.masks = [np.ones((*lead, n + 1, examples)) for n in layers[1:-1]]
        for network, seed in zip(np.ndindex(lead), each_seed, strict=True):
            generator = np.random.RandomState(seed if isinstance(seed, int) else np.random.MT19937(seed))
            probability = each_keep_prob[network]
            for mask in self.masks:
                units = mask[network][:-1]
                units[...] = (generator.random_sample(units.shape) < probability) / probability

    def draw(self) -> list[Array]:
        """Return the masks of the next epoch."""
        return self.masks


class FreshMasks:
    """True dropout: new masks at every epoch, from an SFC64 stream per network.

    The probability of keeping a unit is ``keep_prob`` rounded to a multiple of 2**-16, because sixteen random bits
    decide on each unit; that is four times faster than a random float each. Parameters as for ``FixedMasks``.
    """

    changing = True

    def __init__(self, layers: Sequence[int], examples: int, keep_prob: float | Array, seeds: Seeds):
        lead, each_seed = _per_network(seeds)
        self.streams = [np.random.SFC64(seed) for seed in each_seed]
        self.epoch = 0
        networks = len(self.streams)
        sizes = [(n + 1) * examples for n in layers[1:-1]]
        units = sum(sizes)
        # Random bits come in words of 64, which decide on four units: what is left of an epoch's last word is unused.
        self.bits = np.empty((networks, EPOCHS_AHEAD, round_up(units, 4)), np.uint16)
        # Comparing into bool and copying into floats is quicker than a product of bool and float.
        self.kept = np.empty((networks, units), bool)
        self.values = np.empty((networks, units))
        each = np.broadcast_to(keep_prob, networks)[:, None]
        # A unit is kept if its bits are at most the last of round(keep_prob 2**16) values; keep_prob 1 keeps all.
        self.last_kept = np.clip(np.round(each * 2**16) - 1, 0, 2**16 - 1).astype(np.uint16)
        # An array without axes where all networks have the same: a Python number costs NumPy half a microsecond.
        self.scale = np.array(1.0 / (each if np.ndim(keep_prob) else keep_prob))
        self.masks = []  # views of one buffer, so that one call each compares, copies and scales all of them
        start = 0
        for size in sizes:
            self.masks.append(self.values[:, start : start + size].reshape(*lead, -1, examples))
            start += size

    def draw(self) -> list[Array]:
        """Return the masks of the next epoch, in buffers that the next call overwrites."""
        turn = self.epoch % EPOCHS_AHEAD
        if turn == 0:
            for stream, bits in zip(self.streams, self.bits, strict=True):
                bits[...] = stream.random_raw(bits.size // 4).view(np.uint16).reshape(bits.shape)
        self.epoch += 1
        np.less_equal(self.bits[:, turn, : self.kept.shape[1]], self.last_kept, out=self.kept)
        np.copyto(self.values, self.kept)
        np.multiply(self.values, self.scale, out=self.values)
        for mask in self.masks:
            mask[..., -1, :] = 1.0
        return self.masks


def round_up(number: int, step: int) -> int:
    """Return the least multiple of ``step`` that is not below ``number``."""
    return -(-number // step) * step


def _per_network(seeds: Seeds) -> tuple[tuple[int, ...], Sequence[Seed]]:
    """Return the leading axes, () or (S,), and the seed of each network."""
    return ((), [seeds]) if isinstance(seeds, Seed) else ((len(seeds),), seeds)


Masks = FixedMasks | FreshMasks
MASKS: dict[str, type[FixedMasks] | type[FreshMasks]] = {"fixed": FixedMasks, "fresh": FreshMasks}
