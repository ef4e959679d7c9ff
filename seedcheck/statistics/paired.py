"""A variant against its reference, paired by seed and judged on the same test points.

The centre is the trimmed mean of the differences (see `centres`). Its p-value is the largest of three, each of which
is right where it is alone: over seeds, for these very points (exact sign flips of pairs); over points, for these very
seeds (exact sign flips of points); and over both (two-way analysis of variance, t with Satterthwaite's df). The
largest keeps its level wherever one of them does.
"""

from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seedcheck.statistics.centres import iqm, kept_rows, outlying_cut, typical
from seedcheck.statistics.sign_flips import sign_flip_p, wilcoxon_p
from seedcheck.statistics.two_way import TwoWay, two_way

Array = NDArray[Any]

MIN_PAIRS = 6  # with 5 pairs the smallest two-sided p is 2 / 2**5 > 0.05
MIN_INFORMATIVE = 15  # with fewer points that tell the two apart, the interval over points does not cover 95 %


@dataclass(frozen=True)
class PairedDifference:
    """A variant's accuracy minus its reference's; differences and limits are fractions (0 to 1).

    Attributes
    ----------
    n, m, left_out : pairs used, points, and pairs left out because either training diverged
    typical, cut : trimmed mean of the n differences, and how many are cut at each end
    low_seeds, high_seeds : its 95 % interval over seeds, for these very points
    low, high : its 95 % interval over seeds and points; nan below MIN_INFORMATIVE informative points
    informative : points on which the pairs that are left after cutting do not break even
    iqm, mean, median : other centres of the n differences
    wins, losses : pairs in which the variant is right on more, and on fewer points
    p_seeds, p_points, p_both : two-sided p over seeds, over points, and over both
    wilcoxon_p : exact two-sided p of the signed-rank test over seeds
    two_way : what the uncertainty over both is made of; None below two pairs or points
    """

    n: int
    m: int
    left_out: int = 0
    typical: float = nan
    cut: int = 0
    low_seeds: float = nan
    high_seeds: float = nan
    low: float = nan
    high: float = nan
    informative: int = 0
    iqm: float = nan
    mean: float = nan
    median: float = nan
    wins: int = 0
    losses: int = 0
    p_seeds: float = 1.0
    p_points: float = 1.0
    p_both: float = 1.0
    wilcoxon_p: float = 1.0
    two_way: TwoWay | None = None

    @property
    def p(self) -> float:
        """The p that the decision uses: the largest of the three; 1 below MIN_PAIRS pairs or two points."""
        return max(self.p_seeds, self.p_points, self.p_both) if self.n >= MIN_PAIRS and self.m > 1 else 1.0

    @property
    def probability_better(self) -> float:
        """Share of pairs in which the variant wins, ties counting half."""
        return 0.5 + (self.wins - self.losses) / (2 * self.n) if self.n else nan


def differences(correct: Array, reference: Array, unit: int = 1) -> tuple[Array, int]:
    """Return D (n, m) int8 of two variants (S, m) that are 1, 0, or nan in diverged rows; and the pairs left out.

    With ``unit`` u, points were looked at u times, and values are 0, 1, ..., u: how often each was right.

    Raises
    ------
    ValueError
        If the shapes differ or are not (seeds, points), or a value is neither 0, 1 (to u) nor nan.
    """
    if correct.shape != reference.shape or correct.ndim != 2 or not correct.shape[1]:
        found = f"{correct.shape} and {reference.shape}"
        raise ValueError(f"differences: two arrays of the same shape (seeds, points) are expected, found {found}")
    D = np.asarray(correct, dtype=float) - np.asarray(reference, dtype=float)
    usable = np.isfinite(D).all(axis=1)
    if not np.isin(D[usable], np.arange(-unit, unit + 1)).all():
        raise ValueError(f"differences: points are right ({unit}), wrong (0) or, after divergence, nan")
    return D[usable].astype(np.int8), int((~usable).sum())


def compare(correct: Array, reference: Array) -> PairedDifference:
    """Compare a variant with its reference, both (S, m) as in `differences`, paired by row and by column."""
    D, left_out = differences(correct, reference)
    return compare_pairs(D, left_out)


def compare_pairs(D: Array, left_out: int = 0, unit: int = 1) -> PairedDifference:
    """Return the comparison of D (n, m): 1 where only the variant is right, -1 where only the reference is, else 0.

    With ``unit`` u these are sums over u looks at the same trainings, of which differences are means.
    """
    n, m = D.shape
    if not n:
        return PairedDifference(n, m, left_out)
    won = points_won(D)
    share = won / (m * unit)
    cut = outlying_cut(won / unit)
    centre = typical(share, cut)
    by_point = D[kept_rows(won, cut)].sum(axis=0, dtype=np.int64)
    informative = int((by_point != 0).sum())
    found = two_way(D / unit, won / unit, cut) if n > 1 and m > 1 else None
    reach = found.reach(0.95) if found and informative >= MIN_INFORMATIVE else nan
    return PairedDifference(
        n,
        m,
        left_out,
        typical=centre.value,
        cut=cut,
        low_seeds=centre.low,
        high_seeds=centre.high,
        low=centre.value - reach,
        high=centre.value + reach,
        informative=informative,
        iqm=iqm(share),
        mean=float(won.mean() / (m * unit)),
        median=float(np.median(won) / (m * unit)),
        wins=int((won > 0).sum()),
        losses=int((won < 0).sum()),
        p_seeds=sign_flip_p(won, cut),
        p_points=sign_flip_p(by_point),
        p_both=found.p if found else 1.0,
        wilcoxon_p=wilcoxon_p(won),
        two_way=found,
    )


def points_won(D: Array) -> Array:
    """Return the row sums of D (n, m): by how many points the variant wins in each pair, as whole numbers."""
    won: Array = D.sum(axis=1, dtype=np.int64)
    return won
