"""What the replicates say of an experiment or a sweep: a summary per variant or cell, and a decision on each.

Decisions are plain rows (dicts), as they are kept in JSON: see docs/statistics.md for what their numbers mean.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

import nn
from seedcheck.files import Row
from seedcheck.statistics.decision import decide
from seedcheck.statistics.multiplicity import holm
from seedcheck.statistics.paired import compare, mcnemar_exact
from seedcheck.statistics.summaries import summarize, wilson
from seedcheck.training.grid import Grid, cells
from seedcheck.training.predictions import Part, Predictions
from seedcheck.training.replicates import Replicates

Array = NDArray[Any]

FURTHER_METRICS: tuple[str, ...] = ()  # metrics of nn.METRICS that are judged over seeds besides the accuracy


@dataclass(frozen=True)
class Trained:
    """What training a variant left: of the configured seed and of its replicates.

    Attributes
    ----------
    diverged : whether the configured seed's training diverged
    predictions : of the configured seed's network first, then of the replicates
    replicates : what they came to
    """

    diverged: bool
    predictions: Predictions
    replicates: Replicates


def decide_experiment(variants: Mapping[str, Trained], reference: str, seed: int) -> Row:
    """Return per variant its test accuracy over seeds, what its configured seed gives, and the decision on it.

    Holm's correction is over the experiment's comparisons. ``seed`` is that of bootstrap and permutations. Metrics in
    FURTHER_METRICS are judged likewise, each in a family of its own.
    """
    of_seeds = {name: trained.replicates for name, trained in variants.items()}
    pairs = {name: (found, of_seeds[reference]) for name, found in of_seeds.items() if name != reference}
    decided = decide_pairs(pairs, seed) if reference in variants else {}
    single = configured_seeds(variants, reference)
    rows: dict[str, Row] = {
        name: {
            "summary": asdict(summarize(found.accuracy("test"), seed, found.collapsed)),
            **decided.get(name, {}),
            "published_run": single.get(name),
        }
        for name, found in of_seeds.items()
    }
    further = {metric: decide_metric(metric, variants, reference, seed) for metric in FURTHER_METRICS}
    return {"variants": rows} | ({"further": further} if further else {})


def decide_pairs(pairs: Mapping[str, tuple[Replicates, Replicates]], seed: int, part: Part = "test") -> dict[str, Row]:
    """Return the decision on pairs (variant, reference) by their accuracy on "test" or "train" points."""
    return decide_differences({name: (a.correct(part), b.correct(part)) for name, (a, b) in pairs.items()}, seed)


def decide_differences(pairs: Mapping[str, tuple[Array, Array]], seed: int) -> dict[str, Row]:
    """Return the decision on pairs of arrays (S, m), with Holm's correction over all of them.

    A metric that is no mean over points is an array (S, 1): then seeds alone count.
    """
    differences = {name: compare(values, others, seed) for name, (values, others) in pairs.items()}
    adjusted = holm([difference.p for difference in differences.values()])
    return {
        name: {"comparison": asdict(difference), "adjusted_p": p, "verdict": decide(difference, p).value}
        for (name, difference), p in zip(differences.items(), adjusted, strict=True)
    }


def decide_metric(metric: str, variants: Mapping[str, Trained], reference: str, seed: int) -> dict[str, Row]:
    """Return per variant a metric on the test points over seeds, and the decision on it."""
    values = {name: _over_seeds(metric, trained) for name, trained in variants.items()}
    pairs = {name: (found, values[reference]) for name, found in values.items() if name != reference}
    decided = decide_differences(pairs, seed) if reference in variants else {}
    return {
        name: {"summary": asdict(summarize(found.mean(axis=1), seed))} | decided.get(name, {})
        for name, found in values.items()
    }


def _over_seeds(metric: str, trained: Trained) -> Array:
    """Return a metric of the replicates (S, m) point by point, or (S, 1) if it is no mean over points.

    Rows of diverged replicates are nan.
    """
    predictions, per_point = trained.predictions, nn.METRICS[metric].per_point
    if per_point:
        values = per_point(predictions.test_logits[:, None], predictions.test_labels[:, None])
    else:
        values = predictions.metric(metric, "test")[:, None]
    return np.where(trained.replicates.diverged[:, None], np.nan, values[1:])


def configured_seeds(variants: Mapping[str, Trained], reference: str) -> dict[str, Row]:
    """Return per variant the Wilson interval of its configured seed, and McNemar's p against the reference's."""
    correct = {
        name: trained.predictions.correct("test")[0] for name, trained in variants.items() if not trained.diverged
    }
    rows: dict[str, Row] = {}
    for name, right in correct.items():
        rows[name] = {"accuracy": float(right.mean()), "wilson": list(wilson(int(right.sum()), right.size))}
        if name != reference and reference in correct:
            rows[name]["mcnemar_p"] = mcnemar_exact(right, correct[reference])
    return rows


def decide_cells(grid: Grid, found: Sequence[Replicates], seed: int) -> list[Row]:
    """Return per cell of a sweep its values, its test accuracy over seeds, and the decision against the first cell."""
    pairs = {str(index): (replicates, found[0]) for index, replicates in enumerate(found) if index}
    decided = decide_pairs(pairs, seed) if pairs else {}
    nothing = dict.fromkeys(("comparison", "adjusted_p", "verdict"))
    return [
        {**cell, **asdict(summarize(replicates.accuracy("test"), seed, replicates.collapsed))}
        | decided.get(str(index), nothing)
        for index, (cell, replicates) in enumerate(zip(cells(grid), found, strict=True))
    ]
