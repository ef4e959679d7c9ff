"""Validation split and early stopping as they are meant, one network at a time; see ``seedcheck.training.plain``."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from seedcheck.training.plain import Array, Point
from seedcheck.training.rounding import ROUNDING, reach, size

Data = tuple[Array, Array]


def held_back(settings: Any, m: int) -> int:
    """Return how many of m examples the validation split takes."""
    fraction = float(settings.validation_fraction)
    return min(max(1, round(fraction * m)), m - 1) if fraction else 0


def parts(X: Array, Y: Array, settings: Any, seed: Any) -> tuple[Data, Data]:
    """Return inputs and labels that are trained on, and those of the validation split, none if nothing is held back."""
    m = Y.shape[1]
    count = held_back(settings, m)
    if not count:
        return (X, Y), (X[:, :0], Y[:, :0])
    shuffled = np.random.default_rng(seed).permutation(m).tolist()
    by_class = sorted(shuffled, key=lambda example: float(Y[0, example]))
    held = sorted(by_class[int((k + 0.5) * m / count)] for k in range(count))
    rest = sorted(set(range(m)).difference(held))
    return (X[:, rest], Y[:, rest]), (X[:, held], Y[:, held])


@dataclass
class Stopping:
    """Early stopping of a network, as far as it was shown.

    Attributes
    ----------
    settings, X, Y : of the network, and its validation split
    least, kept, best : the least validation loss so far, at which epoch it was, and the parameters there
    since : records since then
    stopped : the epoch at which patience ran out, None before
    undecided : whether rounding decides on a record, so that nothing is known of the network any more
    """

    settings: Any
    X: Array
    Y: Array
    least: float = float("inf")
    kept: int = 0
    best: Array = field(default_factory=lambda: np.empty(0))
    since: int = 0
    stopped: int | None = None
    undecided: bool = False

    def look(self, epoch: int, theta: Array) -> None:
        """Look at the parameters at a record."""
        point = Point(
            self.settings, theta, self.X, self.Y, [np.ones((n, 1)) for n in self.settings.layers[1:-1]], predicts=True
        )
        loss = float(point.loss.values(point.Z[-1], self.Y).mean())
        rounding = ROUNDING * (abs(loss) + size(point, reach(self.X)))
        if not self.best.size:
            self.best = theta
        self.undecided |= abs(loss - self.least) <= rounding and not np.array_equal(theta, self.best)
        if loss < self.least:
            self.least, self.kept, self.best, self.since = loss, epoch, theta, 0
        else:
            self.since += 1
        if self.since >= self.settings.patience:
            self.stopped = epoch
