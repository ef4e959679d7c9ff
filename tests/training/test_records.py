"""A training leaves a record, a cost history and a model: complete, readable, the same bytes each time."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nn
from nn.settings import DEFAULTS
from seedcheck.data import datasets
from seedcheck.data.make import generated
from seedcheck.errors import InputError
from seedcheck.files import read_json
from seedcheck.steps.train import TrainJob, train
from seedcheck.training import records, replicates
from tests.training.checks import GATE

DATASET = {"generator": "circles", "train_examples": 20, "test_examples": 10, "noise": 0.05, "seed": 1, "test_seed": 2,
           "divide_by": 1, "labels": ["inner", "outer"]}  # fmt: skip
SETTINGS: dict[str, Any] = DEFAULTS | {"layers": [2, 4, 1], "learning_rate": 0.1, "epochs": 30, "initializer": "he",
                                       "seed": 3, "record_every": 10}  # fmt: skip


def trained(folder: Path, **changes: Any) -> Path:
    """Run the step train on circles in a folder."""
    folder.mkdir()
    datasets.write(folder / "data.h5", generated(DATASET))
    job = TrainJob("e", "v", "circles", SETTINGS | changes, GATE, replicates=3, root_seed=5)
    train(folder / "data.h5", [folder / "chunks" / "0.h5", folder / "record.json"], job)
    return folder


def test_record_says_what_was_run_on_what_and_what_came_out(tmp_path: Path) -> None:
    """Settings, data, code, software, gate and metrics are in it; the metrics are those of the model."""
    record = read_json(trained(tmp_path / "run") / "record.json")
    assert record["settings"] == SETTINGS
    assert set(record) == {"experiment", "variant", "dataset", "settings", "diverged_at_epoch", "metrics",
                           "gradient_check", "replicates", "data", "code", "software", "blas"}  # fmt: skip
    assert record["replicates"] == {"count": 3, "root_seed": 5, "redraw_data": False}
    report = read_json(tmp_path / "run" / "gradients.json")
    assert record["gradient_check"] == records.gate_summary(report)
    assert (report["passed"], set(record["gradient_check"])) == (True, {"passed", "complex_step", "central_difference"})
    data = datasets.read(tmp_path / "run" / "data.h5")
    assert record["data"]["sha256"] == data.attributes["sha256"]
    layers, theta, form = records.read_model(tmp_path / "run" / "model.h5")
    probability = nn.predict(layers, theta, data.X_test, form)
    assert record["metrics"]["test_accuracy"] == ((probability > 0.5) == data.Y_test).mean()
    expected = -np.log(np.where(data.Y_test == 1, probability, 1 - probability)).mean()
    assert record["metrics"]["test_cross_entropy"] == pytest.approx(expected, rel=1e-12)


def test_it_is_recorded_when_each_seed_has_stopped_early(tmp_path: Path) -> None:
    """The record has it of the configured seed, replicates.csv of each; the last cost is that of the weights kept."""
    stop = {"patience": 1, "validation_fraction": 0.3, "learning_rate": 5.0}
    folder = trained(tmp_path / "run", **stop)
    record, costs = read_json(folder / "record.json"), records.read_costs(folder / "costs.csv")
    ends = record["early_stopping"]
    assert ends["epoch_kept"] < ends["stopped_at_epoch"] <= 30
    assert record["metrics"]["final_cost"] == costs[30] == costs[ends["epoch_kept"]]
    found = replicates.read(folder / "replicates.h5")
    assert found.stopped is not None
    lines = (folder / "replicates.csv").read_text().splitlines()
    assert lines[0].endswith("outcome,stopped_at_epoch,epoch_kept")
    assert [int(line.split(",")[-2]) for line in lines[1:]] == found.stopped.tolist()


def test_two_runs_leave_the_same_bytes(tmp_path: Path) -> None:
    """Record, costs and model have no times, places or names in them."""
    for folder in ("first", "second"):
        trained(tmp_path / folder, keep_prob=0.8)
    for file in (
        "record.json",
        "certificate.json",
        "costs.csv",
        "learning_curve.csv",
        "model.h5",
        "replicates.h5",
        "replicates.csv",
        "regions.h5",
        "predictions.h5",
    ):
        assert (tmp_path / "first" / file).read_bytes() == (tmp_path / "second" / file).read_bytes()


def test_learning_curve_ends_with_the_metrics_of_the_record(tmp_path: Path) -> None:
    """A row per recorded cost, without dropout; the last one is what the record says, to the last bit."""
    folder = trained(tmp_path / "run", keep_prob=0.8)
    with (folder / "learning_curve.csv").open(newline="", encoding="utf-8") as file:
        rows = [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]
    assert [row["epoch"] for row in rows] == list(records.read_costs(folder / "costs.csv"))
    metrics = read_json(folder / "record.json")["metrics"]
    assert rows[-1] == {name: metrics.get(name, rows[-1]["epoch"]) for name in rows[-1]}
    assert rows[0]["test_cross_entropy"] != rows[-1]["test_cross_entropy"]


def diverged(tmp_path: Path) -> Path:
    """Run a training whose penalty multiplies weights by -99 a step."""
    return trained(tmp_path / "run", learning_rate=100, l2_lambda=20, epochs=2000)


def test_record_of_a_diverged_run_has_no_metrics(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every metric is None, also accuracies, since a network of nan predicts nothing; the log warns."""
    record = read_json(diverged(tmp_path) / "record.json")
    assert record["metrics"] == dict.fromkeys(
        ("final_cost", "train_accuracy", "test_accuracy", "train_cross_entropy", "test_cross_entropy")
    )
    assert (
        f"WARNING: DIVERGED: the cost is not finite at epoch {record['diverged_at_epoch']}" in capsys.readouterr().out
    )


def test_files_of_a_diverged_run_hold_only_numbers(tmp_path: Path) -> None:
    """Its JSON has no NaN, its costs end before the first that is not finite, at the epoch recorded."""
    folder = diverged(tmp_path)
    text = (folder / "record.json").read_text(encoding="utf-8")
    assert "NaN" not in text
    assert "Infinity" not in text
    costs = records.read_costs(folder / "costs.csv")
    assert np.isfinite(list(costs.values())).all()
    assert 0 < max(costs) == json.loads(text)["diverged_at_epoch"] - 10


def test_costs_come_back_in_full(tmp_path: Path) -> None:
    """Epochs and costs are the same after writing and reading, to the last bit."""
    records.write_costs(tmp_path / "costs.csv", np.array([0, 10, 20]), np.array([0.1 + 0.2, 1 / 3, np.nan]))
    assert records.read_costs(tmp_path / "costs.csv") == {0: 0.1 + 0.2, 10: 1 / 3}


def test_model_comes_back_with_named_arrays(tmp_path: Path) -> None:
    """Layers and parameters are the same; W1 and b1 can be read by name without this project."""
    import h5py

    theta = np.arange(9.0)
    records.write_model(tmp_path / "model.h5", [1, 2, 1], theta[:7])
    layers, again, form = records.read_model(tmp_path / "model.h5")
    assert (layers, form) == ([1, 2, 1], nn.RELU)
    assert np.array_equal(again, theta[:7])
    with h5py.File(tmp_path / "model.h5") as file:
        assert file["W1"][...].tolist() == [[0], [2]]
        assert file["b1"][...].tolist() == [[1], [3]]


def test_activation_comes_back_with_its_model(tmp_path: Path) -> None:
    """A model is complete with its activation; one that this version does not know is no model."""
    import h5py

    path = tmp_path / "model.h5"
    records.write_model(path, [1, 2, 1], np.arange(7.0), nn.Form("tanh"))
    assert records.read_model(path).form == nn.Form("tanh")
    with h5py.File(path, "a") as file:
        file.attrs["activation"] = "softplus"
    with pytest.raises(InputError, match="activation 'softplus'; known: relu, leaky_relu, tanh, gelu_tanh"):
        records.read_model(path)


def test_a_model_is_stored_as_it_predicts(tmp_path: Path) -> None:
    """Batch normalization is folded into W and b, so that nothing else has to be known of it."""
    form, layers = nn.Form("tanh", batch_norm=True), [2, 3, 1]
    theta = form.start(nn.initialize("he", layers, 1), layers) + 0.1
    records.write_model(tmp_path / "model.h5", layers, theta, form)
    model, X = records.read_model(tmp_path / "model.h5"), np.eye(2)
    assert model.form == nn.Form("tanh")
    assert np.array_equal(nn.logits(*model[:1], model.theta, X, model.form), nn.logits(layers, theta, X, form))


def test_divergence_is_at_the_first_cost_that_is_not_finite() -> None:
    """Its epoch, or None."""
    epochs = np.array([0, 10, 20])
    assert records.diverged_at(epochs, np.array([1.0, np.inf, np.nan])) == 10
    assert records.diverged_at(epochs, np.ones(3)) is None


def test_gate_summary_has_the_largest_difference_per_method() -> None:
    """Of two points the worse one is kept."""
    checks = [{"checks": [{"method": "complex_step", "arrays": {"all": {"difference": d}}}]} for d in (1e-16, 3e-16)]
    assert records.gate_summary({"passed": True, "points": checks}) == {"passed": True, "complex_step": 3e-16}
