"""The MLflow view of the records: one experiment per study experiment, one run per variant, no record twice.

The files under results/ are the truth. A run carries the hash of its variant's files in the tag ``content``: the same
content is found again instead of logged again, a changed one becomes the new current run and marks the old one
superseded. Delete results/mlflow/ and the next call rebuilds everything.
"""

import base64
import json
import os
import re
import sqlite3
import subprocess
import time
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow.lib.code import ROOT
from workflow.lib.files import sha256
from workflow.lib.results import Layout, Result

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"

if TYPE_CHECKING:
    from mlflow.entities import Run
    from mlflow.tracking import MlflowClient

STORE = Path("results/mlflow")
DEFAULT_URI = f"sqlite:///{STORE}/mlflow.db"
PREFIX = "seedcheck/"
VIEW = "overview"  # key of the saved view with our columns
COLUMNS = ("metrics.`test_accuracy`", "metrics.`train_accuracy`", "metrics.`final_cost`", "params.`initializer`",
           "params.`l2_lambda`", "params.`keep_prob`", "params.`masks`", "params.`loss`")  # fmt: skip


def tracking_uri() -> str:
    """Return the tracking URI: MLFLOW_TRACKING_URI (set from the config too), else a database below results/mlflow."""
    return os.environ.get("MLFLOW_TRACKING_URI") or DEFAULT_URI


def without_password(uri: str) -> str:
    """Return a URI without user name, password and query, fit for files and logs."""
    return uri if uri.startswith("sqlite:") else re.sub(r"(?<=://).*@", "", uri).split("?")[0]


def log_study(layout: Layout, results: list[Result]) -> dict[str, Any]:
    """Log all results and return which MLflow experiment and run hold which variant."""
    from mlflow.tracking import MlflowClient  # noqa: PLC0415 - over a second

    uri = tracking_uri()
    if uri == DEFAULT_URI:
        STORE.mkdir(parents=True, exist_ok=True)
    client, experiments = MlflowClient(uri), {}
    common = {"git_commit": git_commit()}
    for name, own in layout.items():
        identifier = experiment_id(client, name, own, uri)
        mine = [result for result in results if result.experiment == name and result.record]
        experiments[name] = {
            "id": identifier,
            "runs": {r.variant: log_result(client, identifier, r, common) for r in mine},
        }
    return {"tracking_uri": without_password(uri), "experiments": experiments}


def experiment_id(client: "MlflowClient", name: str, own: Mapping[str, Any], uri: str) -> str:
    """Return the id of a study experiment's MLflow experiment, made if need be, with its note and saved view."""
    existing = client.get_experiment_by_name(PREFIX + name)
    if existing:
        identifier = existing.experiment_id
    else:
        identifier = client.create_experiment(PREFIX + name)
        if uri == DEFAULT_URI:
            _make_relocatable(identifier)
    note = f"{own['title']}. {own['question']} Runs tagged `current` hold the newest results, others are history."
    for key, value in {"mlflow.note.content": note, f"mlflow.sharedViewState.{VIEW}": saved_view()}.items():
        if not existing or existing.tags.get(key) != value:
            client.set_experiment_tag(identifier, key, value)
    return identifier


def _make_relocatable(identifier: str) -> None:
    """Make the artifacts' place relative to the project: MLflow writes an absolute path, which breaks when it moves."""
    with sqlite3.connect(STORE / "mlflow.db") as database:
        place = f"{STORE}/artifacts/{identifier}"
        database.execute(
            "UPDATE experiments SET artifact_location = ? WHERE experiment_id = ?", (place, int(identifier))
        )
    database.close()


def saved_view() -> str:
    """Return a table of the current runs with our columns, best test accuracy first, as MLflow's UI stores views."""
    order = {"orderByKey": "metrics.`test_accuracy`", "orderByAsc": False}
    state = {"searchFilter": "tags.current = 'true'", "selectedColumns": list(COLUMNS), **order}
    packed = "deflate;" + base64.b64encode(zlib.compress(json.dumps(state).encode())).decode()
    return json.dumps({"name": VIEW, "createdAt": 0, "updatedAt": 0, "state": packed})


def log_result(client: "MlflowClient", experiment: str, result: Result, common: Mapping[str, str]) -> str:
    """Return the id of the run that holds this result: an existing one, or a new one that supersedes the others."""
    content = content_hash(result)
    runs = client.search_runs([experiment], f"tags.variant = '{result.variant}'", max_results=1000)
    found = next((run for run in runs if run.data.tags["content"] == content and run.info.status == "FINISHED"), None)
    identifier = found.info.run_id if found else _log_run(client, experiment, result, {"content": content, **common})
    _mark(client, runs, identifier)
    return identifier


def _mark(client: "MlflowClient", runs: list["Run"], current: str) -> None:
    """Tag the variant's runs as current or superseded, and remove half-logged ones."""
    for run in runs:
        is_current = run.info.run_id == current
        if run.info.status != "FINISHED" and not is_current:
            client.delete_run(run.info.run_id)
        elif run.data.tags.get("current") != str(is_current).lower():
            client.set_tag(run.info.run_id, "current", str(is_current).lower())
            client.set_tag(run.info.run_id, "superseded_by", "" if is_current else current)


def _log_run(client: "MlflowClient", experiment: str, result: Result, tags: Mapping[str, str]) -> str:
    from mlflow.entities import Metric, Param, RunTag  # noqa: PLC0415 - over a second

    assert result.record
    now = int(time.time() * 1000)
    own = {"variant": result.variant, "current": "true", **tags, **_tags(result)}
    run = client.create_run(experiment, run_name=result.variant, tags=own).info.run_id
    metrics = [Metric(k, v, now, 0) for k, v in result.record["metrics"].items() if v is not None]
    metrics += [Metric("cost", cost, now, epoch) for epoch, cost in result.costs().items()]
    params = [Param(k, str(v)) for k, v in result.record["settings"].items()]
    for start in range(0, max(1, len(metrics)), 1000):  # MLflow's limit
        client.log_batch(
            run, metrics[start : start + 1000], params if start == 0 else [], [RunTag("status", result.status)]
        )
    client.log_inputs(run, [_dataset_input(result)])
    client.log_artifacts(run, str(result.folder))
    client.set_terminated(run)
    return str(run)


def _tags(result: Result) -> dict[str, str]:
    assert result.record
    data = result.record["data"]
    tags = {
        "dataset": result.dataset,
        "data_sha256": data["sha256"],
        "code_sha256": result.record["code"],
        "gate": "passed",
    }
    return tags | ({"stand_in_data": data["stand_in"]} if data["stand_in"] else {})


def _dataset_input(result: Result) -> Any:
    from mlflow.entities import Dataset, DatasetInput, InputTag  # noqa: PLC0415 - over a second

    assert result.record
    data = result.record["data"]
    source = json.dumps({"source": data["source"], "file": f"data/{result.dataset}.h5"})
    dataset = Dataset(result.dataset, data["sha256"][:36], "local", source)
    return DatasetInput(dataset, [InputTag("mlflow.data.context", "train and test")])


def content_hash(result: Result) -> str:
    """Return the hash of a variant's files, names and bytes."""
    files = sorted(path for path in result.folder.iterdir() if path.is_file() and not path.name.startswith("."))
    return sha256(b"".join(path.name.encode() + b"\0" + path.read_bytes() + b"\0" for path in files))


def git_commit() -> str:
    """Return the commit that is checked out, "-dirty" behind it if files differ, "unknown" without git."""
    try:
        command = ["git", "-C", str(ROOT), "describe", "--always", "--abbrev=40", "--dirty", "--exclude=*"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def links(base: str, tracked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (experiment, address) of each experiment's training view with our columns."""
    for name, experiment in tracked["experiments"].items():
        yield (
            name,
            f"{base}/#/experiments/{experiment['id']}/runs?workflowType=machine_learning&viewStateShareKey={VIEW}",
        )
