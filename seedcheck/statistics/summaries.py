"""One variant over its seeds, and one training on its test points."""

from dataclasses import dataclass
from math import nan, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from seedcheck.statistics.centres import QUARTER, typical

Array = NDArray[Any]


@dataclass(frozen=True)
class Summary:
    """The distribution of one value over seeds.

    Attributes
    ----------
    n, diverged : trainings used, and left out because the value is not finite
    iqm, low, high : mean of the middle half (a quarter of n, rounded down, cut at each end), its 95 % interval
    median, mean, sd, lowest, highest : sd has n - 1 in the denominator
    """

    n: int
    diverged: int
    iqm: float = nan
    low: float = nan
    high: float = nan
    median: float = nan
    mean: float = nan
    sd: float = nan
    lowest: float = nan
    highest: float = nan


def summarize(values: Array) -> Summary:
    """Summarize values (S,) over seeds, nan where a training diverged."""
    values = np.asarray(values, dtype=float)
    used = values[np.isfinite(values)]
    counts = (used.size, values.size - used.size)
    if not used.size:
        return Summary(*counts)
    middle = typical(used, used.size // QUARTER)
    return Summary(
        *counts,
        iqm=middle.value,
        low=middle.low,
        high=middle.high,
        median=float(np.median(used)),
        mean=float(used.mean()),
        sd=float(used.std(ddof=1)) if used.size > 1 else nan,
        lowest=float(used.min()),
        highest=float(used.max()),
    )


def wilson(successes: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a proportion, n >= 1 (Wilson 1927, JASA 22, 209-212)."""
    z = float(special.ndtri(0.975))
    share, shrink = successes / n, 1 + z**2 / n
    middle = (share + z**2 / (2 * n)) / shrink
    reach = z / shrink * sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return max(middle - reach, 0.0), min(middle + reach, 1.0)
