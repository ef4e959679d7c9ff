"""How often intervals contain the truth, and how good forecasts are.

Each function returns rows (dicts), one per cell of its grid. Rates are over independent simulated studies; ``studies``
says how many, so that sqrt(p (1 - p) / studies) is the simulation error.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np

from benchmarks.simulated_studies import FAILING, REGIMES, SEEDS, Regime, Row, study, typical_difference
from seedcheck.statistics.centres import kept_rows, outlying_cut, typical
from seedcheck.statistics.paired import MIN_INFORMATIVE, points_won
from seedcheck.statistics.planning import sources
from seedcheck.statistics.resampling import probability_better
from seedcheck.statistics.summaries import summarize
from seedcheck.statistics.two_way import two_way


def coverage(studies: int, seed: int) -> Iterator[Row]:
    """Share of 95 % intervals of the typical difference that contain the truth, and how often one is printed."""
    for regime, failing, n, m, points in product(REGIMES, (0.0, 0.1), SEEDS, (50, 200, 1000), (0, 2)):
        rng = np.random.default_rng([seed, 3, n, m, points])
        limits, estimates, expected = [], [], []
        for _ in range(studies):
            own = study(rng, REGIMES[regime], 1, (n, m), failing, points / 100)
            limits.append(_limits(own.D[0]))
            estimates.append(limits[-1][0])
            expected.append(own.expected[0])
        _, low, high, low_seeds, high_seeds = np.array(limits).T
        truth = np.mean(estimates) if failing else points / 100  # failures: what the rule estimates on average
        printed = np.isfinite(low)
        inside = ((low <= truth) & (truth <= high))[printed]
        row: Row = {"regime": regime, "failing": failing, "n": n, "m": m, "points": points, "studies": studies}
        row |= {"printed": float(printed.mean()), "both": float(inside.mean()) if inside.size >= 50 else float("nan")}
        if not failing:
            row["seeds"] = float(((low_seeds <= expected) & (expected <= high_seeds)).mean())
        yield row


def _limits(D: Any) -> tuple[float, ...]:
    """Return what `compare_pairs` gives as typical difference, interval over both, and over seeds; no p-values."""
    won = points_won(D)
    cut = outlying_cut(won)
    centre = typical(won / D.shape[1], cut)
    informative = np.count_nonzero(D[kept_rows(won, cut)].sum(axis=0, dtype=np.int64))
    reach = two_way(D, won, cut).reach(0.95) if informative >= MIN_INFORMATIVE else np.nan
    return centre.value, centre.value - reach, centre.value + reach, centre.low, centre.high


def coverage_of_one(studies: int, seed: int) -> Iterator[Row]:
    """Share of 95 % intervals of one variant's IQM that contain it; seeds have sd 1.4 points, failures 50 %."""
    for failing, n in product(FAILING, (6, 8, *SEEDS)):
        rng = np.random.default_rng([seed, 4, n])

        def draw(size: int, rng: np.random.Generator = rng, failing: float = failing) -> Any:
            healthy = 0.925 + 0.014 * rng.standard_normal(size)
            return np.where(rng.random(size) < failing, 0.5 + 0.02 * rng.standard_normal(size), healthy)

        truth = summarize(draw(1_000_000)).iqm
        found = [summarize(draw(n)) for _ in range(studies)]
        inside = [bool(own.low <= truth <= own.high) for own in found]
        yield {"failing": failing, "n": n, "studies": studies, "iqm": float(np.mean(inside))}


def coverage_of_probability(studies: int, seed: int) -> Iterator[Row]:
    """Share of intervals of the probability of being better that contain it."""
    for regime, (n, m), points in product(REGIMES, ((10, 200), (20, 200), (50, 200)), (0, 2)):
        rng = np.random.default_rng([seed, 5, n, m, points])
        found = [probability_better(study(rng, REGIMES[regime], 1, (n, m), 0.0, points / 100).D[0], i, 1000)
                 for i in range(studies)]  # fmt: skip
        truth = np.mean([own.value for own in found]) if points else 0.5
        inside = [bool(own.low <= truth <= own.high) for own in found]
        yield {"regime": regime, "n": n, "m": m, "points": points, "studies": studies, "inside": float(np.mean(inside))}


def forecasts(studies: int, seed: int) -> Iterator[Row]:
    """Compare the standard error forecast from 20 seeds and 200 points with the true one: their ratio."""
    for regime, failing in product(REGIMES, (0.0, 0.05)):
        own = REGIMES[regime]
        rng = np.random.default_rng([seed, 9])
        parts = [sources(typical_difference(study(rng, own, 1, (20, 200), failing).D[0]), 20) for _ in range(studies)]
        shares = np.array([part.shares(20, 200) for part in parts])
        for n, m in ((20, 200), (80, 200), (20, 800)):
            truth = _true_error(rng, own, (n, m), failing, studies)
            ratio = np.array([part.error(n, m) for part in parts]) / truth
            low, middle, high = np.quantile(ratio, [0.05, 0.5, 0.95])
            yield {"regime": regime, "failing": failing, "n": n, "m": m, "studies": studies, "low": float(low),
                   "median": float(middle), "high": float(high), "seeds": float(np.nanmedian(shares[:, 0])),
                   "points": float(np.nanmedian(shares[:, 1]))}  # fmt: skip


def _true_error(rng: np.random.Generator, own: Regime, size: tuple[int, int], failing: float, studies: int) -> float:
    return float(np.std([typical_difference(study(rng, own, 1, size, failing).D[0]).estimate for _ in range(studies)]))
