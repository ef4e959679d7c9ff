"""One trick on several data sets: what it does on a new data set of the same kind.

The Bayesian signed-rank test (Benavoli, Corani, Demsar & Zaffalon 2017, Journal of Machine Learning Research 18, 77):
the data sets at hand and one pseudo data set without effect get random weights (a Dirichlet process); theta is how much
of the weight of all pairs of data sets lies on a mean effect above, within or below a margin.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seedcheck.files import Row

Array = NDArray[Any]

DRAWS = 100_000
PRIOR = 0.5  # weight of the pseudo data set
MIN_DATASETS = 6  # below it the statement is called descriptive


@dataclass(frozen=True)
class AcrossDatasets:
    """Whether a trick is better, equal within a margin, or worse on a new data set of the kind of these.

    Attributes
    ----------
    datasets, margin : how many data sets, and the margin within which variants count as equal
    better, equal, worse : probabilities that this is the likeliest on new data sets; they sum to 1
    theta : (3,) the same as shares of new data sets, posterior mean
    low, high : (3,) their 95 % intervals: how wide the statement is
    error : largest Monte Carlo standard error of better, equal and worse
    """

    datasets: int
    margin: float
    better: float
    equal: float
    worse: float
    theta: Array
    low: Array
    high: Array
    error: float

    @property
    def descriptive(self) -> bool:
        """Whether there are too few data sets to say anything of others."""
        return self.datasets < MIN_DATASETS


def across_datasets(effects: Array, margin: float, seed: int, draws: int = DRAWS) -> AcrossDatasets:
    """Return the statement for the effects (q,) of a trick on q >= 1 data sets (typical differences, fractions)."""
    weights = np.random.default_rng(seed).dirichlet(dirichlet_weights(len(effects)), draws)
    return from_draws(effects, margin, weights)


def dirichlet_weights(q: int) -> Array:
    """Return the weights (q + 1,) of the pseudo data set, which is first, and of q data sets."""
    return np.array([PRIOR] + [1.0] * q)


def from_draws(effects: Array, margin: float, weights: Array) -> AcrossDatasets:
    """Return the statement for effects (q,) from drawn weights (draws, q + 1), each row adding up to 1."""
    theta = shares(effects, margin, weights)
    likeliest = np.bincount(theta.argmax(axis=1), minlength=3) / len(theta)
    low, high = np.quantile(theta, [0.025, 0.975], axis=0)
    worse, equal, better = (float(share) for share in likeliest)
    error = max(sqrt(p * (1 - p) / len(theta)) for p in (worse, equal, better))
    q = len(effects)
    return AcrossDatasets(q, margin, better, equal, worse, theta.mean(axis=0)[::-1], low[::-1], high[::-1], error)


def shares(effects: Array, margin: float, weights: Array) -> Array:
    """Return theta (draws, 3): the weight of pairs of data sets that are worse, equal, better; half on the edge."""
    effects = np.concatenate([[0.0], np.asarray(effects, dtype=float)])
    sums = effects[:, None] + effects[None, :]
    better, worse = (np.heaviside(sign * sums - 2 * margin, 0.5) for sign in (1, -1))
    up, down = (((weights @ side) * weights).sum(axis=1) for side in (better, worse))
    return np.stack([down, 1 - up - down, up], axis=1)


def pool_suites(suites: Mapping[str, Sequence[str]], decided: Mapping[str, Row], seed: int) -> dict[str, Row]:
    """Return per suite and variant the decision on each experiment, and the statement on new data sets.

    Parameters
    ----------
    suites : experiments that ask the same of different data, by suite; those of one experiment are left out
    decided : per experiment, as ``experiments.decide_experiment`` makes them, with ``margin``
    seed : of the draws
    """
    pooled = {}
    for suite, experiments in suites.items():
        members = [name for name in experiments if name in decided]
        if len(members) > 1:
            pooled[suite] = _pool({name: decided[name] for name in members}, seed)
    return pooled


def _pool(decided: Mapping[str, Row], seed: int) -> dict[str, Row]:
    rows = {}
    for variant in dict.fromkeys(name for row in decided.values() for name in row["variants"]):
        found = {name: row["variants"].get(variant, {}) for name, row in decided.items()}
        judged = {name: row for name, row in found.items() if "verdict" in row}
        effects = np.array([row["comparison"]["typical"] for row in judged.values()], dtype=float)
        effects = effects[np.isfinite(effects)]
        if effects.size:
            margin = max(decided[name]["margin"] for name in judged)
            statement = across_datasets(effects, margin, seed)
            numbers = {key: value.tolist() if isinstance(value, np.ndarray) else value
                       for key, value in asdict(statement).items()}  # fmt: skip
            verdicts = {name: row["verdict"] for name, row in judged.items()}
            rows[variant] = {"verdicts": verdicts, "descriptive": statement.descriptive, **numbers}
    return rows
