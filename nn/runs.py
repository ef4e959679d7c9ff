"""What a training leaves: final parameters and recorded costs; and who looks on."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from nn.activations import Array

Progress = Callable[[int, float], None]
Show = Callable[[int, int, Array, tuple[Array, ...]], None]


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


@dataclass(frozen=True)
class Witness:
    """Who looks on while networks are trained, to compare what trains with what should.

    Attributes
    ----------
    epochs : before which updates to look, rising; the number of all updates stands for the end
    choose : given the numbers of networks that are trained side by side, returns which of them to look at
    show : called as show(epoch, network, theta, state) with copies of the parameters (P,) and of the optimizer's state
    """

    epochs: Sequence[int]
    choose: Callable[[range], Iterable[int]]
    show: Show


class Shown:
    """What a witness is shown of networks that are trained side by side.

    Parameters
    ----------
    witness : who looks on, None if nobody does
    numbers : of the networks in their ensemble, (n,) or () for one network

    Attributes
    ----------
    due : the epoch that is shown next, -1 if none is
    """

    def __init__(self, witness: Witness | None, numbers: Array):
        self.due = -1
        if witness:
            self._witness, self._epochs, self._first = witness, iter(witness.epochs), int(numbers.min())
            self._is_one, self._networks = numbers.ndim == 0, list(witness.choose(self._range(numbers)))
            self.due = next(self._epochs, -1)

    def show(self, theta: Array, state: tuple[Array, ...]) -> None:
        """Show parameters (..., P) and state at the epoch that is due."""
        for number in self._networks:
            row = number - self._first
            parts = [array if self._is_one or not array.ndim else array[row] for array in (theta, *state)]
            self._witness.show(self.due, number, parts[0].copy(), tuple(part.copy() for part in parts[1:]))
        self.due = next(self._epochs, -1)

    def finish(self, theta: Array, state: tuple[Array, ...], last: int) -> None:
        """Show what is left up to the last epoch, after a training whose parameters no longer change."""
        while 0 <= self.due <= last:
            self.show(theta, state)

    def _range(self, numbers: Array) -> range:
        return range(self._first, int(numbers.max()) + 1)
