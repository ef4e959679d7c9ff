"""How many more seeds or test points: where the uncertainty of a difference comes from, and what would shrink it.

The squared standard error with n seeds and m points is s / n + p / m + e / (n m). Shares s, p and e come from the study
at hand, so that forecasts from 20 seeds are right within a third or so (docs/calibration.md).
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import isinf, sqrt

from scipy import special

from seedcheck.statistics.centres import QUARTER
from seedcheck.statistics.equivalence import LEVEL, PSEUDO_POINTS
from seedcheck.statistics.two_way import TwoWay

POWER = 0.8
MOST = 1_000_000  # seeds or points beyond which none are advised


@dataclass(frozen=True)
class Sources:
    """Where the uncertainty of a difference comes from.

    Attributes
    ----------
    seeds, points, rest : variance between seeds, between points, and of one seed on one point
    kept : share of the pairs that the trimmed mean is taken over
    """

    seeds: float
    points: float
    rest: float
    kept: float = 1.0

    def error(self, n: float, m: float) -> float:
        """Return the standard error with n seeds and m points, either of which may be inf."""
        pairs = self.kept * n
        return sqrt(self.seeds / pairs + self.points / m + self.rest / (pairs * m))

    def shares(self, n: float, m: float) -> tuple[float, float, float]:
        """Return the shares of seeds, points and rest in the squared standard error; nan if there is none."""
        pairs = self.kept * n
        parts = (self.seeds / pairs, self.points / m, self.rest / (pairs * m))
        total = sum(parts)
        seeds, points, rest = (part / total if total else float("nan") for part in parts)
        return seeds, points, rest


@dataclass(frozen=True)
class Needed:
    """Smallest numbers that would decide, the other one left as it is; None where no number would.

    Attributes
    ----------
    seeds, points : seeds with as many points as now, points with as many seeds as now
    """

    seeds: int | None
    points: int | None


def sources(found: TwoWay, n: int) -> Sources:
    """Return where the uncertainty of a difference over n pairs comes from; negative estimates count as 0."""
    pairs, m = found.pairs, found.points
    if isinf(m):
        return Sources(found.seed_error * pairs, 0.0, 0.0, pairs / n)
    return Sources(
        seeds=max(found.seed_error - found.rest_error, 0.0) * pairs,
        points=max(found.point_error - found.rest_error, 0.0) * m,
        rest=found.rest_error * pairs * m,
        kept=pairs / n,
    )


def failures_dominate(failed: int, n: int) -> bool:
    """Return whether so many of n pairs have a failed training that no number of seeds or points can be advised.

    More than a quarter: then the trimmed mean is moved by them, and what would help is a training that does not fail.
    """
    return failed > n // QUARTER


def power(difference: float, error: float, level: float = 0.05) -> float:
    """Return the chance that a true ``difference`` is found, in its own direction, by a two-sided test of ``level``."""
    if error == 0:
        return 1.0 if difference else level / 2
    return float(special.ndtr(abs(difference) / error - special.ndtri(1 - level / 2)))


def needed_to_differ(parts: Sources, n: int, m: float, difference: float, level: float = 0.05) -> Needed:
    """Return what it takes to find a true ``difference`` in 4 of 5 studies at this ``level``.

    n, m : seeds and points of the study at hand. With k comparisons, give level / k.
    """
    return _needed(lambda seeds, points: power(difference, parts.error(seeds, points), level) >= POWER, n, m)


def needed_to_equal(parts: Sources, n: int, m: float, margin: float) -> Needed:
    """Return what it takes to show in 4 of 5 studies that two equally good variants are equal within ``margin``."""
    half_width = float(special.ndtri((1 + LEVEL) / 2) + special.ndtri((1 + POWER) / 2))

    def enough(seeds: float, points: float) -> bool:
        guarded = sqrt(parts.error(seeds, points) ** 2 + PSEUDO_POINTS / points**2)
        return PSEUDO_POINTS / points + half_width * guarded <= margin

    return _needed(enough, n, m)


def _needed(enough: Callable[[float, float], bool], n: int, m: float) -> Needed:
    return Needed(_smallest(lambda seeds: enough(seeds, m), n), _smallest(lambda points: enough(n, points), m))


def _smallest(enough: Callable[[float], bool], start: float) -> int | None:
    """Return the smallest whole number from ``start`` on that is enough, or None if MOST is not or there is none."""
    if isinf(start) or not (enough(start) or enough(MOST)):
        return None
    low, high = int(start), MOST
    if enough(low):
        return low
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
