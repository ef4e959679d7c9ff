"""Whether results and MLflow agree, one to one: what `make verify` asks."""

from collections.abc import Mapping, Sequence
from typing import Any

from seedcheck.files import read_json
from seedcheck.study.paths import RECEIPT
from seedcheck.tracking import content
from seedcheck.tracking.links import tracking_uri
from seedcheck.training.results import Layout, Result


def check(layout: Layout, results: Sequence[Result], decisions: Mapping[str, Any]) -> list[str]:
    """Return a line per difference between results and MLflow; none if each result is in exactly one current run.

    ``decisions`` are those on experiments, by name, as of ``log_study``. Nothing is changed.
    """
    from mlflow.exceptions import MlflowException  # noqa: PLC0415 - over a second
    from mlflow.tracking import MlflowClient  # noqa: PLC0415

    tracked, client = read_json(RECEIPT, "experiments")["experiments"], MlflowClient(tracking_uri())
    faults = []
    for result in (result for result in results if result.experiment in layout and result.record):
        run = tracked.get(result.experiment, {}).get("runs", {}).get(result.variant, "")
        digest = content.content_hash(result, content.finding(decisions.get(result.experiment, {}), result.variant))
        try:
            found = client.get_run(run)
        except MlflowException:
            faults.append(f"{result.experiment}/{result.variant} in MLflow: run {run or 'of it'} is missing")
            continue
        if found.info.lifecycle_stage != "active" or found.data.tags.get("content") != digest:
            faults.append(f"{result.experiment}/{result.variant} in MLflow: run {run} is deleted, or of other files")
    return faults
