"""The probability that a variant is better, and how far it could be off over new seeds and new points.

The only interval that needs random numbers; they come from ``seed``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

RESAMPLES = 4000
BLOCK = 1_000_000  # numbers that are drawn at once: 20 MB


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
    columns = D.T.astype(np.float32)
    signs = [np.sign(points @ columns) for points in _counts(m, resamples, rng)]  # whole numbers below 2^24: exact
    wins = 0.5 + 0.5 * np.concatenate(signs)
    drawn, start = np.empty(resamples, np.float32), 0
    for seeds in _counts(n, resamples, rng):
        stop = start + len(seeds)
        drawn[start:stop] = (wins[start:stop] * seeds).sum(axis=1) / n
        start = stop
    low, high = np.quantile(drawn, [0.025, 0.975])
    value = 0.5 + 0.5 * np.sign(D.sum(axis=1, dtype=np.int64)).mean()
    return Probability(float(value), float(low), float(high))


def _counts(n: int, resamples: int, rng: np.random.Generator) -> Iterator[Array]:
    """Yield (some, n) how often each of n is drawn in n draws, resample by resample; faster than ``rng.multinomial``.

    In blocks, for the sake of memory: the draws are the same in one.
    """
    block = max(1, BLOCK // n)
    for start in range(0, resamples, block):
        some = min(block, resamples - start)
        draws = rng.integers(n, size=(some, n))
        draws += n * np.arange(some)[:, None]
        yield np.bincount(draws.ravel(), minlength=some * n).reshape(some, n).astype(np.float32)
