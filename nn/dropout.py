"""Masks of inverted dropout (Srivastava et al. 2014, JMLR 15) for the hidden layers, fixed or drawn afresh each epoch.

A mask is (..., n_l + 1, m) with values 0 or 1 / keep_prob, and ones in its last row, which belongs to the biases. It is
given as one or two factors. Fresh masks are not multiplied out: to multiply activations by which units are kept and
then by 1 / keep_prob is quicker.
"""

from collections.abc import Sequence
from functools import reduce

import numpy as np

from nn.activations import Array

Seed = int | np.random.SeedSequence
Seeds = Seed | Sequence[Seed]
Mask = tuple[Array, ...]  # its factors
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
        lead, each_seed = per_network(seeds)
        each_keep_prob = np.broadcast_to(keep_prob, lead)
        masks = [np.ones((*lead, n + 1, examples)) for n in layers[1:-1]]
        self.masks: list[Mask] = [(mask,) for mask in masks]
        for network, seed in zip(np.ndindex(lead), each_seed, strict=True):
            generator = np.random.RandomState(seed if isinstance(seed, int) else np.random.MT19937(seed))
            probability = each_keep_prob[network]
            for mask in masks:
                units = mask[network][:-1]
                units[...] = (generator.random_sample(units.shape) < probability) / probability

    def draw(self) -> list[Mask]:
        """Return the masks of the next epoch."""
        return self.masks


class FreshMasks:
    """True dropout: new masks at every epoch, from an SFC64 stream per network.

    The probability of keeping a unit is ``keep_prob`` rounded to a multiple of 2**-16, because sixteen random bits
    decide on each unit; that is four times faster than a random float each. Parameters as for ``FixedMasks``.
    """

    changing = True

    def __init__(self, layers: Sequence[int], examples: int, keep_prob: float | Array, seeds: Seeds):
        lead, each_seed = per_network(seeds)
        self.streams = [np.random.SFC64(seed) for seed in each_seed]
        self.epoch = 0
        # A unit is kept if its bits are at most the last of round(keep_prob 2**16) values; keep_prob 1 keeps all.
        each = np.broadcast_to(keep_prob, len(self.streams))
        self.last_kept = np.clip(np.round(each * 2**16) - 1, 0, 2**16 - 1).astype(np.uint16)
        # Random bits come in words of 64, which decide on four units: what is left of an epoch's last word is unused.
        units = sum((n + 1) * examples for n in layers[1:-1])
        self.kept = np.empty((len(self.streams), EPOCHS_AHEAD, round_up(units, 4)), bool)
        self.masks: list[list[Mask]] = [[] for _ in range(EPOCHS_AHEAD)]
        self.biases = []
        stop = 0
        for n in layers[1:-1]:
            start, stop = stop, stop + (n + 1) * examples
            scale = np.ones((*np.shape(keep_prob), n + 1, examples))
            scale[..., :-1, :] = 1.0 / np.asarray(keep_prob)[..., None, None]
            self.biases.append(self.kept[..., stop - examples : stop])
            for epoch, masks in enumerate(self.masks):
                masks.append((self.kept[:, epoch, start:stop].reshape(*lead, n + 1, examples), scale))

    def draw(self) -> list[Mask]:
        """Return the masks of the next epoch, in buffers that later calls overwrite."""
        turn = self.epoch % EPOCHS_AHEAD
        if turn == 0:
            self._draw_ahead()
        self.epoch += 1
        return self.masks[turn]

    def _draw_ahead(self) -> None:
        for stream, kept, last_kept in zip(self.streams, self.kept, self.last_kept, strict=True):
            bits = stream.random_raw(kept.size // 4).view(np.uint16)
            np.less_equal(bits.reshape(kept.shape), last_kept, out=kept)
        for kept in self.biases:
            kept[...] = True


def multiplied_out(mask: Mask) -> Array:
    """Return a mask as one array (..., n_l + 1, m)."""
    return reduce(np.multiply, mask)


def round_up(number: int, step: int) -> int:
    """Return the least multiple of ``step`` that is not below ``number``."""
    return -(-number // step) * step


def per_network(seeds: Seeds) -> tuple[tuple[int, ...], Sequence[Seed]]:
    """Return the leading axes, () or (S,), and the seed of each network."""
    return ((), [seeds]) if isinstance(seeds, Seed) else ((len(seeds),), seeds)


Masks = FixedMasks | FreshMasks
MASKS: dict[str, type[FixedMasks] | type[FreshMasks]] = {"fixed": FixedMasks, "fresh": FreshMasks}
