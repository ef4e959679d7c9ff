"""The distribution of one value over seeds, and the interval of a proportion.

95 % intervals of a mean are percentile bootstrap intervals (Efron & Tibshirani 1993, chapter 13).
"""

from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from seedcheck.statistics.resampling import mean_interval

Array = NDArray[Any]


@dataclass(frozen=True)
class Summary:
    """The distribution of one value over seeds.

    Attributes
    ----------
    n, diverged, collapsed : replicates used, left out (not finite), and among the used ones predicting one class only
    median, iqm, mean, sd : iqm is the mean of the middle half (a quarter of n, rounded down, cut at each end); sd has
        n - 1 in the denominator
    low, high : 95 % bootstrap interval of the mean over seeds
    """

    n: int
    diverged: int
    collapsed: int
    median: float = nan
    iqm: float = nan
    mean: float = nan
    sd: float = nan
    low: float = nan
    high: float = nan


def summarize(values: Array, seed: int, collapsed: Array | None = None) -> Summary:
    """Summarize values (S,) over seeds; ``collapsed`` (S,) marks replicates that predict one class only."""
    values = np.asarray(values, dtype=float)
    usable = np.isfinite(values)
    flags = np.zeros(values.shape, dtype=bool) if collapsed is None else np.asarray(collapsed, dtype=bool)
    used, counts = values[usable], (int(usable.sum()), int((~usable).sum()), int((flags & usable).sum()))
    if not used.size:
        return Summary(*counts)
    low, high = mean_interval([used], seed)
    return Summary(
        *counts,
        median=float(np.median(used)),
        iqm=float(stats.trim_mean(used, 0.25)),
        mean=float(used.mean()),
        sd=float(used.std(ddof=1)) if used.size > 1 else nan,
        low=low,
        high=high,
    )


def wilson(successes: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a proportion, n >= 1 (Wilson 1927, JASA 22, 209-212)."""
    interval = stats.binomtest(successes, n).proportion_ci(0.95, method="wilson")
    return float(interval.low), float(interval.high)
