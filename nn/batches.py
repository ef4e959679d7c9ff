"""How the examples of an epoch come: all at once, or in minibatches, in an order that is drawn anew for each epoch.

An epoch is a pass over all examples: its batches are of ``batch_size`` examples each, the last one of those that are
left. A batch's objective is the mean over its examples plus the L2 penalty of the whole objective. Fixed dropout masks
belong to examples; fresh ones are drawn for each epoch, and belong to places in its order.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise

import numpy as np

from nn.activations import Array
from nn.dropout import Mask, Seeds, per_network
from nn.kernels import Call
from nn.network import Network

Masks = Sequence[Mask] | None


class Whole:
    """A network on all examples as the only batch."""

    per_epoch = 1

    def __init__(self, network: Network):
        self._network = network

    def of_epoch(self, masks: Masks) -> Iterable[tuple[Network, Masks]]:
        """Return the network and its masks."""
        return ((self._network, masks),)


class Minibatches:
    """Networks on a few of the examples at a time, which share parameters and gradient with a network on all.

    Parameters
    ----------
    whole : the network on all m examples
    size : of a batch
    make : given inputs and labels of a batch, returns a network on them that shares what belongs to ``whole``
    seeds : of the orders, one for all networks or one for each; every epoch takes the next permutation of m numbers
        from ``numpy.random.default_rng(seed)``
    are_fixed : whether dropout masks belong to examples

    Attributes
    ----------
    per_epoch : how many batches there are
    """

    def __init__(
        self, whole: Network, size: int, make: Callable[[Array, Array], Network], seeds: Seeds, are_fixed: bool
    ):
        self._lead, each_seed = per_network(seeds)
        self._streams = [np.random.default_rng(seed) for seed in each_seed]
        self._inputs, self._labels = (self._shuffled(data) for data in (whole.first.A_below, whole.Y))
        self._sources = ((whole.first.A_below, self._inputs), (whole.Y, self._labels))
        self._are_fixed, self._masks = are_fixed, list[Mask]()
        borders = list(pairwise([*range(0, whole.m, size), whole.m]))
        sizes = {stop - start: slice(start, stop) for start, stop in borders}
        networks = {n: make(self._inputs[..., :-1, part], self._labels[..., part]) for n, part in sizes.items()}
        self._batches = [self._batch(networks[stop - start], slice(start, stop)) for start, stop in borders]
        self.per_epoch = len(borders)

    def of_epoch(self, masks: Masks) -> Iterator[tuple[Network, Masks]]:
        """Yield the networks on the batches of the next epoch, one after the other, each with its masks."""
        orders = [stream.permutation(self._inputs.shape[-1]) for stream in self._streams]
        for source, shuffled in self._sources:
            self._shuffle(source, orders, shuffled)
        if masks and self._are_fixed:
            masks = self._shuffle_masks(masks, orders)
        for network, fill_inputs, fill_labels, part in self._batches:
            fill_inputs()
            fill_labels()
            yield network, masks and [tuple(factor[..., part] for factor in mask) for mask in masks]

    def _batch(self, network: Network, part: slice) -> tuple[Network, Call, Call, slice]:
        """Return a network on a part of the shuffled examples, and the calls that put it there."""
        fill_inputs = partial(np.copyto, network.first.A_below, self._inputs[..., part])
        fill_labels = partial(np.copyto, network.Y, self._labels[..., part])
        return network, fill_inputs, fill_labels, part

    def _shuffled(self, data: Array) -> Array:
        """Return an array for data (..., n, m) in the order of each network."""
        return np.empty((*(self._lead or data.shape[:-2]), *data.shape[-2:]), data.dtype)

    def _shuffle(self, source: Array, orders: Sequence[Array], out: Array) -> None:
        """Write data (..., n, m) into ``out`` in these orders of the examples.

        The mode "clip" spares a buffer, and the method the time that the function ``np.take`` spends before calling it.
        """
        if not self._lead:
            source.take(orders[0], -1, out, "clip")
            return
        for k, order in enumerate(orders):
            (source[k] if source.ndim > 2 else source).take(order, -1, out[k], "clip")

    def _shuffle_masks(self, masks: Sequence[Mask], orders: Sequence[Array]) -> list[Mask]:
        self._masks = self._masks or [tuple(map(self._shuffled, mask)) for mask in masks]
        for mask, shuffled in zip(masks, self._masks, strict=True):
            for factor, out in zip(mask, shuffled, strict=True):
                self._shuffle(factor, orders, out)
        return self._masks


Batches = Whole | Minibatches
