"""What is typical of several seeds: centres that a few failed trainings cannot move.

The interquartile mean (IQM) describes one variant (Agarwal et al. 2021, NeurIPS 34). A comparison uses the trimmed
mean that cuts as many pairs at each end as stand far out, at most a quarter: with none it is the mean, with a quarter
the IQM.
"""

from dataclasses import dataclass
from math import nan, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

Array = NDArray[Any]

OUTLYING = 5.0  # a pair stands out if its difference is larger than so many typical (median) ones
QUARTER = 4  # at most n // QUARTER values are cut at each end


@dataclass(frozen=True)
class Typical:
    """The trimmed mean of one value over seeds.

    Attributes
    ----------
    value : mean of the values that are left after ``cut`` are cut at each end
    low, high : its 95 % interval over seeds (Yuen 1974, Biometrika 61, 165-170); nan with fewer than two values left
    cut : values cut at each end
    """

    value: float
    low: float = nan
    high: float = nan
    cut: int = 0


def outlying_cut(won: Array, least: float = 1.0) -> int:
    """Return how many pairs to cut at each end of ``won`` (n,), the points that the variant wins in each pair.

    As many as differ by more than OUTLYING times the median size of a difference (``least``, one point, at least), at
    most a quarter of n. Only sizes count, not signs: exchanging variant and reference in any pair leaves the number as
    it is, so that a sign-flip test with this cut is exact.
    """
    sizes = np.abs(won)
    typical = max(float(np.median(sizes)), least)
    return min(int((sizes > OUTLYING * typical).sum()), won.size // QUARTER)


def kept_rows(won: Array, cut: int) -> Array:
    """Return the indices, ascending, of the values that are left when ``cut`` are cut at each end of ``won`` (n,).

    Of equal values the first ones are cut, at either end, so that ``-won`` keeps the same ones.
    """
    left = np.ones(won.size, dtype=bool)
    left[np.argsort(won, kind="stable")[:cut]] = False
    downwards = np.argsort(-won, kind="stable")
    left[downwards[left[downwards]][:cut]] = False
    return np.flatnonzero(left)


def trimmed_mean(values: Array, cut: int) -> float:
    """Return the mean of values (n,) without the ``cut`` lowest and highest."""
    return float(np.sort(values)[cut : values.size - cut].mean())


def iqm(values: Array) -> float:
    """Return the interquartile mean of values (n,): a quarter of n, rounded down, is cut at each end."""
    return trimmed_mean(values, values.size // QUARTER)


def squared_error(values: Array, cut: int) -> float:
    """Return the squared standard error of `trimmed_mean`, from the winsorized variance (Yuen 1974)."""
    ordered = np.sort(values)
    n = ordered.size
    kept = n - 2 * cut
    winsorized = np.clip(ordered, ordered[cut], ordered[n - cut - 1])
    return float(((winsorized - winsorized.mean()) ** 2).sum() / (kept * (kept - 1)))


def typical(values: Array, cut: int) -> Typical:
    """Return the trimmed mean of values (n,), n >= 1, with its 95 % interval over seeds."""
    value = trimmed_mean(values, cut)
    df = values.size - 2 * cut - 1
    if df < 1:
        return Typical(value, cut=cut)
    reach = float(special.stdtrit(df, 0.975)) * sqrt(squared_error(values, cut))
    return Typical(value, value - reach, value + reach, cut)
