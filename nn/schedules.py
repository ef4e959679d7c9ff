"""How the learning rate changes with the epochs: each schedule is a class here and a row in ``SCHEDULES``.

A schedule is a frozen dataclass whose fields are the settings (``nn.settings``) of the same names. It says by what
factor the learning rate is multiplied at each epoch, counted from 0; within an epoch all updates have the same rate.
The warm-up is a factor of its own, which goes with every schedule.
"""

from dataclasses import dataclass

import numpy as np

from nn.activations import Array


class Schedule:
    """What every schedule has."""

    def factors(self, epochs: Array) -> Array:
        """Return the factor (k,) at each of some epochs (k,)."""
        raise NotImplementedError


@dataclass(frozen=True)
class Constant(Schedule):
    """1 at every epoch."""

    def factors(self, epochs: Array) -> Array:
        """Return ones."""
        return np.ones(epochs.shape)


@dataclass(frozen=True)
class Step(Schedule):
    """schedule_factor^k, k being how often ``schedule_every`` epochs have passed."""

    schedule_every: int
    schedule_factor: float

    def factors(self, epochs: Array) -> Array:
        """Return the factor at each epoch."""
        return np.asarray(self.schedule_factor ** (epochs // self.schedule_every))


@dataclass(frozen=True)
class InverseTime(Schedule):
    """1 / (1 + schedule_decay k), k as in a step (Ng's course: "fixed interval scheduling")."""

    schedule_every: int
    schedule_decay: float

    def factors(self, epochs: Array) -> Array:
        """Return the factor at each epoch."""
        return np.asarray(1.0 / (1.0 + self.schedule_decay * (epochs // self.schedule_every)))


@dataclass(frozen=True)
class Cosine(Schedule):
    """(1 + cos(pi epoch / schedule_epochs)) / 2, from 1 down to 0 (Loshchilov & Hutter 2017, without restarts)."""

    schedule_epochs: int

    def factors(self, epochs: Array) -> Array:
        """Return the factor at each epoch."""
        return np.asarray((1.0 + np.cos(np.pi * epochs / self.schedule_epochs)) / 2.0)


SCHEDULES: dict[str, type[Schedule]] = {
    "constant": Constant,
    "step": Step,
    "inverse_time": InverseTime,
    "cosine": Cosine,
}


def warm_up(epochs: Array, length: int) -> Array:
    """Return the factor (k,) of a linear warm-up: 1 / length at epoch 0, and 1 from epoch length - 1 on."""
    return np.asarray(np.minimum(1.0, (epochs + 1) / length))


class LearningRates:
    """The learning rate at each epoch.

    Parameters
    ----------
    learning_rate : without axes, or (S, 1) for each network
    factors : (epochs,) by which it is multiplied, None for a constant rate
    """

    def __init__(self, learning_rate: Array, factors: Array | None):
        self._rate, self._factors = learning_rate, factors
        self.are_constant = factors is None

    def at(self, epoch: int) -> Array:
        """Return the rate at an epoch, without axes or (S, 1)."""
        if self._factors is None:
            return self._rate
        return np.asarray(self._rate * self._factors[epoch])

    def of_all(self) -> Array:
        """Return (epochs,) or (S, epochs), the rate at every epoch, where it is not constant."""
        return np.asarray(self._rate * self._factors)
