"""What the replicates say of an experiment: a summary per variant, and a verdict against its reference."""

from collections.abc import Mapping
from dataclasses import asdict
from math import isfinite
from typing import Any

import nn
from seedcheck.data.datasets import Dataset
from seedcheck.statistics.paired import compare, holm, mcnemar_exact, summarize, wilson
from seedcheck.statistics.verdicts import verdict
from seedcheck.training.records import read_model
from seedcheck.training.replicates import Replicates
from seedcheck.training.results import Result

Row = dict[str, Any]


def evidence(variants: Mapping[str, Replicates], reference: str, seed: int) -> dict[str, Row]:
    """Return per variant its test accuracy over seeds, and the comparison and verdict of all but the reference.

    Holm's correction is over the experiment's comparisons. ``seed`` is of bootstrap and permutations.
    """
    pairs = {name: (own, variants[reference]) for name, own in variants.items() if name != reference}
    judged = judge(pairs, seed) if reference in variants else {}
    return {
        name: {"summary": asdict(summarize(own.accuracy("test"), seed, own.collapsed))} | judged.get(name, {})
        for name, own in variants.items()
    }


def judge(pairs: Mapping[str, tuple[Replicates, Replicates]], seed: int, part: str = "test") -> dict[str, Row]:
    """Return the comparison and verdict of pairs (variant, reference) on "test" or "train" points, Holm over all."""
    comparisons = {name: compare(own.correct(part), other.correct(part), seed) for name, (own, other) in pairs.items()}
    adjusted = holm([comparison.p for comparison in comparisons.values()])
    rows: dict[str, Row] = {}
    for (name, comparison), p in zip(comparisons.items(), adjusted, strict=True):
        found = verdict(comparison, p, part)
        rows[name] = {"comparison": asdict(comparison), "adjusted_p": p}
        rows[name] |= {"verdict": found.word, "sentence": found.sentence}
    return rows


def single_runs(results: list[Result], dataset: Dataset, reference: str) -> dict[str, Row]:
    """Return per trained variant the Wilson interval of its published run, and McNemar's p against the reference's."""
    correct = {}
    for result in results:
        if result.record and result.record["diverged_at_epoch"] is None:
            layers, theta = read_model(result.folder / "model.h5")
            correct[result.variant] = ((nn.predict(layers, theta, dataset.X_test) > 0.5) == dataset.Y_test)[0]
    rows: dict[str, Row] = {}
    for name, right in correct.items():
        rows[name] = {"accuracy": float(right.mean()), "wilson": list(wilson(int(right.sum()), right.size))}
        if name != reference and reference in correct:
            rows[name]["mcnemar_p"] = mcnemar_exact(right, correct[reference])
    return rows


def without_nan(value: Any) -> Any:
    """Return nested dicts and lists with None for numbers that are not finite, fit for JSON."""
    if isinstance(value, dict):
        return {key: without_nan(part) for key, part in value.items()}
    if isinstance(value, list):
        return [without_nan(part) for part in value]
    return None if isinstance(value, float) and not isfinite(value) else value
