"""MLflow's view of the records, in a real store: complete, never twice, and rebuilt from the files at any time."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seedcheck.files import read_json, write_json
from seedcheck.tracking import client as tracking
from seedcheck.tracking import content, scores, writer
from seedcheck.tracking.links import DEFAULT_URI
from seedcheck.training.records import write_model
from seedcheck.training.results import collect

ROOT = Path(__file__).parents[2]
RECORD: dict[str, Any] = {
    "settings": {"layers": [2, 1], "learning_rate": 0.1, "l2_lambda": 0.7},
    "diverged_at_epoch": None,
    "metrics": {"train_accuracy": 0.9, "test_accuracy": 0.8, "final_cost": 1 / 3, "train_cross_entropy": None},
    "data": {"sha256": "ab" * 32, "source": "generated: circles", "stand_in": ""},
    "code": "cd" * 32,
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return a client of a store that all tests share; creating it takes seconds."""
    yield from project(tmp_path_factory)


def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Work in a project without results, one per process, as MLflow opens a URI once, and yield its store's client."""
    folder = tmp_path_factory.getbasetemp() / "tracked"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("MLFLOW_TRACKING_URI", raising=False)
        tracking.log_study({}, [], {})
        from mlflow.tracking import MlflowClient

        client = MlflowClient(DEFAULT_URI)
        place = client.get_experiment("0").artifact_location
        assert place.startswith(folder.as_uri()), f"a test of this process has opened the store of another: {place}"
        yield client


def write(experiment: str, variant: str = "v", costs: int = 3, **changes: Any) -> None:
    """Write what a training leaves of a variant."""
    folder = Path("results", experiment, variant)
    record = RECORD | changes
    if costs and "final_cost" in record["metrics"]:
        record["metrics"] = record["metrics"] | {"final_cost": 1 / costs}
    write_json(folder / "record.json", record)
    write_json(folder / "gradients.json", {"passed": True, "points": []})
    lines = [f"{10 * k},{1 / (k + 1)!r}" for k in range(costs)]
    (folder / "costs.csv").write_text("\n".join(["epoch,cost", *lines, ""]), encoding="utf-8")
    write_model(folder / "model.h5", [2, 1], np.array([1.0, -2.0, 0.5]))


def layout(experiment: str, *variants: str) -> dict[str, Any]:
    """Return the layout of a study with one experiment."""
    return {experiment: {"dataset": "d", "variants": list(variants or ("v",))}}


def judged(reference: str, **variants: tuple[str, float]) -> dict[str, Any]:
    """Return an experiment's part of verdicts.json: word and typical difference of each variant but the reference."""
    summary = {"n": 19, "diverged": 1, "median": 0.9, "iqm": 0.91, "mean": 0.89, "sd": None,
               "low": 0.88, "high": 0.92}  # fmt: skip
    common = {"summary": summary, "failures": {"failed": 2, "n": 20, "low": 0.01, "high": 0.32}}
    rows: dict[str, Any] = {reference: common}
    for name, (word, typical) in variants.items():
        comparison = {"n": 19, "m": 200, "typical": typical, "low": typical - 0.01, "high": typical + 0.01, "p": 0.01,
                      "low_seeds": -0.5, "high_seeds": 0.5, "mean": 0.5, "median": None}  # fmt: skip
        probability = {"value": 0.75, "low": 0.5, "high": 0.9}
        rows[name] = {**common, "comparison": comparison, "probability": probability, "adjusted_p": 0.02,
                      "verdict": word}  # fmt: skip
    return {"reference": reference, "replicates": 20, "test_points": 200, "variants": rows}


def track(experiment: str, *variants: str, found: dict[str, Any] | None = None) -> dict[str, Any]:
    """Log an experiment's results, and return what the receipt says of it."""
    own = layout(experiment, *variants)
    verdicts = {experiment: found} if found else {}
    return dict(tracking.log_study(own, collect(own), verdicts)["experiments"][experiment])


def log(experiment: str, *variants: str, found: dict[str, Any] | None = None) -> dict[str, str]:
    """Log an experiment's results, and return the runs of its variants."""
    return dict(track(experiment, *variants, found=found)["runs"])


def runs_of(client: Any, experiment: str) -> list[Any]:
    """Return the runs of an experiment, the newest last."""
    found = client.get_experiment_by_name(f"seedcheck/{experiment}")
    return client.search_runs([found.experiment_id], order_by=["attributes.start_time ASC"])


def test_run_holds_the_whole_record(client: Any) -> None:
    """Settings, metrics without None, cost history, data set, tags and files of a variant are in its run."""
    write("whole")
    run = client.get_run(log("whole")["v"])
    assert run.data.params == {"layers": "[2, 1]", "learning_rate": "0.1", "l2_lambda": "0.7"}
    assert run.data.metrics == {"train_accuracy": 0.9, "test_accuracy": 0.8, "final_cost": 1 / 3, "cost": 1 / 3}
    history = [(metric.step, metric.value) for metric in client.get_metric_history(run.info.run_id, "cost")]
    assert sorted(history) == [(0, 1.0), (10, 0.5), (20, 1 / 3)]
    tags = {"variant": "v", "current": "true", "dataset": "d", "gate": "passed", "status": "finished",
            "seedcheck.data_sha256": "ab" * 32, "seedcheck.code_sha256": "cd" * 32}  # fmt: skip
    assert tags.items() <= run.data.tags.items()
    assert "stand_in_data" not in run.data.tags
    assert [item.dataset.name for item in run.inputs.dataset_inputs] == ["d-train", "d-test"]
    assert (run.info.status, run.info.run_name) == ("FINISHED", "v")


def test_artifacts_are_the_files_and_move_with_the_project(client: Any) -> None:
    """A run has its variant's files, below results/mlflow, without an absolute path."""
    write("files")
    identifier = log("files")["v"]
    found = [item.path for item in client.list_artifacts(identifier)]
    assert found == ["costs.csv", "gradients.json", "record.json"]
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
    log_to = client.create_experiment("seedcheck/half")
    with writer.alone() as ours:
        tags = {"variant": "v", "current": "pending", writer.TAG: ours}
    tags[content.CONTENT] = content.content_hash(collect(layout("half"))[0], {})
    half = client.create_run(log_to, tags=tags).info.run_id
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
    """Its tags say how to read it, and hold a table with our columns; an address opens it."""
    write("viewed")
    log("viewed")
    tags = client.get_experiment_by_name("seedcheck/viewed").tags
    assert tags["mlflow.note.content"].startswith("Runs tagged `current` hold the newest results")
    assert json.loads(tags["mlflow.sharedViewState.overview"])["state"].startswith("deflate;")


MEASURED = {"wall_time_seconds", "peak_memory_megabytes"}  # there if the benchmark of the training is


def judged_metrics(run: Any) -> dict[str, float]:
    """Return a run's metrics but for scores of its predictions, accuracies of single seeds, time and memory."""
    further = {*scores.NAMES, *MEASURED, "seeds_test_accuracy", "seeds_train_accuracy"}
    return {name: value for name, value in run.metrics.items() if name not in further}


def test_run_holds_what_its_seeds_say_in_further_metrics(client: Any) -> None:
    """Each under its name: a value per seed, their summary, the difference and its verdict."""
    found = judged("v", w=("worse", -0.03))
    summary = found["variants"]["v"]["summary"]
    row = found["variants"]["w"] | {"summary": summary | {"iqm": 0.25}, "values": [0.2, None, 0.3], "verdict": "better"}
    found["further"] = {"brier": {"v": {"summary": summary, "values": [0.4, 0.4, 0.5]}, "w": row}}
    for variant in ("v", "w"):
        write("further", variant)
    runs = log("further", "v", "w", found=found)
    reference, other = (client.get_run(runs[variant]).data for variant in ("v", "w"))
    assert (other.metrics["seeds_test_brier_iqm"], other.metrics["seeds_test_accuracy_iqm"]) == (0.25, 0.91)
    assert (other.metrics["difference_test_brier_typical"], other.metrics["adjusted_p_test_brier"]) == (-0.03, 0.02)
    assert "difference_test_brier_typical" not in reference.metrics
    assert (other.tags["verdict"], other.tags["verdict_test_brier"]) == ("worse", "better")
    history = client.get_metric_history(runs["w"], "seeds_test_brier")
    assert sorted((metric.step, metric.value) for metric in history) == [(0, 0.2), (2, 0.3)]


def test_run_holds_what_its_seeds_say(client: Any) -> None:
    """Metrics over seeds and of the difference, without those that are not there, verdict and reference, and a note."""
    for variant in ("v", "w"):
        write("seeds", variant)
    runs = log("seeds", "v", "w", found=judged("v", w=("worse", -0.03)))
    reference, other = (client.get_run(runs[variant]).data for variant in ("v", "w"))
    seeds = {"seeds_used": 19, "seeds_diverged": 1, "seeds_failed": 2, "seeds_test_accuracy_median": 0.9,
             "seeds_test_accuracy_iqm": 0.91, "seeds_test_accuracy_mean": 0.89, "seeds_test_accuracy_low": 0.88,
             "seeds_test_accuracy_high": 0.92}  # fmt: skip
    difference = {"difference_typical": -0.03, "difference_low": -0.04, "difference_high": -0.02,
                  "difference_mean": 0.5, "probability_better": 0.75, "adjusted_p": 0.02}  # fmt: skip
    own = {"train_accuracy": 0.9, "test_accuracy": 0.8, "final_cost": 1 / 3, "cost": 1 / 3}
    assert judged_metrics(reference) == own | seeds
    assert judged_metrics(other) == pytest.approx(own | seeds | difference)
    assert (reference.tags["verdict"], other.tags["verdict"]) == ("reference", "worse")
    assert reference.tags["reference"] == other.tags["reference"] == "v"
    assert other.tags["mlflow.note.content"].startswith(
        "w against v: worse, typical difference -3.0 points (95 % interval -4.0 to -2.0), p 0.02 after"
    )


def test_changed_verdict_supersedes_the_run_of_unchanged_files(client: Any) -> None:
    """The new run has the new verdict; the reference, on which nothing changed, keeps its run; the note follows."""
    for variant in ("v", "w"):
        write("judged", variant)
    first = log("judged", "v", "w", found=judged("v", w=("undecided", 0.01)))
    second = log("judged", "v", "w", found=judged("v", w=("worse", -0.03)))
    old, new = client.get_run(first["w"]).data, client.get_run(second["w"]).data
    assert (old.tags["current"], new.tags["current"]) == ("false", "true")
    assert (new.tags["verdict"], new.metrics["difference_typical"]) == ("worse", -0.03)
    assert second["v"] == first["v"]
    assert log("judged", "v", "w", found=judged("v", w=("worse", -0.03))) == second
    note = client.get_experiment_by_name("seedcheck/judged").tags["mlflow.note.content"]
    assert note.splitlines()[-1].startswith("- w against v: worse, typical difference -3.0 points")


def test_note_on_many_variants_is_cut_to_what_mlflow_takes(client: Any) -> None:
    """The note of an experiment with hundreds of variants ends somewhere; logging goes on."""
    write("many")
    names = {f"variant_number_{k}": ("undecided", 0.01) for k in range(200)}
    assert list(log("many", found=judged("v", **names))) == ["v"]
    assert len(client.get_experiment_by_name("seedcheck/many").tags["mlflow.note.content"]) == 5000


def test_deleted_store_is_rebuilt_from_the_files(client: Any, tmp_path: Path) -> None:
    """After results/mlflow is deleted, the next call of the step logs everything anew."""
    shutil.copytree("results/mlflow", tmp_path / "results/mlflow")
    write("rebuilt")
    shutil.copytree("results/rebuilt", tmp_path / "results/rebuilt")
    shutil.rmtree(tmp_path / "results/mlflow")
    write_json(tmp_path / "decisions.json", {"experiments": {"rebuilt": judged("v")}})
    command = [sys.executable, "-m", "seedcheck.steps.track", "decisions.json", "runs.json"]
    job = json.dumps({"experiments": layout("rebuilt")})
    environment = {k: v for k, v in os.environ.items() if k != "MLFLOW_TRACKING_URI"} | {"PYTHONPATH": str(ROOT)}
    subprocess.run(command, input=job, text=True, cwd=tmp_path, env=environment, check=True, capture_output=True)
    tracked = read_json(tmp_path / "runs.json")
    assert tracked["tracking_uri"] == DEFAULT_URI
    (identifier,) = tracked["experiments"]["rebuilt"]["runs"].values()
    assert tracked["experiments"]["rebuilt"]["champion"] == {"model": "seedcheck-rebuilt", "version": "1"}
    assert len(list((tmp_path / "results/mlflow/artifacts").rglob(f"{identifier}/artifacts/record.json"))) == 1
