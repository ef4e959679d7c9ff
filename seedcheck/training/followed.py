"""A network that a certifier looks at: what is known of it, and how far it should go next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nn.ensembles import Ensemble
from seedcheck.training.findings import Findings
from seedcheck.training.plain import Array, Point
from seedcheck.training.plain_masks import Masks, masks
from seedcheck.training.plain_norm import moved, norms
from seedcheck.training.plain_stopping import Data, Stopping, held_back, parts
from seedcheck.training.plain_updates import Batch, batches, per_epoch
from seedcheck.training.rounding import ROUNDING, reach


@dataclass
class Network:
    """A network that is looked at.

    Attributes
    ----------
    X, Y : what it is trained on
    data : X and Y with the validation split
    stopping : its early stopping, None if there is none
    expected : how far it should go in some directions
    statistics : what the running mean and variance of each layer should be then, with batch normalization
    rounding : of these
    whole : the network on all examples, where its cost was last noted
    """

    settings: Any
    X: Array
    Y: Array
    data: Data
    masks: Masks
    batches: Callable[[int], Batch]
    theta: Array
    reach: float
    stopping: Stopping | None
    expected: list[Any] = field(default_factory=list)
    statistics: list[Array] = field(default_factory=list)
    rounding: float = 0.0
    whole: Point = field(init=False)

    @property
    def goes_on(self) -> bool:
        """Whether it has not stopped early."""
        return not self.stopping or self.stopping.stopped is None

    def point_of(self, update: int, kept: Sequence[Array]) -> Point:
        """Return the network on the examples of an update, with their masks (n, m); one without dropout is (n, 1)."""
        chosen, columns = self.batches(update)
        own = [mask[:, columns] if mask.shape[1] > 1 else mask for mask in kept]
        return Point(self.settings, self.theta, self.X[:, chosen], self.Y[:, chosen], own, of=self.X.shape[1])

    def expect_statistics(self, point: Point, bound: float) -> None:
        """Note what the running statistics should be after the step from a point, and ``rounding.size`` there."""
        self.rounding = ROUNDING * (1 + bound) ** 2
        self.statistics = [part for norm, Z in zip(point.norms, point.Z[:-1], strict=False) for part in moved(norm, Z)]

    def compare_statistics(self, found: Findings, theta: Array, where: tuple[int, int]) -> None:
        """Compare running statistics with what they should be."""
        if self.statistics:
            shown = np.concatenate([part for norm in norms(theta, self.settings.layers) for part in norm[2:]])
            due = np.concatenate(self.statistics)
            self.statistics, size = [], float(np.linalg.norm(due))
            error, rounding = float(np.linalg.norm(shown - due)), self.rounding + ROUNDING * size
            found.add("running statistics", error, size, rounding, where)

    def has_ended(self, epoch: int, theta: Array) -> bool:
        """Return whether parameters shown at an epoch are those kept, rather than those of a training that goes on."""
        if not self.stopping:
            return False
        if epoch == self.settings.epochs and self.goes_on and not self.stopping.undecided:
            self.stopping.look(epoch, theta)
            return self.stopping.kept != epoch
        return self.stopping.undecided or not self.goes_on


def follow(ensemble: Ensemble, number: int) -> Network:
    """Return a network of an ensemble before its training."""
    own = ensemble if ensemble.theta.ndim == 1 else ensemble.members(number)
    settings: Any = own.settings
    (X, Y), held = parts(own.X, own.Y, settings, own.validation_seeds)
    drawn = masks(settings, X.shape[1], own.mask_seeds)
    stopping = Stopping(settings, *held) if settings.patience else None
    batched = batches(settings, X.shape[1], own.shuffle_seeds)
    return Network(settings, X, Y, (own.X, own.Y), drawn, batched, own.theta, reach(X), stopping)


def updates_per_epoch(ensemble: Ensemble) -> int:
    """Return how many batches the examples make that the validation split leaves."""
    settings, m = ensemble.settings, ensemble.X.shape[-1]
    return per_epoch(settings, m - held_back(settings, m))


def compare_kept(found: Findings, network: Network, theta: Array, where: tuple[int, int]) -> None:
    """Compare the parameters that are shown after a stop, or in the end, with those of the least validation loss."""
    assert network.stopping
    norm = float(np.linalg.norm(network.stopping.best))
    if not network.stopping.undecided and np.isfinite(norm):
        error = float(np.linalg.norm(theta - network.stopping.best))
        found.add("weights kept", error, norm, ROUNDING * norm, where)
