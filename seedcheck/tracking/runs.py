"""What is written into one run: parameters, metrics with their history, tags, the data sets, files and the model."""

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from seedcheck.tracking import charts, content, inputs, models, scores
from seedcheck.training.results import Result
from seedcheck.training.timing import measured

if TYPE_CHECKING:
    from mlflow.entities import Metric, Run
    from mlflow.tracking import MlflowClient

    from seedcheck.training.predictions import Part

BATCH = 1000  # MLflow's limit of metrics in one call
FIGURES = "figures"  # folder among the files of a run


def start(result: Result) -> int | None:
    """Return when the training of a result began, in milliseconds since 1970, None if that was not noted."""
    took = measured(result.experiment, result.variant, result.jobs)
    return int(took.start * 1000) if took else None


def fill(client: "MlflowClient", writer: str, run: "Run", result: Result, found: Mapping[str, Any],
         tags: Mapping[str, str]) -> None:  # fmt: skip
    """Write a result and its finding into its run, and finish it."""
    from mlflow.entities import Param, RunTag  # noqa: PLC0415 - over a second

    assert result.record
    number = run.info.run_id
    if result.dataset:
        inputs.log(client, number, result)
    model = "" if result.command else models.log(client, writer, run.info.experiment_id, number, result)
    metrics = [*_metrics(result, found, model)]
    params = [Param(name, value) for name, value in parameters(result).items()]
    labels = [RunTag(name, value) for name, value in tags.items()]
    for first in range(0, max(1, len(metrics)), BATCH):
        client.log_batch(
            number, metrics[first : first + BATCH], params if not first else [], labels if not first else []
        )
    log_files(client, run, result)
    client.set_terminated(number, end_time=_end(result))


def _metrics(result: Result, found: Mapping[str, Any], model: str) -> Iterator["Metric"]:
    """Yield all metrics: of the network, with its model and data, then those with a history, then what it took."""
    from mlflow.entities import Metric  # noqa: PLC0415 - over a second

    end, took, costs = _end(result), measured(result.experiment, result.variant, result.jobs), result.costs()
    about: dict[Part, tuple[str, ...]] = {part: inputs.name_and_digest(result, part) if result.dataset else ()
                                          for part in inputs.CONTEXTS}  # fmt: skip
    parts = {part: (model or None, *named) for part, named in about.items()}
    span, last = (end - int(took.start * 1000) if took else 0), max(costs, default=0) or 1
    curves = content.curve(result)
    for name, value in content.metrics(result, found).items():
        part, step = content.part_of(name), max(curves.get(name, ()), default=0)
        curves.get(name, {}).pop(step, None)  # the last record is the value itself
        yield Metric(name, value, end, step, *parts[part]) if part else Metric(name, value, end, step)
    for name, steps in {"cost": costs, **curves}.items():
        yield from (Metric(name, value, end - span + span * epoch // last, epoch) for epoch, value in steps.items())
    for name, steps in content.seeds(result, found).items():
        yield from (Metric(name, value, end, seed) for seed, value in steps.items())
    if took:
        yield Metric("wall_time_seconds", took.seconds, end, 0)
        if took.megabytes is not None:
            yield Metric("peak_memory_megabytes", took.megabytes, end, 0)


def _end(result: Result) -> int:
    """Return when the training of a result ended, in milliseconds since 1970; if that was not noted, it is now."""
    took = measured(result.experiment, result.variant, result.jobs)
    return int((took.end if took else time.time()) * 1000)


def parameters(result: Result) -> dict[str, str]:
    """Return a variant's settings as MLflow has them."""
    assert result.record
    return {name: str(value) for name, value in result.record["settings"].items()}


def log_files(client: "MlflowClient", run: "Run", result: Result) -> None:
    """Log a variant's files, but for the model, and its figures."""
    with TemporaryDirectory() as temporary:
        for path in files(result):
            (Path(temporary) / path.name).symlink_to(path.resolve())
        for name, drawing in figures(result).items():
            (Path(temporary) / FIGURES).mkdir(exist_ok=True)
            (Path(temporary) / FIGURES / name).write_text(drawing, encoding="utf-8")
        models.upload(client, run.info.artifact_uri, temporary)


def files(result: Result) -> list[Path]:
    """Return a variant's files that its run has; the model has the other one."""
    return [path for path in content.files(result) if path.name != models.FILE]


def figures(result: Result) -> dict[str, str]:
    """Return figures of the configured seed's network on the test points, as SVG, by name; none if it diverged."""
    found = content.on_test(result)
    if found is None:
        return {}
    logits, y = found
    p, known = scores.probabilities(logits), inputs.facts(result.dataset)
    labels, what = (known.labels if known else ("0", "1")), f"{result.variant} on the test points of {result.dataset}"
    return {
        "confusion_matrix.svg": charts.confusion_matrix(p, y, labels, what),
        "calibration_curve.svg": charts.calibration_curve(p, y, what),
    }


def missing_files(client: "MlflowClient", run: str, result: Result) -> set[str]:
    """Return which of a variant's files its run lacks."""
    there = {item.path for item in client.list_artifacts(run)}
    return {path.name for path in files(result)} - there
