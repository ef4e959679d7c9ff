"""What the replicates say of an experiment or a sweep: a summary per variant or cell, and a decision on each.

Decisions are plain rows (dicts), as they are kept in JSON: see docs/statistics.md for what their numbers mean.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

import nn
from seedcheck.files import Row
from seedcheck.statistics.advice import advice
from seedcheck.statistics.decision import decide, decide_failures, seeds_p
from seedcheck.statistics.failures import FailureDifference, compare_failures, failure_rate, mcnemar_p
from seedcheck.statistics.paired import PairedDifference, compare_pairs, differences
from seedcheck.statistics.pairs import Pair, Rule, Trained, pairs_with
from seedcheck.statistics.resampling import probability_better
from seedcheck.statistics.scalars import compare_scalars, decide_scalars, points_of
from seedcheck.statistics.sensitivity import sensitivity
from seedcheck.statistics.summaries import summarize, wilson
from seedcheck.training.command.rights import Rights
from seedcheck.training.grid import Grid, cells
from seedcheck.training.outcomes import majority_share, outcomes
from seedcheck.training.predictions import Predictions
from seedcheck.training.replicates import Replicates

Array = NDArray[Any]


def decide_experiment(
    variants: Mapping[str, Trained],
    reference: str,
    rule: Rule,
    redrawn: Mapping[str, Trained] | None = None,
    metrics: Iterable[str] = (),
) -> Row:
    """Return per variant its test accuracy over seeds, its failures, what its configured seed gives, and the decision.

    Holm's correction is over the experiment's comparisons. Further ``metrics`` of nn.METRICS are judged likewise, each
    by itself. ``redrawn`` are the same variants with training data of their own for each seed, where there are any.
    """
    of_seeds = {name: trained.replicates for name, trained in variants.items()}
    single = configured_seeds(variants, reference)
    decided = decide_replicates(of_seeds, reference, rule)
    again = {name: trained.replicates for name, trained in (redrawn or {}).items()}
    looks = sensitivity(pairs_with(reference, of_seeds), pairs_with(reference, again), rule)
    rows = {
        name: row | {"published_run": single.get(name)} | ({"sensitivity": looks[name]} if name in looks else {})
        for name, row in decided.items()
    }
    further = {metric: _decide_metric(metric, variants, reference) for metric in metrics}
    return {"variants": rows} | ({"further": further} if further else {})


def decide_replicates(found: Mapping[str, Replicates], reference: str, rule: Rule) -> dict[str, Row]:
    """Return per variant or cell its distribution and failures, and, but for the reference, the decision on it."""
    pairs = pairs_with(reference, found)
    decided = decide_pairs(pairs, rule)
    failing = _failing(pairs)
    return {
        name: {
            "summary": asdict(summarize(replicates.accuracy("test"))),
            "failures": asdict(failure_rate(int(replicates.failed().sum()), len(replicates.diverged))),
            **decided.get(name, {}),
            **failing.get(name, {}),
        }
        for name, replicates in found.items()
    }


def decide_pairs(pairs: Mapping[str, Pair], rule: Rule) -> dict[str, Row]:
    """Return the decision on each pair by accuracies, with Holm's correction over all of them.

    Training points are no sample of others: on them, seeds alone decide; so they do where only accuracies are known.
    """
    arrays = {
        name: differences(pair.variant.correct(pair.part), pair.reference.correct(pair.part))
        for name, pair in pairs.items()
        if pair.has_points
    }
    compared = {
        name: compare_pairs(*arrays[name]) if name in arrays else _compare_accuracies(pair)
        for name, pair in pairs.items()
    }
    p_values = {
        name: found.p if pairs[name].part == "test" and name in arrays else seeds_p(found)
        for name, found in compared.items()
    }
    decided = decide(compared, rule.margin, p_values)
    return {
        name: found.row()
        | {"probability": _probability(arrays[name][0], rule.seed) if name in arrays else None}
        | {"advice": advice(found, _failed_pairs(pairs[name]), len(decided)) if pairs[name].part == "test" else None}
        | _tuned(pairs[name].variant)
        for name, found in decided.items()
    }


def _tuned(variant: Replicates) -> Row:
    return {"tuned": variant.tried} if variant.tried else {}


def _compare_accuracies(pair: Pair) -> PairedDifference:
    """Return the comparison of a pair of which only accuracies are known."""
    values, reference = (side.accuracy(pair.part) for side in (pair.variant, pair.reference))
    return compare_scalars(values, reference, points_of(np.concatenate([values, reference])))


def _probability(D: Array, seed: int) -> Row | None:
    return asdict(probability_better(D, seed)) if len(D) else None


def _failed_pairs(pair: Pair) -> int:
    """Return in how many of the pairs that are compared a training failed; those with a diverged one are left out."""
    compared = ~(pair.variant.diverged | pair.reference.diverged)
    return int(((pair.variant.failed() | pair.reference.failed()) & compared).sum())


def _failing(pairs: Mapping[str, Pair]) -> dict[str, Row]:
    """Return whether variants fail less or more often than their reference."""
    compared: dict[str, FailureDifference] = {
        name: compare_failures(pair.variant.failed(), pair.reference.failed()) for name, pair in pairs.items()
    }
    verdicts = decide_failures(compared)
    return {
        name: {"failing": {"only_variant": found.only_variant, "only_reference": found.only_reference, "p": found.p,
                           "verdict": verdicts[name].value}}
        for name, found in compared.items()
    }  # fmt: skip


def _decide_metric(metric: str, variants: Mapping[str, Trained], reference: str) -> dict[str, Row]:
    """Return per variant a metric on the test points over seeds, its values by seed, and the decision on it.

    It is over seeds and points where the metric is a mean over points, else over seeds alone. A positive difference is
    one in the variant's favour, also of a loss, of which smaller is better.
    """
    kind = nn.METRICS[metric]
    diverged = {name: trained.replicates.diverged for name, trained in variants.items()}
    known = {name: own for name, trained in variants.items() if isinstance(own := trained.predictions, Predictions)}
    values = {name: np.where(diverged[name], np.nan, own.metric(metric, "test")[1:]) for name, own in known.items()}
    sides = {name: (reference, name) if kind.is_loss else (name, reference) for name in values if name != reference}
    sides = sides if reference in values else {}
    if kind.per_point:
        points = {name: own.per_point(metric, "test")[1:] for name, own in known.items()}
        decided = _over_points(
            {name: [(points[side], diverged[side]) for side in pair] for name, pair in sides.items()}
        )
    else:
        decided = decide_scalars({name: (values[more], values[less]) for name, (more, less) in sides.items()})
    return {
        name: {"summary": asdict(summarize(found)), "values": found.tolist()}
        | (decided[name] | _tuned(variants[name].replicates) if name in decided else {})
        for name, found in values.items()
    }


def _over_points(sides: Mapping[str, Sequence[tuple[Array, Array]]]) -> dict[str, Row]:
    """Return the decision on pairs of which the first should have the larger values (n, m), but where (n,) diverged."""
    compared = {}
    for name, ((more, more_diverged), (less, less_diverged)) in sides.items():
        left_out = more_diverged | less_diverged
        compared[name] = compare_pairs(more[~left_out] - less[~left_out], int(left_out.sum()))
    decided = decide(compared, 0, {name: found.p for name, found in compared.items()})
    return {name: found.row() | {"advice": advice(found, 0, len(decided))} for name, found in decided.items()}


def configured_seeds(variants: Mapping[str, Trained], reference: str) -> dict[str, Row]:
    """Return per variant the Wilson interval of its configured seed, and McNemar's p against the reference's."""
    correct = {
        name: trained.predictions.correct("test")[0] for name, trained in variants.items() if not trained.diverged
    }
    rows: dict[str, Row] = {}
    for name, right in correct.items():
        rows[name] = {"accuracy": float(right.mean())}
        if right.dtype.kind != "f":
            rows[name]["wilson"] = list(wilson(int(right.sum()), right.size))
        rows[name]["outcome"] = _outcome(variants[name].predictions)
        if name != reference and reference in correct and {right.dtype.kind, correct[reference].dtype.kind} == {"b"}:
            rows[name]["mcnemar_p"] = mcnemar_p(right, correct[reference])
    return rows


def _outcome(predictions: Predictions | Rights) -> str:
    """Return whether the configured seed's training is fine or failed."""
    if isinstance(predictions, Rights):
        return predictions.outcome()
    labels = predictions.train_labels[0]
    return outcomes(predictions.metric("accuracy", "train")[:1], majority_share(labels))[0]


def decide_cells(grid: Grid, found: Sequence[Replicates], rule: Rule) -> list[Row]:
    """Return per cell of a sweep its values, its test accuracy over seeds, and the decision against the first cell."""
    rows = decide_replicates({str(index): replicates for index, replicates in enumerate(found)}, "0", rule)
    return [{"cell": cell} | rows[str(index)] for index, cell in enumerate(cells(grid))]
