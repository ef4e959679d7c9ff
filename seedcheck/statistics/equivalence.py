"""Practically equal: a typical difference over seeds and points that is smaller than a margin.

Two one-sided tests at 5 % (Schuirmann 1987, Journal of Pharmacokinetics and Biopharmaceutics 15, 657-680): the 90 %
interval over both lies inside the margin. Where few points differ, a t interval is too short: if none differs it has no
width at all. So each limit is computed with PSEUDO_POINTS more test points that go the way that the limit guards
against, z^2 / 2 of them as in Wilson's interval. Then 0 differing points of m leave 3.3 / m, close to the exact 3 / m.
"""

from dataclasses import dataclass
from math import inf

from scipy import special

from seedcheck.statistics.two_way import TwoWay, with_pseudo_points

LEVEL = 0.9
PSEUDO_POINTS = float(special.ndtri((1 + LEVEL) / 2)) ** 2 / 2  # 1.35


@dataclass(frozen=True)
class Equivalence:
    """Whether a typical difference is shown to be smaller than ``margin``; ``low``, ``high`` are the guarded limits."""

    margin: float
    low: float
    high: float

    @property
    def equal(self) -> bool:
        """Whether both limits lie inside the margin, which they may not touch."""
        return -self.margin < self.low and self.high < self.margin

    @property
    def smallest_margin(self) -> float:
        """The margin within which these data show both to be equal."""
        return max(-self.low, self.high)


def equivalence(found: TwoWay | None, margin: float) -> Equivalence:
    """Return whether the typical difference ``found`` is practically zero within ``margin`` (a fraction).

    Without one (fewer than two pairs or points), and with a margin of 0, nothing is shown. Over seeds alone there are
    no points to guard against.

    Raises
    ------
    ValueError
        If the margin is below 0.
    """
    if not margin >= 0:
        raise ValueError(f"equivalence: the margin must not be below 0, found {margin}")
    if found is None:
        return Equivalence(margin, -inf, inf)
    if not found.largest:
        return Equivalence(margin, found.estimate - found.reach(LEVEL), found.estimate + found.reach(LEVEL))
    above, below = (with_pseudo_points(found, PSEUDO_POINTS, side * found.largest) for side in (1.0, -1.0))
    return Equivalence(margin, below.estimate - below.reach(LEVEL), above.estimate + above.reach(LEVEL))
