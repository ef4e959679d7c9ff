"""The runs from the published seed: a row per variant of an experiment."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import nn
from nn.settings import DEFAULTS
from seedcheck.presentation import captions, words
from seedcheck.presentation.page.formats import FORMATS, number, percent, probability
from seedcheck.presentation.page.material import Material
from seedcheck.presentation.page.parts import Link, Word
from seedcheck.tracking.links import run_address, served_at
from seedcheck.training.results import Result
from seedcheck.training.timing import measured

FIRST = ("train_accuracy", "test_accuracy")  # columns; then come intervals of the test accuracy, and further metrics
NOT_SHOWN = frozenset({"accuracy", "cross_entropy"})  # metrics without a column of their own among the further ones


class RunRow(NamedTuple):
    """A variant's run from the published seed; ``numbers`` are empty if there is none, which ``status`` says."""

    name: str
    variant: str
    color: str
    differs: str
    numbers: tuple[str, ...]
    final_cost: Word
    status: str
    gate: Word
    seconds: str
    links: tuple[Link, ...]


def run_rows(material: Material, experiment: str) -> tuple[RunRow, ...]:
    """Return a row per variant of an experiment, trained or not."""
    shared = common_settings(material.trained(experiment).values())
    return tuple(_run(material, result, shared) for result in material.results_of(experiment))


def run_heads() -> tuple[str, ...]:
    """Return the heads of the numbers and of the final cost."""
    label = words.METRICS["accuracy"][0]
    further = [f"test {words.METRICS[name][0]}" for name in _further_metrics()]
    return (f"train {label}", f"test {label}", "its 95 % interval (Wilson)", "McNemar p", *further, "final cost")


def common_settings(records: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the settings that all records share."""
    settings = [record["settings"] for record in records]
    first = settings[0] if settings else {}
    return {name: value for name, value in first.items() if all(other.get(name) == value for other in settings)}


def deviations(record: Mapping[str, Any], shared: Mapping[str, Any]) -> str:
    """Return a variant's settings that differ within its experiment, as "l2_lambda 0.7"; of defaults, the loss only."""
    different = {name: value for name, value in record["settings"].items() if name not in shared}
    usual = {} if "command" in record else {name: value for name, value in DEFAULTS.items() if name != "loss"}
    return captions.settings({k: v for k, v in different.items() if k not in usual or usual[k] != v})


def _further_metrics() -> list[str]:
    return [name for name in nn.RECORDED if name not in NOT_SHOWN]


def _run(material: Material, result: Result, shared: Mapping[str, Any]) -> RunRow:
    record = result.record or {}
    return RunRow(
        name=result.variant,
        variant=material.titles(result.experiment)[result.variant],
        color=material.colors[result.variant],
        differs=deviations(record, shared) if record else "",
        numbers=tuple(_numbers(material, result)) if record else (),
        final_cost=_final_cost(result),
        status=result.status,
        gate=_gate(result),
        seconds=_seconds(result),
        links=tuple(_links(material, result)),
    )


def _numbers(material: Material, result: Result) -> list[str]:
    metrics = result.record["metrics"] if result.record else {}
    decided = material.decided(result.experiment) or {"variants": {}}
    single = decided["variants"].get(result.variant, {}).get("published_run") or {}
    interval = " to ".join(percent(bound) for bound in single.get("wilson", ()))
    further = [FORMATS[words.METRICS[name][1]].value(metrics.get(f"test_{name}")) for name in _further_metrics()]
    return [*(percent(metrics[name]) for name in FIRST), interval, probability(single.get("mcnemar_p")), *further]


def _gate(result: Result) -> Word:
    if result.command:
        return Word(words.NOT_CHECKED, "soft")
    if result.record:
        return Word("passed", "good")
    return Word("failed", "bad") if result.gradients and not result.gradients["passed"] else Word("")


def _final_cost(result: Result) -> Word:
    if result.status == "diverged":
        return Word("diverged", "bad")
    if not result.record:
        return Word("")
    stop = result.record.get("early_stopping")
    return Word(number(result.record["metrics"]["final_cost"]) + (f", epoch {stop['epoch_kept']}" if stop else ""))


def _seconds(result: Result) -> str:
    """Return how long the training job took, from Snakemake's benchmark file."""
    took = measured(result.experiment, result.variant, result.jobs) if result.record else None
    return f"{took.seconds:.1f}" if took else ""


def _links(material: Material, result: Result) -> list[Link]:
    """Return the record of a run, and its page in MLflow."""
    links = [Link("record", f"{result.experiment}/{result.variant}/record.json")] if result.record else []
    if material.tracked:
        base = served_at(material.tracked["tracking_uri"])
        address = run_address(base, material.tracked, result.experiment, result.variant)
        links += [Link("MLflow", address)] if address else []
    return links
