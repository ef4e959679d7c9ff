"""What 20 seeds say: summaries, intervals, and paired comparisons of a variant with its reference.

All functions are pure: arrays in, frozen records out, randomness from ``seed``. S replicates (seeds) classify the same
m test points; ``correct`` (S, m) says which ones were right, and row s of two variants started from the same weights.
A diverged replicate is a row of nan, so that its accuracy ``correct.mean(axis=1)`` is nan too. Accuracies and their
differences are fractions (0 to 1); 95 % intervals are percentile bootstrap intervals (Efron & Tibshirani 1993, ch. 13).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Array = NDArray[Any]

BOOTSTRAP_RESAMPLES = 2000
PERMUTATION_RESAMPLES = 9999  # 13 pairs have 8192 sign flips: up to there the test is exact
MIN_PAIRS = 6  # with 5 pairs the smallest two-sided p is 2 / 2**5 > 0.05
DETECTABLE = float(stats.norm.ppf(0.975) + stats.norm.ppf(0.8))  # two-sided 5 % level, 80 % power: 2.80 standard errors


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


@dataclass(frozen=True)
class Comparison:
    """A variant's accuracy minus its reference's, paired by replicate.

    Attributes
    ----------
    n, m, left_out : pairs used, test points, pairs left out because either replicate diverged
    mean, median : of the n differences
    low, high : 95 % bootstrap interval of the mean difference over seeds: for these very test points
    low_both, high_both : the same over seeds and test points: for new points of the same kind
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
    probability_better: float = nan
    p: float = 1.0
    wilcoxon_p: float = 1.0
    detectable: float = nan


@dataclass(frozen=True)
class Stratified:
    """A trick's effect over data sets, each counting the same.

    Attributes
    ----------
    datasets, left_out : data sets used, and left out because they have fewer than two pairs
    mean : mean of the data sets' mean differences
    low, high : its 95 % bootstrap interval over the seeds within each of these data sets
    better, worse, same : data sets with a mean difference above, below, and equal to 0
    """

    datasets: int
    left_out: int
    mean: float = nan
    low: float = nan
    high: float = nan
    better: int = 0
    worse: int = 0
    same: int = 0


def summarize(values: Array, seed: int, collapsed: Array | None = None) -> Summary:
    """Summarize values (S,) over seeds; ``collapsed`` (S,) marks replicates that predict one class only."""
    values = np.asarray(values, dtype=float)
    usable = np.isfinite(values)
    flags = np.zeros(values.shape, dtype=bool) if collapsed is None else np.asarray(collapsed, dtype=bool)
    used, counts = values[usable], (int(usable.sum()), int((~usable).sum()), int((flags & usable).sum()))
    if not used.size:
        return Summary(*counts)
    low, high = _mean_interval([used], seed)
    return Summary(
        *counts,
        median=float(np.median(used)),
        iqm=float(stats.trim_mean(used, 0.25)),
        mean=float(used.mean()),
        sd=float(used.std(ddof=1)) if used.size > 1 else nan,
        low=low,
        high=high,
    )


def _mean_interval(samples: Sequence[Array], seed: int) -> tuple[float, float]:
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


def wilson(successes: int, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a proportion, n >= 1 (Wilson 1927, JASA 22, 209-212)."""
    interval = stats.binomtest(successes, n).proportion_ci(0.95, method="wilson")
    return float(interval.low), float(interval.high)


def compare(correct: Array, reference: Array, seed: int) -> Comparison:
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


def _paired(D: Array, left_out: int, seed: int) -> Comparison:
    """Return the comparison of D (n, m): 1 where only the variant is right, -1 where only the reference is, else 0."""
    n, m = D.shape
    if not n:
        return Comparison(n, m, left_out)
    won = D.sum(axis=1)  # points won: whole numbers, so that ties and zeros are exact
    low, high = _mean_interval([won], seed)
    both = two_way_bootstrap(D, seed)
    low_both, high_both = np.quantile(both, [0.025, 0.975])
    return Comparison(
        n,
        m,
        left_out,
        mean=float(won.mean() / m),
        median=float(np.median(won) / m),
        low=low / m,
        high=high / m,
        low_both=float(low_both),
        high_both=float(high_both),
        probability_better=float((won > 0).mean() + (won == 0).mean() / 2),
        p=_sign_flip_p(won, seed),
        wilcoxon_p=float(stats.wilcoxon(won).pvalue) if won.any() else 1.0,
        detectable=DETECTABLE * float(both.std(ddof=1)) if n >= MIN_PAIRS else nan,
    )


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


def _sign_flip_p(differences: Array, seed: int) -> float:
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


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p-values adjusted for their number, in their order (Holm 1979, Scandinavian Journal of Statistics 6)."""
    p = np.asarray(p_values, dtype=float)
    order = np.argsort(p, kind="stable")
    adjusted = np.empty_like(p)
    adjusted[order] = np.maximum.accumulate(p[order] * (p.size - np.arange(p.size)))
    return [float(value) for value in np.minimum(adjusted, 1.0)]


def mcnemar_exact(correct: Array, reference: Array) -> float:
    """Return the exact two-sided p that two single runs (m,) differ, from the points only one got right.

    The binomial form of McNemar 1947 (Psychometrika 12, 153-157); 1 where the runs are right on the same points.
    """
    won, lost = int((correct & ~reference).sum()), int((reference & ~correct).sum())
    return float(stats.binomtest(won, won + lost).pvalue) if won + lost else 1.0


def stratified(differences: Sequence[Array], seed: int) -> Stratified:
    """Summarize paired differences (n_k,) of one trick on each data set k; nan are diverged pairs and left out."""
    finite = [sample[np.isfinite(sample)] for sample in differences]
    used = [sample for sample in finite if sample.size > 1]
    left_out = len(finite) - len(used)
    if not used:
        return Stratified(0, left_out)
    means = np.array([sample.mean() for sample in used])
    low, high = _mean_interval(used, seed)
    signs = (int((means > 0).sum()), int((means < 0).sum()), int((means == 0).sum()))
    return Stratified(len(used), left_out, float(means.mean()), low, high, *signs)
