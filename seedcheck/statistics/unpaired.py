"""Runs that share no seeds: the difference of two means, over seeds alone.

The p is the larger of Welch's t test (1947, Biometrika 34, 28-35), whose interval is given, and of the permutations of
Welch's t (Janssen 1997, Statistics & Probability Letters 36, 9-21; by SciPy); for many runs Welch's alone. Permutations
of the plain difference err one time in five where the variant with fewer runs varies more. Where nothing pairs runs,
the luck that they would share stays in the difference, so that more of them are needed.
"""

from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seedcheck.statistics.paired import PairedDifference
from seedcheck.statistics.two_way import TwoWay

Array = NDArray[Any]

DRAWS = 9999  # of all ways to divide the runs, or all if there are no more
TINY = 1e-300  # in the place of no variance at all
MANY = 25  # runs of each, from which on Welch's p is taken


def compare_unpaired(values: Array, reference: Array, seed: int) -> PairedDifference:
    """Return the comparison of values (n,) with those of the reference (m,), nan where a training diverged.

    Larger is better. ``n`` is the smaller number of runs, ``typical`` the difference of the means, ``low_seeds`` and
    ``high_seeds`` Welch's interval; ``wins`` and ``losses`` count all pairs of one run of each. ``seed`` is of drawing.
    """
    a, b = (np.asarray(side, dtype=float)[np.isfinite(side)] for side in (values, reference))
    n, left_out = min(a.size, b.size), values.size + reference.size - a.size - b.size
    if n < 2:
        return PairedDifference(n, 0, left_out)
    difference = float(a.mean() - b.mean())
    welch = TwoWay(difference, a.size, b.size, float(a.var(ddof=1) / a.size), float(b.var(ddof=1) / b.size), 0.0, 0.0)
    reach, ordered = welch.reach(0.95), np.sort(b)
    return PairedDifference(
        n,
        0,
        left_out,
        typical=difference,
        low_seeds=difference - reach,
        high_seeds=difference + reach,
        mean=difference,
        median=float(np.median(a) - np.median(b)),
        wins=int(np.searchsorted(ordered, a, "left").sum()),
        losses=int((b.size - np.searchsorted(ordered, a, "right")).sum()),
        p_seeds=welch.p if n >= MANY and welch.variance else _p_of_few(a, b, welch, seed),
        two_way=welch,
    )


def name_of_test(n: int, m: int) -> str:
    """Return how the test of n against m runs is called."""
    if min(n, m) >= MANY:
        return "Welch's t test"
    return f"Welch's t test and its permutations ({'all' if comb(n + m, n) <= DRAWS else f'{DRAWS} drawn'})"


def _p_of_few(a: Array, b: Array, welch: TwoWay, seed: int) -> float:
    """Return the larger p of both tests, that of the permutations where runs of a variant are all equal."""
    permuted = _permutation_p(a, b, seed)
    return max(welch.p, permuted) if welch.variance else permuted


def _permutation_p(a: Array, b: Array, seed: int) -> float:
    """Return the two-sided p of Welch's t when runs are divided at random."""

    def welch_t(x: Array, y: Array, axis: int) -> Array:
        error = x.var(axis=axis, ddof=1) / x.shape[axis] + y.var(axis=axis, ddof=1) / y.shape[axis]
        return np.asarray((x.mean(axis=axis) - y.mean(axis=axis)) / np.sqrt(np.maximum(error, TINY)))

    from scipy import stats  # noqa: PLC0415 - half a second

    found = stats.permutation_test((a, b), welch_t, n_resamples=DRAWS, vectorized=True, rng=seed)
    return float(found.pvalue)
