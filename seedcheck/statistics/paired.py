"""A variant against its reference, paired by seed and judged on the same test points.

The centre is the trimmed mean of the differences (see `centres`). Its p-value is the largest of three, each of which
is right where it is alone: over seeds, for these very points (exact sign flips of pairs); over points, for these very
seeds (exact sign flips of points); and over both (two-way analysis of variance, t with Satterthwaite's df). The
largest keeps its level wherever one of them does.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seedcheck.statistics.centres import iqm, kept_rows, outlying_cut, typical
from seedcheck.statistics.sign_flips import flip_p, sign_flip_p, wilcoxon_p
from seedcheck.statistics.two_way import TwoWay, over_seeds, two_way

Array = NDArray[Any]

MIN_PAIRS = 6  # with 5 pairs the smallest two-sided p is 2 / 2**5 > 0.05
MIN_INFORMATIVE = 15  # with fewer points that tell the two apart, the interval over points does not cover 95 %


@dataclass(frozen=True)
class PairedDifference:
    """A variant's accuracy minus its reference's, as fractions (0 to 1); or how much better it is in another metric.

    Attributes
    ----------
    n, m, left_out : pairs used, points (0 if they are not known), and pairs left out because either training diverged
    typical, cut : trimmed mean of the n differences, and how many are cut at each end
    low_seeds, high_seeds : its 95 % interval over seeds, for these very points
    low, high : its 95 % interval over seeds and points; nan below MIN_INFORMATIVE informative points
    informative : points on which the pairs that are left after cutting do not break even
    iqm, mean, median : other centres of the n differences
    wins, losses : pairs in which the variant is right on more, and on fewer points
    p_seeds, p_points, p_both : two-sided p over seeds, over points, and over both
    wilcoxon_p : exact two-sided p of the signed-rank test over seeds
    two_way : what the uncertainty over both, or over seeds alone, is made of; None below two pairs or points
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

    With ``unit`` u these are sums over u looks at the same trainings, of which differences are means. D of real numbers
    has by how much the variant is better on each point in another metric, such as the loss.
    """
    n, m = D.shape
    if not n:
        return PairedDifference(n, m, left_out)
    won, is_whole = points_won(D), np.issubdtype(D.dtype, np.integer)
    flipped = sign_flip_p if is_whole else flip_p
    seeds = compare_seeds(won, m * unit, unit, left_out, flipped)
    cut = seeds.cut
    by_point = D[kept_rows(won, cut)].sum(axis=0, dtype=won.dtype)
    informative = int((by_point != 0).sum())
    found = two_way(D / unit, won / unit, cut) if n > 1 and m > 1 else None
    if found and not is_whole:
        found = replace(found, largest=float(np.abs(D).max()))
    reach = found.reach(0.95) if found and informative >= MIN_INFORMATIVE else nan
    return replace(
        seeds,
        m=m,
        low=seeds.typical - reach,
        high=seeds.typical + reach,
        informative=informative,
        p_points=flipped(by_point),
        p_both=found.p if found else 1.0,
        wilcoxon_p=wilcoxon_p(won) if is_whole else 1.0,
        two_way=found,
    )


def compare_seeds(
    won: Array, per: float = 1, unit: int = 1, left_out: int = 0, flipped: Callable[[Array, int], float] = flip_p
) -> PairedDifference:
    """Return the comparison over seeds alone of ``won`` (n,): by how much the variant is better in each pair.

    Whole numbers are points won, of ``per`` points in ``unit`` looks, as in `compare_pairs`; others are differences of
    any metric. No p is over points. ``flipped`` is the test of them.
    """
    n = won.size
    if not n:
        return PairedDifference(n, 0, left_out)
    share = won / per
    cut = outlying_cut(won / unit, 1.0 if np.issubdtype(won.dtype, np.integer) else _smallest(won))
    centre = typical(share, cut)
    return PairedDifference(
        n,
        0,
        left_out,
        typical=centre.value,
        cut=cut,
        low_seeds=centre.low,
        high_seeds=centre.high,
        iqm=iqm(share),
        mean=float(won.mean() / per),
        median=float(np.median(won) / per),
        wins=int((won > 0).sum()),
        losses=int((won < 0).sum()),
        p_seeds=flipped(won, cut),
        two_way=over_seeds(share, cut) if n > 1 else None,
    )


def _smallest(won: Array) -> float:
    """Return the smallest size of a difference that is not 0, or 1."""
    return float(np.abs(won[won != 0]).min(initial=np.inf)) if won.any() else 1.0


def points_won(D: Array) -> Array:
    """Return the row sums of D (n, m): by how many points the variant wins in each pair, as whole numbers if D has."""
    won: Array = D.sum(axis=1, dtype=np.int64 if np.issubdtype(D.dtype, np.integer) else float)
    return won
