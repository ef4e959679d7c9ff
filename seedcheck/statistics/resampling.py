"""The probability that a variant is better, and how far it could be off over new seeds and new points.

The only interval that needs random numbers; they come from ``seed``.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

RESAMPLES = 4000


@dataclass(frozen=True)
class Probability:
    """The share of pairs in which the variant wins, ties counting half, and its 95 % interval over seeds and points."""

    value: float
    low: float
    high: float


def probability_better(D: Array, seed: int, resamples: int = RESAMPLES) -> Probability:
    """Return how often the variant wins a pair of D (n, m), n >= 1; D as in `paired.compare_pairs`.

    Each resample draws n seeds and m points with replacement, independently, and counts again (the pigeonhole
    bootstrap: Owen 2007, Annals of Applied Statistics 1, 386-411).
    """
    rng = np.random.default_rng(seed)
    n, m = D.shape
    points, seeds = _counts(m, resamples, rng), _counts(n, resamples, rng)
    wins = 0.5 + 0.5 * np.sign(points @ D.T.astype(np.float32))  # whole numbers below 2^24, exact in single precision
    drawn = (wins * seeds).sum(axis=1) / n
    low, high = np.quantile(drawn, [0.025, 0.975])
    value = 0.5 + 0.5 * np.sign(D.sum(axis=1, dtype=np.int64)).mean()
    return Probability(float(value), float(low), float(high))


def _counts(n: int, resamples: int, rng: np.random.Generator) -> Array:
    """Return (resamples, n) how often each of n is drawn in n draws; faster than ``rng.multinomial``."""
    draws = rng.integers(n, size=(resamples, n))
    draws += n * np.arange(resamples)[:, None]
    return np.bincount(draws.ravel(), minlength=resamples * n).reshape(resamples, n).astype(np.float32)
