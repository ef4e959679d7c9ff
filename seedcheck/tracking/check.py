"""Whether results and MLflow agree, one to one: what `make verify` asks."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from seedcheck.files import file_sha256, read_json
from seedcheck.study.paths import RECEIPT
from seedcheck.tracking import content, contest, experiments, faults, models, runs, writer
from seedcheck.tracking.links import without_password
from seedcheck.tracking.store import opened
from seedcheck.training.results import Layout, Result

if TYPE_CHECKING:
    from mlflow.entities import Run
    from mlflow.tracking import MlflowClient


def check(layout: Layout, results: Sequence[Result], decisions: Mapping[str, Any]) -> list[str]:
    """Return a line per difference between results and MLflow; none if each result is in exactly one run, whole.

    ``decisions`` are those on experiments, by name, as of ``log_study``. Nothing is changed.

    Raises
    ------
    InputError
        If the store is not to be had, or the receipt is of another one.
    """
    if not RECEIPT.is_file():
        return [f"{RECEIPT} is missing: nothing is logged to MLflow; run `make results`"]
    tracked = read_json(RECEIPT, "tracking_uri", "experiments")
    uri = os.environ.get("MLFLOW_TRACKING_URI") or tracked["tracking_uri"]  # or the one of the config
    if tracked["tracking_uri"] != without_password(uri):
        raise faults.not_logged(tracked["tracking_uri"], uri)
    with opened(uri) as client:
        lines = [line for name in layout for line in _experiment(client, name, tracked, results, decisions)]
        return lines + _left_over(client, tracked)


def _experiment(client: "MlflowClient", name: str, tracked: Mapping[str, Any], results: Sequence[Result],
                decisions: Mapping[str, Any]) -> Iterator[str]:  # fmt: skip
    """Yield what is wrong with an experiment's runs and its champion."""
    logged = tracked["experiments"].get(name, {"runs": {}, "champion": None})
    decided = decisions.get(name, {})
    for result in results:
        if result.experiment == name and result.record:
            run = logged["runs"].get(result.variant)
            found = content.finding(decided, result.variant)
            for fault in _run(client, logged.get("id", ""), run, result, found) if run else ["it is not logged"]:
                yield f"{name}/{result.variant} in MLflow: {fault}"
    champion = logged["champion"]
    if champion:
        versions = client.search_model_versions(f"name = '{champion['model']}'")
        if champion["version"] not in {str(version.version) for version in versions}:
            yield f"{champion['model']} in MLflow: version {champion['version']} is missing"


def _run(client: "MlflowClient", experiment: str, number: str, result: Result, found: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the run of a result."""
    from mlflow.exceptions import MlflowException  # noqa: PLC0415 - over a second

    try:
        run = client.get_run(number)
    except MlflowException as error:
        if error.error_code != "RESOURCE_DOES_NOT_EXIST":
            raise
        return [f"run {number} is missing"]
    if (run.info.lifecycle_stage, run.info.status) != ("active", "FINISHED"):
        return [f"run {number} is {run.info.lifecycle_stage} and {run.info.status}"]
    digest = content.content_hash(result, found)
    same = contest.others(client, experiment, digest)
    twice = [other for other in same if other.data.tags.get(contest.CURRENT) == "true" and contest.settled([other])]
    faults = [f"run {number} is of other files or decisions"] if run.data.tags.get(content.CONTENT) != digest else []
    faults += [f"{len(twice)} current runs hold it"] if len(twice) > 1 else []
    return faults + _values(run, result, found) + _files(client, run, result)


def _values(run: "Run", result: Result, found: Mapping[str, Any]) -> list[str]:
    """Return which parameters, metrics and tags of a run are not those of the result."""
    expected: dict[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {
        "parameter": (runs.parameters(result), run.data.params),
        "metric": (content.metrics(result, found), run.data.metrics),
        "tag": (content.tags(result, found), run.data.tags),
    }
    return [
        f"{kind} {name} is {there.get(name)}, not {value}"
        for kind, (ours, there) in expected.items()
        for name, value in ours.items()
        if there.get(name) != value
    ]


def _files(client: "MlflowClient", run: "Run", result: Result) -> list[str]:
    """Return which files of a run and its model are missing or have other bytes."""
    number, model = run.info.run_id, models.of(client, run)
    has_model = result.command or models.has_file(client, model)
    missing = {*runs.missing_files(client, number, result), *([] if has_model else [models.FILE])}
    faults = [f"file {name} is missing" for name in sorted(missing)]
    with TemporaryDirectory() as folder:
        for path in content.files(result):
            if path.name not in missing:
                of_model = model if path.name == models.FILE else None
                there = Path(models.download(client, of_model, folder) if of_model
                             else client.download_artifacts(number, path.name, folder))  # fmt: skip
                faults += [] if file_sha256(there) == file_sha256(path) else [f"file {path.name} has other bytes"]
    return faults


def _left_over(client: "MlflowClient", tracked: Mapping[str, Any]) -> list[str]:
    """Return which runs of ours are current, though the receipt does not name them."""
    ours, named = writer.known(), {run for found in tracked["experiments"].values() for run in found["runs"].values()}
    what = f"tags.`{writer.TAG}` = '{ours}' and tags.{contest.CURRENT} != 'false'"
    found = contest.search(client, experiments.all_of_us(client), what) if ours else []
    return [
        f"run {run.info.run_id} in MLflow is current, but of no result" for run in found if run.info.run_id not in named
    ]
