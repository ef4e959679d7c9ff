"""Adding seeds until a comparison is decided, valid however often one looks.

A p-value that is looked at after every few seeds falls below 5 % in a quarter of the studies without any difference.
Betting does not: a gambler who bets on the sign of each difference before seeing it cannot expect to win if signs are
fair, so his wealth reaches 20 times its start with a chance of at most 1 in 20, at any time (Ville 1939; Ramdas et al.
2023, Statistical Science 38, 576-601). That is about the luck of the seeds alone; for that of the test points the
p over points and both is asked for at a third of the level, as simulated in docs/calibration.md.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seedcheck.statistics.paired import MIN_PAIRS, PairedDifference

Array = NDArray[Any]

BETS = np.arange(1, 10) / 10  # shares of the wealth that are bet, averaged over
LOOKS = 3  # what p over points is multiplied by, for looking at the same points again; 2 left up to 6 % false verdicts


@dataclass(frozen=True)
class EProcess:
    """Wealth of the bets on the signs of differences, one after the other.

    Attributes
    ----------
    wealth : (n,) after each difference; half of it starts on plus, half on minus
    up, down : these two halves at the end
    anytime_p : 1 / the largest wealth so far, at most 1: a p-value at any time
    """

    wealth: Array
    up: float
    down: float
    anytime_p: float

    @property
    def side(self) -> int:
        """Return 1 if the bets on plus have won more, -1 if those on minus, else 0."""
        return int(self.up > self.down) - int(self.up < self.down)

    def stops_at(self, wealth: float = 20, start: int = MIN_PAIRS) -> int | None:
        """Return the number of pairs, from ``start`` on, at which this wealth is reached first, or None."""
        reached = np.flatnonzero(self.wealth[start - 1 :] >= wealth)
        return start + int(reached[0]) if reached.size else None


def e_process(differences: Array) -> EProcess:
    """Return the wealth after each of the differences (n,), in the order in which the seeds were trained.

    The stake on a sign is the difference's size over the median size of the non-zero ones so far, at most 1: sizes
    tell nothing of signs, and a failed training counts no more than a typical difference.
    """
    d = np.asarray(differences, dtype=float)
    stakes = np.sign(d) * _relative_sizes(np.abs(d))
    plus, minus = (np.cumprod(1 + np.outer(BETS, side * stakes), axis=1).mean(axis=0) / 2 for side in (1, -1))
    wealth = plus + minus
    largest = max(float(wealth.max(initial=1.0)), 1.0)
    up, down = (float(side[-1]) if d.size else 0.5 for side in (plus, minus))
    return EProcess(wealth, up, down, 1 / largest)


def sequential_p(differences: Array, found: PairedDifference) -> float:
    """Return the p by which a comparison is decided that is looked at while seeds are added.

    The largest of the anytime p over seeds and LOOKS times the p over points and over both, of ``found`` at this
    moment; 1 if bets and typical difference point to different sides, or below MIN_PAIRS pairs.
    """
    bets = e_process(differences)
    if found.n < MIN_PAIRS or found.m < 2 or bets.side != np.sign(found.typical):
        return 1.0
    return min(1.0, max(bets.anytime_p, LOOKS * found.p_points, LOOKS * found.p_both))


def _relative_sizes(sizes: Array) -> Array:
    """Return each size over the median of the non-zero sizes up to it, at most 1; 0 for 0."""
    relative = np.zeros_like(sizes)
    for i in np.flatnonzero(sizes):
        so_far = sizes[: i + 1]
        relative[i] = min(sizes[i] / np.median(so_far[so_far > 0]), 1.0)
    return relative
