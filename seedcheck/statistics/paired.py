"""A variant against its reference, paired by seed and by test point.

All functions are pure: arrays in, frozen records out, randomness from ``seed``. S replicates (seeds) classify the same
m test points; ``correct`` (S, m) says which ones were right, and row s of two variants started from the same weights.
A diverged replicate is a row of nan, so that its accuracy ``correct.mean(axis=1)`` is nan too. Accuracies and their
differences are fractions (0 to 1).
"""

from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from seedcheck.statistics.resampling import mean_interval, sign_flip_p, two_way_bootstrap

Array = NDArray[Any]

MIN_PAIRS = 6  # with 5 pairs the smallest two-sided p is 2 / 2**5 > 0.05
DETECTABLE = float(stats.norm.ppf(0.975) + stats.norm.ppf(0.8))  # two-sided 5 % level, 80 % power: 2.80 standard errors


@dataclass(frozen=True)
class PairedDifference:
    """A variant's accuracy minus its reference's, paired by replicate.

    Attributes
    ----------
    n, m, left_out : pairs used, test points, pairs left out because either replicate diverged
    mean, median : of the n differences
    low, high : 95 % bootstrap interval of the mean difference over seeds: for these very test points
    low_both, high_both : the same over seeds and test points: for new points of the same kind
    wins, losses : pairs in which the variant is right on more, and on fewer points
    probability_better : share of pairs in which the variant is better, ties counting half
    p, wilcoxon_p : two-sided p of the sign-flip test of the mean, and of Wilcoxon's signed-rank test
    detectable : smallest true mean difference found with 80 % power, see `compare`; nan below MIN_PAIRS pairs
    """

    n: int
    m: int
    left_out: int
    mean: float = nan
    median: float = nan
    low: float = nan
    high: float = nan
    low_both: float = nan
    high_both: float = nan
    wins: int = 0
    losses: int = 0
    probability_better: float = nan
    p: float = 1.0
    wilcoxon_p: float = 1.0
    detectable: float = nan


def compare(correct: Array, reference: Array, seed: int) -> PairedDifference:
    """Compare a variant with its reference, both (S, m), paired by row and by column.

    ``detectable`` is (z_.975 + z_.8) times the standard error of the mean difference over seeds and test points, taken
    from `two_way_bootstrap` (Bloom 1995, Evaluation Review 19, 547-556). It is for one test, before Holm's correction.

    Raises
    ------
    ValueError
        If the shapes differ or are not (replicates, test points).
    """
    if correct.shape != reference.shape or correct.ndim != 2 or not correct.shape[1]:
        found = f"{correct.shape} and {reference.shape}"
        raise ValueError(f"compare: two arrays of the same shape (replicates, test points) are expected, found {found}")
    D = correct.astype(float) - reference.astype(float)
    usable = np.isfinite(D).all(axis=1)
    return _paired(D[usable], int((~usable).sum()), seed)


def _paired(D: Array, left_out: int, seed: int) -> PairedDifference:
    """Return the comparison of D (n, m): 1 where only the variant is right, -1 where only the reference is, else 0."""
    n, m = D.shape
    if not n:
        return PairedDifference(n, m, left_out)
    won = D.sum(axis=1)  # points won: whole numbers, so that ties and zeros are exact
    low, high = mean_interval([won], seed)
    both = two_way_bootstrap(D, seed)
    low_both, high_both = np.quantile(both, [0.025, 0.975])
    return PairedDifference(
        n,
        m,
        left_out,
        mean=float(won.mean() / m),
        median=float(np.median(won) / m),
        low=low / m,
        high=high / m,
        low_both=float(low_both),
        high_both=float(high_both),
        wins=int((won > 0).sum()),
        losses=int((won < 0).sum()),
        probability_better=float((won > 0).mean() + (won == 0).mean() / 2),
        p=sign_flip_p(won, seed),
        wilcoxon_p=float(stats.wilcoxon(won).pvalue) if won.any() else 1.0,
        detectable=DETECTABLE * float(both.std(ddof=1)) if n >= MIN_PAIRS else nan,
    )


def mcnemar_exact(correct: Array, reference: Array) -> float:
    """Return the exact two-sided p that two single runs (m,) differ, from the points only one got right.

    The binomial form of McNemar 1947 (Psychometrika 12, 153-157); 1 where the runs are right on the same points.
    """
    won, lost = int((correct & ~reference).sum()), int((reference & ~correct).sum())
    return float(stats.binomtest(won, won + lost).pvalue) if won + lost else 1.0
