"""What a training leaves: final parameters and recorded costs."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nn.activations import Array

Progress = Callable[[int, float], None]


@dataclass(frozen=True)
class Run:
    """What a training leaves.

    Attributes
    ----------
    theta : (..., P) final parameters
    epochs : (k,) epochs at which the cost was recorded; the last one is the number of updates
    costs : (..., k) objective at these epochs, nan after a network has diverged
    """

    theta: Array
    epochs: Array
    costs: Array

    @property
    def diverged(self) -> Array:
        """Where (...,) the cost became infinite or not a number."""
        return np.asarray(~np.isfinite(self.costs).all(axis=-1))


class History:
    """The costs of a training as they are recorded.

    Parameters
    ----------
    epochs : (k,) at which to record
    lead : leading axes, () for one network
    progress : called as progress(epoch, mean cost) at every recorded epoch

    Attributes
    ----------
    costs : (*lead, k), nan where nothing is recorded
    due : the epoch that is recorded next
    over : whether nothing is left to record, because all epochs are recorded or every network has diverged
    """

    def __init__(self, epochs: Array, lead: tuple[int, ...], progress: Progress | None):
        self.costs = np.full((*lead, len(epochs)), np.nan)
        self.over = False
        self._epochs, self._recorded, self._progress = epochs.tolist(), 0, progress
        self.due = self._epochs[0]

    def record(self, cost: Array) -> None:
        """Record the cost (*lead,) at the epoch that is due."""
        self.costs[..., self._recorded] = cost
        if self._progress:
            self._progress(self.due, float(cost.mean()))
        self._recorded += 1
        self.over = self._recorded == len(self._epochs) or not np.isfinite(cost).any()
        if not self.over:
            self.due = self._epochs[self._recorded]
