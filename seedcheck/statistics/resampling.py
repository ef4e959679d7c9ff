"""Resampling: what a mean over seeds, or over seeds and test points, could have been.

All functions are pure; randomness comes from ``seed``.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Array = NDArray[Any]

BOOTSTRAP_RESAMPLES = 2000
PERMUTATION_RESAMPLES = 9999  # 13 pairs have 8192 sign flips: up to there the test is exact


def mean_interval(samples: Sequence[Array], seed: int) -> tuple[float, float]:
    """Return the 95 % interval of the mean of the samples' means, each sample (n_k,) resampled within itself."""
    if all(np.ptp(sample) == 0 for sample in samples):
        value = float(np.mean([sample[0] for sample in samples]))
        return value, value
    interval = stats.bootstrap(
        samples,
        lambda *resamples, axis: np.mean([resample.mean(axis=axis) for resample in resamples], axis=0),
        n_resamples=BOOTSTRAP_RESAMPLES,
        method="percentile",
        vectorized=True,
        rng=np.random.default_rng(seed),
    ).confidence_interval
    return float(interval.low), float(interval.high)


def two_way_bootstrap(differences: Array, seed: int) -> Array:
    """Return BOOTSTRAP_RESAMPLES means of ``differences`` (n, m), with rows and columns resampled independently.

    A resample draws n rows and m columns with replacement and takes the mean over their crossings: w D v / (n m) with
    multinomial weights w and v (the pigeonhole bootstrap: Owen 2007, Annals of Applied Statistics 1, 386-411).
    """
    rng = np.random.default_rng(seed)
    n, m = differences.shape
    rows, columns = _multinomial_weights(n, rng), _multinomial_weights(m, rng)
    means: Array = np.einsum("bm,bm->b", rows @ differences, columns) / (n * m)
    return means


def _multinomial_weights(n: int, rng: np.random.Generator) -> Array:
    """Return how often each of n is drawn in n draws, (BOOTSTRAP_RESAMPLES, n); faster than ``rng.multinomial``."""
    draws = rng.integers(n, size=(BOOTSTRAP_RESAMPLES, n))
    draws += n * np.arange(BOOTSTRAP_RESAMPLES)[:, None]
    return np.bincount(draws.ravel(), minlength=BOOTSTRAP_RESAMPLES * n).reshape(BOOTSTRAP_RESAMPLES, n).astype(float)


def sign_flip_p(differences: Array, seed: int) -> float:
    """Return the two-sided p of the mean under random signs, exact up to 13 pairs (Fisher 1935, section 21)."""
    if differences.size < 2 or not differences.any():
        return 1.0
    test = stats.permutation_test(
        (differences,),
        np.sum,
        permutation_type="samples",
        vectorized=True,
        n_resamples=PERMUTATION_RESAMPLES,
        batch=1000,  # twice as fast as one batch, which leaves the cache
        rng=np.random.default_rng(seed),
    )
    return float(test.pvalue)
