"""The MLflow view of the records: one experiment per study experiment, one run per variant, no record twice.

The files under results/ are the truth. A run carries the hash of its variant's files and verdict in the tag
``content``: the same content is found again instead of logged again, a changed one becomes the new current run and
marks the old one superseded. Delete results/mlflow/ and the next call rebuilds everything.

Replicates are not runs of their own. MLflow compares runs, and 20 rows per variant would hide the variants; what is to
be read of replicates is their distribution, which is a few metrics, and the table replicates.csv of the variant's run.
13 variants with 20 child runs each took 5.9 s of CPU time to log, the 13 runs alone 0.4 s.
"""

import json
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from seedcheck.study.paths import STORE
from seedcheck.tracking import content, private, registry
from seedcheck.tracking.commit import git_commit
from seedcheck.tracking.links import DEFAULT_URI, VIEW, tracking_uri, without_password
from seedcheck.training.results import Layout, Result

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"

if TYPE_CHECKING:
    from mlflow.entities import Run
    from mlflow.tracking import MlflowClient

PREFIX = "seedcheck/"


def log_study(layout: Layout, results: Sequence[Result], decisions: Mapping[str, Any]) -> dict[str, Any]:
    """Log all results with the decisions on them, by experiment, and register each experiment's champion.

    Returns which MLflow experiment and run hold which variant, and which version of which model is the champion.
    """
    from mlflow.tracking import MlflowClient  # noqa: PLC0415 - over a second

    uri = tracking_uri()
    private.quote_the_folder()
    if uri == DEFAULT_URI:
        STORE.mkdir(parents=True, exist_ok=True)
        private.do_not_wait_for_the_disk()
    client, commit, experiments = MlflowClient(uri), git_commit(), {}
    for name in layout:
        decided = decisions.get(name, {})
        identifier = experiment_id(client, name, content.experiment_note(decided), bool(decided))
        mine = [result for result in results if result.experiment == name and result.record]
        runs = {
            result.variant: log_result(client, identifier, result, content.finding(decided, result.variant), commit)
            for result in mine
        }
        champion = _champion(client, name, decided, mine, runs)
        experiments[name] = {"id": identifier, "runs": runs, "champion": champion}
    return {"tracking_uri": without_password(uri), "experiments": experiments}


def _champion(client: "MlflowClient", name: str, decided: Mapping[str, Any], results: Sequence[Result],
              runs: Mapping[str, str]) -> dict[str, str] | None:  # fmt: skip
    best = content.champion(decided, [result.variant for result in results if result.status == "finished"])
    if best:
        return registry.register(client, name, runs[best], content.why_champion(decided, best))
    registry.withdraw(client, name)
    return None


def experiment_id(client: "MlflowClient", name: str, note: str, repeated: bool) -> str:
    """Return the id of a study experiment's MLflow experiment, made if need be, with its note and saved view."""
    tags = {"mlflow.note.content": note, f"mlflow.sharedViewState.{VIEW}": private.saved_view(repeated)}
    existing = client.get_experiment_by_name(PREFIX + name)
    if not existing:
        identifier = str(client.create_experiment(PREFIX + name, tags=tags))
        if tracking_uri() == DEFAULT_URI:
            private.make_relocatable(identifier)
        return identifier
    for key, value in tags.items():
        if existing.tags.get(key) != value:
            client.set_experiment_tag(existing.experiment_id, key, value)
    return str(existing.experiment_id)


def log_result(client: "MlflowClient", experiment: str, result: Result, found: Mapping[str, Any],
               commit: str) -> str:  # fmt: skip
    """Return the id of the run that holds a result and its finding: an existing one, or a new one, now the current."""
    digest = content.content_hash(result, found)
    runs = client.search_runs([experiment], f"tags.variant = '{result.variant}'", max_results=1000)
    same = (run for run in runs if run.data.tags["content"] == digest and run.info.status == "FINISHED")
    old = next(same, None)
    tags = {"content": digest, "git_commit": commit, "current": "true"} | content.tags(result, found)
    identifier = old.info.run_id if old else _log_run(client, experiment, result, content.metrics(result, found), tags)
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


def _log_run(client: "MlflowClient", experiment: str, result: Result, values: Mapping[str, float],
             tags: Mapping[str, str]) -> str:  # fmt: skip
    from mlflow.entities import Metric, Param  # noqa: PLC0415 - over a second

    assert result.record
    now = int(time.time() * 1000)
    run = str(client.create_run(experiment, run_name=result.variant, tags=dict(tags)).info.run_id)
    metrics = [Metric(name, value, now, 0) for name, value in values.items()]
    metrics += [Metric("cost", cost, now, epoch) for epoch, cost in result.costs().items()]
    params = [Param(name, str(value)) for name, value in result.record["settings"].items()]
    for start in range(0, max(1, len(metrics)), 1000):  # MLflow's limit
        client.log_batch(run, metrics[start : start + 1000], params if start == 0 else [])
    client.log_inputs(run, [_dataset_input(result)])
    _log_files(client, run, result)
    client.set_terminated(run)
    return run


def _log_files(client: "MlflowClient", run: str, result: Result) -> None:
    """Log a variant's files, the model in a folder of its own that MLflow can load."""
    assert result.record
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        (folder / registry.FOLDER).mkdir()
        for path in content.files(result):
            place = folder / registry.FOLDER if path.name == "model.h5" else folder
            (place / path.name).symlink_to(path.resolve())
        registry.complete_model(folder / registry.FOLDER, result.record["settings"]["layers"])
        client.log_artifacts(run, temporary)


def _dataset_input(result: Result) -> Any:
    from mlflow.entities import Dataset, DatasetInput, InputTag  # noqa: PLC0415 - over a second

    assert result.record
    data = result.record["data"]
    source = json.dumps({"source": data["source"], "file": f"data/{result.dataset}.h5"})
    dataset = Dataset(result.dataset, data["sha256"][:36], "local", source)
    return DatasetInput(dataset, [InputTag("mlflow.data.context", "train and test")])
