"""What users of MLflow expect of a run: origin, duration, data, scores, each seed, figures, and a model that loads."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from sklearn import metrics as sk

from seedcheck.files import write_json
from seedcheck.steps import ui
from seedcheck.study.paths import RECEIPT, dataset_file, training_time
from seedcheck.tracking import charts, commit, runs, scores
from seedcheck.tracking import client as tracking
from seedcheck.tracking.links import DEFAULT_URI
from seedcheck.training import predictions, replicates, timing
from seedcheck.training.predictions import Predictions
from seedcheck.training.replicates import Replicates
from seedcheck.training.results import collect
from tests.tracking.test_client import judged, layout, log, project, track, write

SECONDS = 16.5


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return a client of the store that all tests share."""
    yield from project(tmp_path_factory)


def write_whole(experiment: str, variant: str = "v") -> Predictions:
    """Write all that a training leaves, its data and what Snakemake measured; return what the networks predict."""
    write(experiment, variant)
    folder, generator = Path("results", experiment, variant), np.random.default_rng(0)
    y = (generator.random((1, 40)) < 0.4).astype(float)
    logits = np.round(2 * y - 1 + 2 * generator.standard_normal((4, 40)), 1)
    found = Predictions(logits[:, :30], y[:, :30], logits, y, np.zeros(4, bool))
    predictions.write(folder / "predictions.h5", found)
    right = found.correct("test")[1:]
    diverged = np.array([False, False, True])
    others = Replicates(right[:, :30], right, np.array([0]), np.zeros((3, 1)), diverged, np.full(3, 0.5))
    replicates.write(folder / "replicates.h5", others)
    dataset_file("d").parent.mkdir(exist_ok=True)
    with h5py.File(dataset_file("d"), "w") as file:
        file["train/X"], file["test/X"] = np.ones((2, 30), np.uint8), np.arange(80, dtype=np.uint8).reshape(2, 40)
        file.attrs["labels"], file.attrs["divide_by"] = ["off", "on"], 4
    path = training_time(experiment, variant, 0)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"s\th:m:s\tmax_rss\n{SECONDS}\t0:00:16\t58.04\n", encoding="utf-8")
    os.utime(path, (2e9, 2e9))
    return found


def test_run_has_duration_and_memory_of_its_training(client: Any) -> None:
    """Not those of logging, and the history of costs spans it; they are no part of the content."""
    write_whole("timed")
    first = log("timed")["v"]
    run = client.get_run(first)
    assert (run.info.start_time, run.info.end_time) == (int(1000 * (2e9 - SECONDS)), 2 * 10**12)
    assert (run.data.metrics["wall_time_seconds"], run.data.metrics["peak_memory_megabytes"]) == (SECONDS, 58.04)
    times = [metric.timestamp for metric in client.get_metric_history(first, "cost")]
    assert (min(times), max(times)) == (run.info.start_time, run.info.end_time)
    os.utime(training_time("timed", "v", 0), (1e9, 1e9))
    assert log("timed")["v"] == first


@pytest.mark.parametrize("text", ["", "s\tmax_rss\n", "s\tmax_rss\nNA\tNA\n"])
def test_what_was_not_measured_is_not_there(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Snakemake writes NA where a job was too short, and a file may be empty."""
    monkeypatch.chdir(tmp_path)
    path = training_time("e", "v", 0)
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    assert timing.measured("e", "v") is None


def test_run_says_where_it_is_from(client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """User, source and commit, in MLflow's tags; without git nothing of it, and no error."""
    write("origin")
    tags = client.get_run(log("origin")["v"]).data.tags
    assert tags["mlflow.source.name"] == "seedcheck/steps/train.py"
    assert tags["mlflow.source.type"] == "LOCAL"
    assert tags["mlflow.user"]
    assert commit.git_commit().startswith(tags.get("mlflow.source.git.commit", "unknown"))
    copy = tmp_path / "seedcheck/tracking/commit.py"
    copy.parent.mkdir(parents=True)
    copy.touch()
    monkeypatch.setattr(commit, "ROOT", tmp_path)
    monkeypatch.setattr(commit, "__file__", str(copy))
    for _ in range(2):  # the second time within a repository that the code does not belong to
        assert commit.git_commit() == "unknown"
        assert not [name for name in commit.origin_tags() if "git" in name]
        subprocess.run(["git", "init", "-q", tmp_path], check=True)


def test_repository_has_no_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its address may hold one."""
    said = {"remote": "https://me:secret@h/x.git", "branch": "main", "ls-files": "x", "describe": "ab-dirty"}
    monkeypatch.setattr(commit, "_git", lambda name, *_: said[name])
    tags = commit.origin_tags()
    assert tags["mlflow.source.git.repoURL"] == "https://h/x.git"
    assert (tags["mlflow.source.git.commit"], tags["mlflow.source.git.dirty"]) == ("ab", "true")


def test_first_tag_is_no_hash(client: Any) -> None:
    """The pages show tags in the order in which they were set."""
    write("tags")
    found = client.get_run(log("tags", found=judged("v"))["v"]).data.tags
    shown = [name for name in found if not name.startswith("mlflow.")]
    assert shown[0] in {"current", "dataset", "verdict"}
    assert all(name.startswith("seedcheck.") for name in shown if "sha256" in name or name.endswith("content"))


def test_training_and_test_data_are_two_inputs_that_load(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """With schema and profile as ``mlflow.data`` makes them, and a source that is our file."""
    import mlflow.data
    from mlflow.data.schema import TensorDatasetSchema

    write_whole("inputs")
    inputs = client.get_run(log("inputs")["v"]).inputs.dataset_inputs
    assert [item.tags[0].value for item in inputs] == ["training", "testing"]
    assert [item.dataset.name for item in inputs] == ["d-train", "d-test"]
    with h5py.File(mlflow.data.get_source(inputs[1]).load(), "r") as file:
        X, y = file["test/X"][...].T / 4, np.zeros(40)
    theirs = mlflow.data.from_numpy(X, targets=y, source=mlflow.data.get_source(inputs[1])).to_dict()
    schema = TensorDatasetSchema.from_dict(json.loads(inputs[1].dataset.schema))
    assert schema == TensorDatasetSchema.from_dict(json.loads(theirs["schema"]))
    ours, profile = json.loads(inputs[1].dataset.profile), json.loads(theirs["profile"])
    assert {name: ours[name] for name in profile if name in ours} == {
        "features_shape": [40, 2], "targets_shape": [40]}  # fmt: skip


def test_each_seed_is_a_step(client: Any) -> None:
    """Of its number; one that diverged has none."""
    found = write_whole("seeds")
    run = log("seeds")["v"]
    history = {m.step: m.value for m in client.get_metric_history(run, "seeds_test_accuracy")}
    assert history == dict(enumerate(found.correct("test")[1:3].mean(axis=1)))
    assert len(client.get_metric_history(run, "seeds_train_accuracy")) == 2


def test_accuracy_on_the_test_points_has_a_history(client: Any) -> None:
    """Over epochs, and it ends with the value of the record."""
    write_whole("curve")
    rows = [f"{epoch},0.5,0.7,{epoch / 100},0.6" for epoch in (0, 10, 20)]
    head = "epoch,train_accuracy,train_cross_entropy,test_accuracy,test_cross_entropy"
    Path("results/curve/v/learning_curve.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    run = log("curve")["v"]
    history = {metric.step: metric.value for metric in client.get_metric_history(run, "test_accuracy")}
    assert history == {0: 0.0, 10: 0.1, 20: 0.8}
    assert client.get_run(run).data.metrics["test_accuracy"] == 0.8


def test_title_is_in_the_description(client: Any) -> None:
    """Another title logs nothing anew; the run keeps the variant's name."""
    write("titled")
    own = layout("titled")
    first = log("titled")["v"]
    own["titled"]["titles"] = {"v": "Dropout, fixed masks"}
    assert tracking.log_study(own, collect(own), {})["experiments"]["titled"]["runs"]["v"] == first
    run = client.get_run(first)
    assert run.data.tags["mlflow.note.content"].startswith("**Dropout, fixed masks**")
    assert run.info.run_name == "v"


def test_metrics_are_of_a_model_and_a_data_set(client: Any) -> None:
    """The scores of the configured seed; those over seeds are of no model."""
    write_whole("tied")
    run = client.get_run(log("tied", found=judged("v"))["v"])
    model = client.get_logged_model(run.outputs.model_outputs[0].model_id)
    tied = {metric.key: metric.dataset_name for metric in model.metrics}
    assert (tied["test_accuracy"], tied["roc_auc"], tied["train_accuracy"]) == ("d-test", "d-test", "d-train")
    assert not [name for name in tied if name.startswith(("seeds_", "difference_"))]
    assert (model.name, model.status.value, model.source_run_id) == ("v", "READY", run.info.run_id)
    assert model.params == run.data.params


@pytest.mark.parametrize("shift", [0.0, -50.0, 50.0])
def test_scores_are_those_of_scikit_learn(shift: float) -> None:
    """Under the names of its functions, with ties, and where one class is never predicted."""
    generator = np.random.default_rng(1)
    y = generator.integers(0, 2, 200)
    logits = np.round(y + generator.standard_normal(200), 1) + shift
    p = scores.probabilities(logits)
    found = scores.scores(logits, y)
    assert tuple(found) == scores.NAMES
    assert [
        [found["true_negatives"], found["false_positives"]],
        [found["false_negatives"], found["true_positives"]],
    ] == (sk.confusion_matrix(y, p > 0.5).tolist())
    for name in ("accuracy_score", "precision_score", "recall_score", "f1_score"):
        options = {} if name == "accuracy_score" else {"zero_division": 0}
        assert found[name] == pytest.approx(getattr(sk, name)(y, p > 0.5, **options)), name
    assert found["log_loss"] == pytest.approx(sk.log_loss(y, p))
    assert found["roc_auc"] == pytest.approx(sk.roc_auc_score(y, logits))


def test_scores_of_classes_are_those_of_scikit_learn() -> None:
    """From logits of each class; the confusion matrix and the calibration of the predicted class, too."""
    generator = np.random.default_rng(1)
    y, logits = generator.integers(0, 4, 200), generator.standard_normal((4, 200))
    p = scores.probabilities(logits)
    assert scores.scores(logits, y) == pytest.approx({
        "example_count": 200,
        "accuracy_score": sk.accuracy_score(y, p.argmax(axis=0)),
        "log_loss": sk.log_loss(y, p.T),
        "roc_auc": sk.roc_auc_score(y, p.T, multi_class="ovr"),
    })  # fmt: skip
    assert scores.confusion(p, y).tolist() == sk.confusion_matrix(y, p.argmax(axis=0)).tolist()
    calibrated = np.array(scores.calibration(p, y))
    assert calibrated[:, 1] @ calibrated[:, 2] / 200 == pytest.approx(sk.accuracy_score(y, p.argmax(axis=0)))


@pytest.mark.parametrize("classes", [3, 10, 100])
def test_confusion_matrix_names_all_classes(classes: int) -> None:
    """Beside the rows; numbers stand below where there is no room."""
    p, y = np.eye(classes), np.arange(classes)
    drawn = charts.confusion_matrix(p, y, [f"kind {chr(97 + k % 26)}{k}x" for k in range(classes)], "t")
    assert all(f"{chr(97 + k % 26)}{k}x" in drawn for k in range(classes))
    assert drawn.count("<rect") == classes**2
    assert "share that is right" in charts.calibration_curve(p, y, "t")


def test_scores_without_a_class_or_a_number() -> None:
    """Of one class there is no ROC, of a diverged network no score."""
    assert "roc_auc" not in scores.scores(np.array([1.0, -1.0]), np.array([1, 1]))
    assert scores.scores(np.array([np.nan, 1.0]), np.array([0, 1])) == {}


def test_figures_are_among_the_files(client: Any) -> None:
    """Confusion matrix with the names of the classes, and calibration curve; names are text."""
    write_whole("drawn")
    run = log("drawn")["v"]
    assert [item.path for item in client.list_artifacts(run, "figures")] == [
        "figures/calibration_curve.svg", "figures/confusion_matrix.svg"]  # fmt: skip
    drawn = runs.figures(collect(layout("drawn"))[0])["confusion_matrix.svg"]
    assert ">off<" in drawn
    assert ">on<" in drawn
    assert "<b>" not in charts.confusion_matrix(np.array([0.2, 0.9]), np.array([0, 1]), ("<b>", "&"), "t")


def test_calibration_is_that_of_scikit_learn() -> None:
    """In tenths."""
    from sklearn.calibration import calibration_curve

    generator = np.random.default_rng(2)
    p = generator.random(300)
    y = (generator.random(300) < p).astype(int)
    right, mean = calibration_curve(y, p, n_bins=10)
    found = np.array(scores.calibration(p, y))
    assert found[:, :2] == pytest.approx(np.stack([mean, right], axis=1))
    assert found[:, 2].sum() == 300


def test_run_has_the_color_of_the_page(client: Any) -> None:
    """Another color of the same content changes the tag of our run, and logs none anew."""
    for variant in ("v", "w"):
        write("colors", variant)
    first = log("colors", "v", "w")
    before = [client.get_run(first[variant]).data.tags["mlflow.runColor"] for variant in ("v", "w")]
    assert before == ["#0072b2", "#d55e00"]
    assert log("colors", "w", "v") == first
    assert client.get_run(first["w"]).data.tags["mlflow.runColor"] == "#0072b2"


def test_champion_of_a_removed_experiment_is_withdrawn(client: Any) -> None:
    """It would be taken for current."""
    write("removed")
    track("removed", found=judged("v"))
    assert client.get_registered_model("seedcheck-removed").aliases
    write("kept")
    log("kept")
    assert client.get_registered_model("seedcheck-removed").aliases == {}


def test_line_that_loads_a_champion_works_as_printed(client: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                     capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    """The one of the model's description in the project's folder, that of `make ui` anywhere; neither leaves files.

    That of the README is the model's.
    """
    write_whole("loads")
    write_json(RECEIPT, {"tracking_uri": DEFAULT_URI, "experiments": {"loads": track("loads", found=judged("v"))}})
    shutil.copytree("results/mlflow", tmp_path / "project/results/mlflow")
    shutil.copytree("data", tmp_path / "project/data")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    monkeypatch.setattr(ui, "serve", lambda uri, port: None)
    ui.ui(5000)
    (printed,) = [line.strip() for line in capsys.readouterr().out.splitlines() if "load_model" in line]
    described = client.get_registered_model("seedcheck-loads").description
    (line,) = [line for line in described.splitlines() if "load_model" in line]
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8").replace("regularization", "loads")
    assert line in "; ".join(text for text in readme.splitlines() if text)
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONPATH" and not k.startswith(("MLFLOW_", "_MLFLOW"))}
    check = "; print(model.predict(model.input_example).shape, model.metadata.signature is not None)"
    for folder, code in (("project", line), ("elsewhere", printed)):
        done = subprocess.run([sys.executable, "-c", code + check], cwd=tmp_path / folder, env=kept, text=True,
                              capture_output=True, check=False)  # fmt: skip
        assert done.stdout == "(40,) True\n", done.stderr
    assert [sorted(path.name for path in (tmp_path / folder).iterdir()) for folder in ("project", "elsewhere")] == [
        ["data", "results"],
        [],
    ]


# What leans on the inside of MLflow: each of these fails on a version that does it otherwise.


def test_names_that_the_pages_of_mlflow_use_are_still_theirs() -> None:
    """Keys of saved views and charts, tags, and the variable that names the folder."""
    import mlflow.server
    from mlflow.tracking._tracking_service import utils

    folder = Path(mlflow.server.__file__).parent / "js/build/static/js"
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.js"))
    keys = {"mlflow.sharedViewState.", "viewStateShareKey", "compareRunsMode", "deflate;", "mlflow.runColor",
            "mlflow.experimentKind", "custom_model_development", "searchFilter", "selectedColumns", "orderByKey",
            "compareRunCharts", "compareRunSections", "metricSectionId", "selectedMetricKeys", "displayPoints",
            "isAccordionReordered", "useGlobalXaxisKey", "machine_learning"}  # fmt: skip
    assert {key for key in keys if key not in code} == set()
    assert "_MLFLOW_SERVER_ARTIFACT_ROOT" in Path(utils.__file__).read_text(encoding="utf-8")


def test_rows_that_we_read_and_change_are_still_there(tmp_path: Path) -> None:
    """Columns of MLflow's tables, in a store that it makes."""
    from mlflow.tracking import MlflowClient

    uri = f"sqlite:///{tmp_path}/store.db"
    MlflowClient(uri).search_experiments(max_results=1)
    columns = {"experiments": {"artifact_location", "lifecycle_stage"}, "model_versions": {"current_stage", "version"},
               "runs": {"run_uuid", "artifact_uri", "lifecycle_stage"}, "tags": {"key", "run_uuid"}}  # fmt: skip
    with closing(sqlite3.connect(tmp_path / "store.db")) as database:
        for table, wanted in columns.items():
            assert wanted <= {row[1] for row in database.execute(f"PRAGMA table_info({table})")}, table
