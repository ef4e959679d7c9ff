"""What a training leaves: final parameters and recorded costs; and who looks on."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from nn.activations import Array
from nn.stopping import Stopping

Progress = Callable[[int, float], None]
Show = Callable[[int, int, Array, tuple[Array, ...]], None]


@dataclass(frozen=True)
class Run:
    """What a training leaves.

    Attributes
    ----------
    theta : (..., P) final parameters
    epochs : (k,) epochs at which the cost was recorded; the last one is the number of all epochs
    costs : (..., k) objective at these epochs, nan after a network has diverged; after an early stop, and in the end,
        that of the weights that are kept
    stopped, kept : (...,) at which epoch each network has stopped early, the last one if it has not, and of which
        epoch its weights are; None without early stopping
    """

    theta: Array
    epochs: Array
    costs: Array
    stopped: Array | None = None
    kept: Array | None = None

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
    stopping : stops networks early; None for no early stopping

    Attributes
    ----------
    costs : (*lead, k), nan where nothing is recorded
    due : the epoch that is recorded next
    over : whether nothing is left to record, because all epochs are recorded, or every network has
        diverged, or with early stopping has stopped
    """

    def __init__(self, epochs: Array, lead: tuple[int, ...], progress: Progress | None,
                 stopping: Stopping | None = None):  # fmt: skip
        self.costs = np.full((*lead, len(epochs)), np.nan)
        self.over = False
        self._epochs, self._recorded, self._progress = epochs.tolist(), 0, progress
        self.due = self._epochs[0]
        self.stopping = stopping

    def record(self, cost: Array, theta: Array) -> None:
        """Record the cost (*lead,) at the epoch that is due, of parameters (*lead, P)."""
        self.costs[..., self._recorded] = cost
        if self._progress:
            self._progress(self.due, float(cost.mean()))
        self._recorded += 1
        self.over = self._recorded == len(self._epochs)
        if self.stopping:  # of what has diverged, the patience runs out
            self.stopping.look(self.due, theta)
            self.over |= not self.stopping.goes_on.any()
        else:
            self.over |= not np.isfinite(cost).any()
        if not self.over:
            self.due = self._epochs[self._recorded]

    def shown(self, theta: Array) -> Array:
        """Return parameters (*lead, P) as they are to be shown: of networks that have stopped, those that are kept."""
        return self.stopping.shown(theta) if self.stopping else theta

    def run(self, theta: Array) -> Run:
        """Return what the training leaves, given its last parameters (*lead, P)."""
        epochs = np.array(self._epochs)
        if not self.stopping:
            return Run(theta, epochs, self.costs)
        costs = self.stopping.hold(epochs, self.costs)
        return Run(self.stopping.best(), epochs, costs, self.stopping.stopped, self.stopping.kept)


@dataclass(frozen=True)
class Witness:
    """Who looks on while networks are trained.

    Attributes
    ----------
    moments : before which epochs to look, rising; the number of all epochs stands for the end
    choose : given the numbers of networks that are trained side by side, returns which of them to look at
    show : called as show(moment, network, theta, state) with copies of the parameters (P,) and of the optimizer's state
    by_update : whether moments are counted in updates, of which an epoch of minibatches has several
    """

    moments: Sequence[int]
    choose: Callable[[range], Iterable[int]]
    show: Show
    by_update: bool = False

    def updates(self, moment: int, per_epoch: int) -> int:
        """Return how many updates come before a moment."""
        return moment if self.by_update else moment * per_epoch


class Shown:
    """What a witness is shown of networks that are trained side by side.

    Parameters
    ----------
    witness : who looks on
    numbers : of the networks in their ensemble, (n,) or () for one network
    per_epoch : updates of an epoch

    Attributes
    ----------
    due : the update before which it is shown next, -1 if there is none
    """

    def __init__(self, witness: Witness, numbers: Array, per_epoch: int):
        self._witness, self._moments, self._per_epoch = witness, iter(witness.moments), per_epoch
        self._is_one, self._first = numbers.ndim == 0, int(numbers.min())
        self._networks = list(witness.choose(range(self._first, int(numbers.max()) + 1)))
        self._next()

    def _next(self) -> None:
        self._moment = next(self._moments, None)
        self.due = -1 if self._moment is None else self._witness.updates(self._moment, self._per_epoch)

    def show(self, theta: Array, state: tuple[Array, ...]) -> None:
        """Show parameters (..., P) and state at the moment that is due."""
        assert self._moment is not None
        for number in self._networks:
            row = number - self._first
            parts = [array if self._is_one or not array.ndim else array[row] for array in (theta, *state)]
            self._witness.show(self._moment, number, parts[0].copy(), tuple(part.copy() for part in parts[1:]))
        self._next()


class Watch:
    """All witnesses of networks that are trained side by side. Arguments as for ``Shown``.

    Attributes
    ----------
    due : the update before which any of them is shown next, -1 if there is none
    """

    def __init__(self, witnesses: Sequence[Witness], numbers: Array, per_epoch: int):
        self._shown = [Shown(witness, numbers, per_epoch) for witness in witnesses]
        self._find_due()

    def _find_due(self) -> None:
        self.due = min((shown.due for shown in self._shown if shown.due >= 0), default=-1)

    def show(self, theta: Array, state: tuple[Array, ...]) -> None:
        """Show parameters (..., P) and state to those for whom it is due."""
        for shown in [shown for shown in self._shown if shown.due == self.due]:
            shown.show(theta, state)
        self._find_due()

    def finish(self, theta: Array, state: tuple[Array, ...], last: int) -> None:
        """Show what is left up to the last update, after a training whose parameters no longer change."""
        while 0 <= self.due <= last:
            self.show(theta, state)
