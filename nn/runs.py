"""What a training leaves: final parameters and recorded costs."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from nn.activations import Array

Progress = Callable[[int, float], None]


@dataclass(frozen=True)
class Watch:
    """What else is noted of a training, at its last recorded epochs.

    Attributes
    ----------
    look : called as look(epoch, theta, members) with the parameters (n, P) of the networks ``members`` (n,), their
        numbers in the ensemble; returns values (n, q) of them
    records : at how many of the last recorded epochs
    """

    look: Callable[[int, Array, Array], Array]
    records: int


@dataclass(frozen=True)
class Run:
    """What a training leaves.

    Attributes
    ----------
    theta : (..., P) final parameters
    epochs : (k,) epochs at which the cost was recorded; the last one is the number of updates
    costs : (..., k) objective at these epochs, nan after a network has diverged
    seen : (..., r, q) what a ``Watch`` saw at the last r recorded epochs, the last one repeated where training ended
        early; r is 0 without one
    """

    theta: Array
    epochs: Array
    costs: Array
    seen: Array = field(default_factory=lambda: np.empty((0, 0)))

    @property
    def diverged(self) -> Array:
        """Where (...,) the cost became infinite or not a number."""
        return np.asarray(~np.isfinite(self.costs).all(axis=-1))


class History:
    """The costs of a training as they are recorded, and what a watch sees.

    Parameters
    ----------
    epochs : (k,) at which to record
    members : numbers of the networks in their ensemble, (n,) or () for one network
    progress : called as progress(epoch, mean cost) at every recorded epoch
    watch : what else is noted

    Attributes
    ----------
    costs : (..., k), nan where nothing is recorded
    due : the epoch that is recorded next
    over : whether nothing is left to record, because all epochs are recorded or every network has diverged
    """

    def __init__(self, epochs: Array, members: Array, progress: Progress | None, watch: Watch | None):
        self.costs = np.full((*members.shape, len(epochs)), np.nan)
        self.over = False
        self._epochs, self._recorded, self._progress = epochs.tolist(), 0, progress
        self._members, self._watch, self._seen = members, watch, list[Array]()
        self.due = self._epochs[0]

    def record(self, cost: Array, theta: Array) -> None:
        """Record the cost (...,) at the epoch that is due, of parameters (..., P)."""
        self.costs[..., self._recorded] = cost
        if self._progress:
            self._progress(self.due, float(cost.mean()))
        self._recorded += 1
        self.over = self._recorded == len(self._epochs) or not np.isfinite(cost).any()
        if self._watch and (self.over or len(self._epochs) - self._recorded < self._watch.records):
            self._seen.append(self._look(self._watch, theta))
        if not self.over:
            self.due = self._epochs[self._recorded]

    def seen(self) -> Array:
        """Return (..., r, q) what the watch saw."""
        if not self._watch:
            return np.empty((*self._members.shape, 0, 0))
        missing = min(self._watch.records, len(self._epochs)) - len(self._seen)
        return np.stack(self._seen + self._seen[-1:] * missing, axis=-2)

    def _look(self, watch: Watch, theta: Array) -> Array:
        looked = watch.look(self.due, np.atleast_2d(theta), np.atleast_1d(self._members))
        return looked.reshape(*self._members.shape, -1)
