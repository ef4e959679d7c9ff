"""Seeds and test points: the standard error of a typical difference over both kinds of luck.

D (n, m) holds the differences of n pairs of trainings on the same m points: 1 where only the variant is right, -1 where
only the reference is, else 0. A new study would draw other seeds and other points, so rows and columns are both
samples: a two-way layout without replication (Satterthwaite 1946, Biometrics Bulletin 2, 110-114).
"""

from dataclasses import dataclass
from math import inf, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from seedcheck.statistics.centres import kept_rows, squared_error, trimmed_mean

Array = NDArray[Any]


@dataclass(frozen=True)
class MeanSquares:
    """Mean squares of a two-way layout without replication: over rows, over columns, and the rest."""

    seeds: float
    points: float
    rest: float


@dataclass(frozen=True)
class TwoWay:
    """The typical difference and the squared standard errors that make up its uncertainty.

    Attributes
    ----------
    estimate : trimmed mean over pairs of the mean difference over points
    pairs, points : pairs left after cutting, test points (with pseudo-points not whole; inf if seeds alone are judged)
    seed_error, point_error : squared standard error if seeds alone, or points alone, were drawn anew
    rest_error : what both of these contain
    largest : size of the largest difference that a point can make, 0 if no points are judged
    """

    estimate: float
    pairs: int
    points: float
    seed_error: float
    point_error: float
    rest_error: float
    largest: float = 1.0

    @property
    def variance(self) -> float:
        """Squared standard error over both, never below that over one of them."""
        both = self.seed_error + self.point_error - self.rest_error
        return max(both, self.seed_error, self.point_error)

    @property
    def df(self) -> float:
        """Satterthwaite's degrees of freedom of `variance`, at least 1."""
        rows, columns = self.pairs - 1, self.points - 1
        spread = self.seed_error**2 / rows + self.point_error**2 / columns + self.rest_error**2 / (rows * columns)
        return max(self.variance**2 / spread, 1.0) if spread > 0 else 1.0

    @property
    def p(self) -> float:
        """Two-sided p over seeds and points; 1 where nothing varies."""
        if self.variance <= 0:
            return 1.0
        return 2 * float(special.stdtr(self.df, -abs(self.estimate) / sqrt(self.variance)))

    def reach(self, level: float) -> float:
        """Return how far a two-sided interval of this ``level`` (0.95) reaches from the estimate."""
        return float(special.stdtrit(self.df, (1 + level) / 2)) * sqrt(self.variance)


def over_seeds(share: Array, cut: int) -> TwoWay:
    """Return the typical difference of ``share`` (n,), n >= 2, whose uncertainty is that of the seeds alone."""
    return TwoWay(trimmed_mean(share, cut), share.size - 2 * cut, inf, squared_error(share, cut), 0.0, 0.0, 0.0)


def mean_squares(D: Array) -> MeanSquares:
    """Return the mean squares of D (n, m), n and m >= 2."""
    n, m = D.shape
    rows, columns = D.sum(axis=1, dtype=float) / m, D.sum(axis=0, dtype=float) / n
    mean = rows.mean()
    over_rows = float(m * ((rows - mean) ** 2).sum())
    over_columns = float(n * ((columns - mean) ** 2).sum())
    total = float(np.square(D, dtype=float).sum() - n * m * mean**2)
    rest = max(total - over_rows - over_columns, 0.0)  # rounding may leave -1e-17
    return MeanSquares(over_rows / (n - 1), over_columns / (m - 1), rest / ((n - 1) * (m - 1)))


def two_way(D: Array, won: Array, cut: int) -> TwoWay:
    """Return the typical difference of D (n, m) over pairs, ``won`` (n,) its row sums, with ``cut`` cut at each end.

    Without a cut these are the mean squares of the two-way analysis of variance. With one, the part of the seeds is
    Yuen's winsorized variance, and points and rest are those of the pairs that are left.
    """
    rows = kept_rows(won, cut)
    kept = D[rows] if cut else D
    h, m = kept.shape
    squares = mean_squares(kept)
    return TwoWay(
        estimate=float(won[rows].sum() / (h * m)),
        pairs=h,
        points=m,
        seed_error=squared_error(won / m, cut),
        point_error=squares.points / (h * m),
        rest_error=squares.rest / (h * m),
    )


def with_pseudo_points(found: TwoWay, count: float, value: float) -> TwoWay:
    """Return what would be found with ``count`` more points, on which all pairs differ by ``value``."""
    m = found.points
    more = m + count
    own, rest = found.point_error * m * (m - 1), found.rest_error * m * (m - 1)
    between = m * count / more * (value - found.estimate) ** 2
    on_them_alike = m * count / more * found.seed_error  # seeds that differ elsewhere do not differ there
    return TwoWay(
        estimate=(m * found.estimate + count * value) / more,
        pairs=found.pairs,
        points=more,
        seed_error=found.seed_error * (m / more) ** 2,
        point_error=(own + between) / (more * (more - 1)),
        rest_error=(rest + on_them_alike) / (more * (more - 1)),
    )
