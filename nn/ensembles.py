"""Many networks: side by side in chunks that fit the cache, and those that are all equal only once."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from nn.activations import Array
from nn.dropout import Seed, Seeds
from nn.runs import Progress, Run, Witness
from nn.settings import Settings
from nn.stopping import Stopping
from nn.validation import parts

CHUNK_BYTES = 7 * 2**18  # networks trained side by side share the cache: larger chunks were measured slower
CHUNK_NETWORKS = 32
BATCHED_BYTES = 2**25  # of buffers for all examples beside those for a batch, which alone have to fit the cache


class Ensemble(NamedTuple):
    """One network, or S of them, before the training; see ``nn.train`` for what may differ between them.

    ``numbers`` are those of the networks in the whole ensemble, (S,), or () of one network; witnesses know them by it.
    ``validation`` are inputs and labels of the validation split, once they are held back.
    """

    settings: Settings
    theta: Array
    X: Array
    Y: Array
    mask_seeds: Seeds
    numbers: Array
    witnesses: Sequence[Witness] = ()
    shuffle_seeds: Seeds = 0
    validation_seeds: Seeds = 0
    validation: tuple[Array, Array] | None = None

    def held_back(self) -> "Ensemble":
        """Return the ensemble without the examples of its validation split, which are its ``validation`` then."""
        if not self.settings.validation_fraction:
            return self
        (X, Y), held = parts(self.X, self.Y, self.settings.validation_fraction, self.validation_seeds)
        return self._replace(X=X, Y=Y, validation=held)

    def members(self, chosen: slice | int) -> "Ensemble":
        """Return some networks of the ensemble, or one of them without a leading axis."""
        X, Y = (data if data.ndim == 2 else data[chosen] for data in (self.X, self.Y))
        masks, shuffles, splits = (
            seeds if isinstance(seeds, Seed) else seeds[chosen]
            for seeds in (self.mask_seeds, self.shuffle_seeds, self.validation_seeds)
        )
        settings, theta, numbers = self.settings.members(chosen), self.theta[chosen], np.asarray(self.numbers[chosen])
        return self._replace(settings=settings, theta=theta, X=X, Y=Y, mask_seeds=masks, numbers=numbers,
                             shuffle_seeds=shuffles, validation_seeds=splits)  # fmt: skip

    def are_equal(self) -> bool:
        """Return whether there is a leading axis, and all networks along it are the same in all respects."""
        if self.theta.ndim == 1 or self.X.ndim > 2 or self.Y.ndim > 2:
            return False
        same_settings = all(np.ptp(values) == 0 for values in self.settings.per_network.values())
        drawn = [self.mask_seeds] * self.settings.has_dropout + [self.shuffle_seeds] * bool(self.settings.batch_size)
        drawn += [self.validation_seeds] * bool(self.settings.validation_fraction)
        same_draws = len(self.theta) == 1 or all(isinstance(seeds, Seed) for seeds in drawn)
        return same_settings and same_draws and bool((self.theta == self.theta[0]).all())

    def networks_together(self) -> int:
        """Return how many networks are trained side by side, at most: with very many examples one, so memory holds."""
        units, (features, m) = 4 * sum(self.settings.layers[1:]), self.X.shape[-2:]
        together = CHUNK_BYTES // (8 * (4 * self.theta.shape[-1] + units * (self.settings.batch_size or m)))
        if self.settings.batch_size:  # each network has its examples in an order of its own
            together = min(together, BATCHED_BYTES // (8 * (units + features) * m))
        return int(np.clip(together, 1, CHUNK_NETWORKS))

    def chunks(self) -> Iterator["Ensemble"]:
        """Yield parts of the ensemble whose buffers fit the cache, about equally large."""
        borders = np.linspace(0, len(self.theta), -(-len(self.theta) // self.networks_together()) + 1).astype(int)
        for start, stop in pairwise(borders.tolist()):
            yield self.members(slice(start, stop))


Train = Callable[[Ensemble, Progress | None], Run]


def train_once(train: Train, ensemble: Ensemble, progress: Progress | None) -> Run:
    """Train the first network of an ensemble whose networks are equal, and repeat its results for all."""
    run, networks = train(ensemble.members(0), progress), len(ensemble.theta)
    ends = (None if end is None else np.repeat(end, networks) for end in (run.stopped, run.kept))
    return Run(np.tile(run.theta, (networks, 1)), run.epochs, np.tile(run.costs, (networks, 1)), *ends)


def train_in_chunks(train: Train, ensemble: Ensemble, progress: Progress | None) -> Run:
    """Train one network, or an ensemble chunk by chunk, each without its validation split."""
    if ensemble.theta.ndim == 1:
        return train(ensemble.held_back(), progress)
    runs = [train(chunk.held_back(), progress) for chunk in ensemble.chunks()]
    theta = np.concatenate([run.theta for run in runs])
    costs = np.concatenate([run.costs for run in runs])
    stopped, kept = (_joined([getattr(run, name) for run in runs]) for name in ("stopped", "kept"))
    return Run(theta, runs[0].epochs, costs, stopped, kept)


def _joined(parts: Sequence[Array | None]) -> Array | None:
    """Return arrays of all chunks as one, None if there are none."""
    there = [part for part in parts if part is not None]
    return np.concatenate(there) if there else None


def stopping_of(ensemble: Ensemble) -> Stopping | None:
    """Return what stops the networks of an ensemble early, None if nothing does."""
    if not ensemble.settings.patience or not ensemble.validation:
        return None
    return Stopping(ensemble.settings, *ensemble.validation, ensemble.theta.shape[:-1])
