"""One trick on several data sets: whether what it does on one carries over to the others."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seedcheck.files import Row
from seedcheck.statistics.resampling import mean_interval

Array = NDArray[Any]


@dataclass(frozen=True)
class PooledEffect:
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


def pool(differences: Sequence[Array], seed: int) -> PooledEffect:
    """Summarize paired differences (n_k,) of one trick on each data set k; nan are diverged pairs and left out."""
    finite = [sample[np.isfinite(sample)] for sample in differences]
    used = [sample for sample in finite if sample.size > 1]
    left_out = len(finite) - len(used)
    if not used:
        return PooledEffect(0, left_out)
    means = np.array([sample.mean() for sample in used])
    low, high = mean_interval(used, seed)
    signs = (int((means > 0).sum()), int((means < 0).sum()), int((means == 0).sum()))
    return PooledEffect(len(used), left_out, float(means.mean()), low, high, *signs)


def pool_suites(suites: Mapping[str, Sequence[str]], accuracy: Mapping[str, Mapping[str, Array]],
                decided: Mapping[str, Row], seed: int) -> dict[str, Row]:  # fmt: skip
    """Return per suite and variant the decision on each experiment, and the effect over all data sets.

    Parameters
    ----------
    suites : experiments that ask the same of different data, by suite
    accuracy : test accuracy (S,) per experiment and variant
    decided : per experiment, as ``experiments.decide_experiment`` makes them, with its ``reference``
    seed : of the bootstrap
    """
    pooled = {}
    for suite, experiments in suites.items():
        members = [name for name in experiments if name in decided]
        if len(members) > 1:
            pooled[suite] = _pool(members, accuracy, decided, seed)
    return pooled


def _pool(members: Sequence[str], accuracy: Mapping[str, Mapping[str, Array]], decided: Mapping[str, Row],
          seed: int) -> dict[str, Row]:  # fmt: skip
    rows = {}
    for variant in dict.fromkeys(name for member in members for name in decided[member]["variants"]):
        judged = [member for member in members if "verdict" in decided[member]["variants"].get(variant, {})]
        if judged:
            verdicts = {member: decided[member]["variants"][variant]["verdict"] for member in judged}
            differences = [accuracy[m][variant] - accuracy[m][decided[m]["reference"]] for m in judged]
            rows[variant] = {"verdicts": verdicts, **asdict(pool(differences, seed))}
    return rows
