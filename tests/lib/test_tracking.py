"""MLflow's view of the records, in a real store: complete, never twice, and rebuilt from the files at any time."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from workflow.lib import tracking
from workflow.lib.files import read_json, write_json
from workflow.lib.results import collect

ROOT = Path(__file__).parents[2]
RECORD: dict[str, Any] = {
    "settings": {"layers": [2, 1], "learning_rate": 0.1, "l2_lambda": 0.7},
    "diverged_at_epoch": None,
    "metrics": {"train_accuracy": 0.9, "test_accuracy": 0.8, "final_cost": 0.25, "train_cross_entropy": None},
    "data": {"sha256": "ab" * 32, "source": "generated: circles", "stand_in": ""},
    "code": "cd" * 32,
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Work in one empty project for all tests here, and return a client of its store; creating it takes seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("project"))
        patch.delenv("MLFLOW_TRACKING_URI", raising=False)
        tracking.log_study({}, [])
        from mlflow.tracking import MlflowClient

        yield MlflowClient(tracking.DEFAULT_URI)


def write(experiment: str, variant: str = "v", costs: int = 3, **changes: Any) -> None:
    """Write what a training leaves of a variant."""
    folder = Path("results", experiment, variant)
    write_json(folder / "record.json", RECORD | changes)
    write_json(folder / "gradients.json", {"passed": True, "points": []})
    lines = [f"{10 * k},{1 / (k + 1)!r}" for k in range(costs)]
    (folder / "costs.csv").write_text("\n".join(["epoch,cost", *lines, ""]), encoding="utf-8")


def layout(experiment: str, *variants: str) -> dict[str, Any]:
    """Return the layout of a study with one experiment."""
    own = {"title": "Title", "question": "Why?", "dataset": "d", "variants": dict.fromkeys(variants or ("v",), "#000")}
    return {experiment: own}


def log(experiment: str, *variants: str) -> dict[str, str]:
    """Log an experiment's results, and return the runs of its variants."""
    own = layout(experiment, *variants)
    return tracking.log_study(own, collect(own))["experiments"][experiment]["runs"]


def runs_of(client: Any, experiment: str) -> list[Any]:
    """Return the runs of an experiment, the newest last."""
    found = client.get_experiment_by_name(f"seedcheck/{experiment}")
    return client.search_runs([found.experiment_id], order_by=["attributes.start_time ASC"])


def test_run_holds_the_whole_record(client: Any) -> None:
    """Settings, metrics without None, cost history, data set, tags and files of a variant are in its run."""
    write("whole")
    run = client.get_run(log("whole")["v"])
    assert run.data.params == {"layers": "[2, 1]", "learning_rate": "0.1", "l2_lambda": "0.7"}
    assert run.data.metrics == {"train_accuracy": 0.9, "test_accuracy": 0.8, "final_cost": 0.25, "cost": 1 / 3}
    history = [(metric.step, metric.value) for metric in client.get_metric_history(run.info.run_id, "cost")]
    assert sorted(history) == [(0, 1.0), (10, 0.5), (20, 1 / 3)]
    tags = {"variant": "v", "current": "true", "dataset": "d", "gate": "passed", "status": "finished",
            "data_sha256": "ab" * 32, "code_sha256": "cd" * 32}  # fmt: skip
    assert tags.items() <= run.data.tags.items()
    assert "stand_in_data" not in run.data.tags
    assert [(item.dataset.name, item.dataset.digest) for item in run.inputs.dataset_inputs] == [("d", ("ab" * 32)[:36])]
    assert (run.info.status, run.info.run_name) == ("FINISHED", "v")


def test_artifacts_are_the_files_and_move_with_the_project(client: Any) -> None:
    """A run has its variant's files, below results/mlflow, without an absolute path."""
    write("files")
    identifier = log("files")["v"]
    assert [item.path for item in client.list_artifacts(identifier)] == ["costs.csv", "gradients.json", "record.json"]
    place = client.get_experiment_by_name("seedcheck/files").artifact_location
    assert place.startswith("results/mlflow/artifacts/")
    assert (Path(place) / identifier / "artifacts" / "record.json").read_bytes() == Path(
        "results/files/v/record.json"
    ).read_bytes()


def test_logging_twice_adds_no_run(client: Any) -> None:
    """The same files are found again, of every variant."""
    write("twice")
    write("twice", "w")
    first = log("twice", "v", "w")
    assert log("twice", "v", "w") == first
    assert {run.info.run_id for run in runs_of(client, "twice")} == set(first.values())


def test_changed_record_supersedes_the_old_run(client: Any) -> None:
    """The new run is current, the old one says by which it is superseded; the other variant keeps its run."""
    write("changed")
    write("changed", "w")
    first = log("changed", "v", "w")
    write("changed", metrics={"test_accuracy": 0.7})
    second = log("changed", "v", "w")
    old, new = client.get_run(first["v"]).data.tags, client.get_run(second["v"]).data.tags
    assert (old["current"], old["superseded_by"], new["current"]) == ("false", second["v"], "true")
    assert first["w"] == second["w"]
    assert len(runs_of(client, "changed")) == 3


def test_restored_record_makes_its_old_run_current_again(client: Any) -> None:
    """Going back to the first files adds no third run."""
    write("restored")
    first = log("restored")["v"]
    write("restored", metrics={"test_accuracy": 0.7})
    second = log("restored")["v"]
    write("restored")
    assert log("restored")["v"] == first
    old, new = client.get_run(first).data.tags, client.get_run(second).data.tags
    assert (old["current"], old["superseded_by"]) == ("true", "")
    assert (new["current"], new["superseded_by"]) == ("false", first)


def test_half_logged_run_is_replaced(client: Any) -> None:
    """A run that was interrupted is removed, and its record logged whole."""
    write("half")
    log_to = tracking.experiment_id(client, "half", layout("half")["half"], tracking.DEFAULT_URI)
    content = tracking.content_hash(collect(layout("half"))[0])
    half = client.create_run(log_to, tags={"variant": "v", "content": content}).info.run_id
    whole = log("half")["v"]
    assert whole != half
    assert [run.info.run_id for run in runs_of(client, "half")] == [whole]


@pytest.mark.parametrize("costs", [996, 2500])
def test_long_history_is_logged_whole(client: Any, costs: int) -> None:
    """More costs than one call to MLflow takes are all there, and so are the settings."""
    experiment = f"long_{costs}"
    write(experiment, costs=costs)
    run = log(experiment)["v"]
    assert len(client.get_metric_history(run, "cost")) == costs
    assert len(client.get_run(run).data.params) == 3


def test_run_that_diverged_at_once_is_logged(client: Any) -> None:
    """Without any finite cost or metric, settings and status are there all the same."""
    write("lost", costs=0, metrics={"test_accuracy": None}, diverged_at_epoch=0)
    data = client.get_run(log("lost")["v"]).data
    assert (len(data.params), data.tags.get("status"), data.metrics) == (3, "diverged", {})


def test_stand_in_data_are_tagged(client: Any) -> None:
    """The reason stands in a tag, to filter by."""
    write("stand_in", data=RECORD["data"] | {"stand_in": "generated"})
    assert client.get_run(log("stand_in")["v"]).data.tags["stand_in_data"] == "generated"


def test_variant_without_a_record_is_left_out(client: Any) -> None:
    """Nothing is logged of a variant that did not run."""
    write("partly")
    assert list(log("partly", "v", "w")) == ["v"]


def test_experiment_has_note_and_saved_view(client: Any) -> None:
    """Its tags hold what it asks, and a table with our columns; an address opens it."""
    write("viewed")
    log("viewed")
    tags = client.get_experiment_by_name("seedcheck/viewed").tags
    assert tags["mlflow.note.content"].startswith("Title. Why?")
    assert json.loads(tags["mlflow.sharedViewState.overview"])["state"].startswith("deflate;")


def test_deleted_store_is_rebuilt_from_the_files(client: Any, tmp_path: Path) -> None:
    """After results/mlflow is deleted, the next call of the step logs everything anew."""
    shutil.copytree("results/mlflow", tmp_path / "results/mlflow")
    write("rebuilt")
    shutil.copytree("results/rebuilt", tmp_path / "results/rebuilt")
    shutil.rmtree(tmp_path / "results/mlflow")
    command = [sys.executable, "-m", "workflow.steps.track", "--layout", json.dumps(layout("rebuilt"))]
    environment = {k: v for k, v in os.environ.items() if k != "MLFLOW_TRACKING_URI"} | {"PYTHONPATH": str(ROOT)}
    subprocess.run([*command, "--output", "runs.json"], cwd=tmp_path, env=environment, check=True, capture_output=True)
    tracked = read_json(tmp_path / "runs.json")
    assert tracked["tracking_uri"] == tracking.DEFAULT_URI
    (identifier,) = tracked["experiments"]["rebuilt"]["runs"].values()
    assert len(list((tmp_path / "results/mlflow/artifacts").rglob(f"{identifier}/artifacts/record.json"))) == 1
