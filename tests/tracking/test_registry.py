"""The registered champions, in a real store: one version per content, loadable without this project."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

import nn
from nn.activations import ACTIVATIONS
from seedcheck.tracking import predictor
from seedcheck.tracking.links import STORE
from seedcheck.training.records import write_model
from tests.tracking.test_client import judged, project, track, write

NAME, ALIAS = "seedcheck-", "champion"
BETTER, EQUAL = ("better", 0.02), ("undecided", 0.01)
LOAD = """
import json, sys
import mlflow, numpy, pandas
mlflow.set_tracking_uri("sqlite:///results/mlflow/mlflow.db")
model = mlflow.pyfunc.load_model(sys.argv[1])
X = numpy.array([[1.0, 2.0], [0.5, -0.5]])
ours = sorted({"seedcheck", "nn"} & set(sys.modules))
print(json.dumps([model.predict(X).tolist(), model.predict(pandas.DataFrame(X)).tolist(), ours]))
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return a client of the store that all tests share."""
    yield from project(tmp_path_factory)


def champion_of(client: Any, experiment: str) -> Any:
    """Return the version that is an experiment's champion."""
    return client.get_model_version_by_alias(NAME + experiment, ALIAS)


def test_champion_is_registered(client: Any) -> None:
    """Its version names the run it is from, why it is champion, and where its files are, relative to the project."""
    write("one")
    write("one", "w")
    tracked = track("one", "v", "w", found=judged("v", w=BETTER))
    version = champion_of(client, "one")
    assert tracked["champion"] == {"model": "seedcheck-one", "version": "1"}
    assert version.run_id == tracked["runs"]["w"]
    assert version.description.startswith("w against v: better, typical difference +2.0 points")
    model = client.get_run(version.run_id).outputs.model_outputs[0].model_id
    assert client.get_logged_model(model).tags["mlflow.modelVersions"] == '[{"name": "seedcheck-one", "version": "1"}]'
    assert version.source == f"{STORE}/artifacts/{tracked['id']}/models/{model}/artifacts"


def test_same_content_registers_no_second_version(client: Any) -> None:
    """Logging again finds the version."""
    write("again")
    assert track("again", found=judged("v")) == track("again", found=judged("v"))
    assert len(client.search_model_versions("name = 'seedcheck-again'")) == 1


def test_alias_moves_to_a_new_champion_and_back(client: Any) -> None:
    """A changed verdict adds a version; the old one is found again, and its description follows the verdicts."""
    write("moves")
    write("moves", "w")
    assert track("moves", "v", "w", found=judged("v", w=EQUAL))["champion"]["version"] == "1"
    assert track("moves", "v", "w", found=judged("v", w=BETTER))["champion"]["version"] == "2"
    assert champion_of(client, "moves").version == 2
    track("moves", "v", "w", found=judged("v", w=("worse", -0.03)))
    assert champion_of(client, "moves").version == 1
    assert "w against v: worse, typical difference -3.0 points" in champion_of(client, "moves").description


def test_changed_model_is_a_new_version(client: Any) -> None:
    """The alias follows the variant's newest run."""
    write("newer")
    first = track("newer", found=judged("v"))
    write_model("results/newer/v/model.h5", [2, 1], np.array([1.0, 1.0, 1.0]))
    second = track("newer", found=judged("v"))
    assert (first["champion"]["version"], second["champion"]["version"]) == ("1", "2")
    assert champion_of(client, "newer").run_id == second["runs"]["v"]


@pytest.mark.parametrize("why", ["diverged", "once"])
def test_without_a_sound_reference_there_is_no_champion(client: Any, why: str) -> None:
    """Neither where the reference diverged nor where nothing was repeated; an older champion loses the alias."""
    write(why)
    track(why, found=judged("v"))
    write(why, diverged_at_epoch=5 if why == "diverged" else None)
    assert track(why, found=judged("v") if why == "diverged" else None)["champion"] is None
    assert client.get_registered_model(NAME + why).aliases == {}


def test_nothing_is_registered_without_replicates(client: Any) -> None:
    """The registry has no model of an experiment that was trained once."""
    write("single")
    assert track("single")["champion"] is None
    assert list(client.search_registered_models("name = 'seedcheck-single'")) == []


EXAMPLES = {"input_example.json", "serving_input_example.json"}  # there if the data are


@pytest.mark.slow
def test_champion_loads_after_the_project_has_moved(client: Any, tmp_path: Path) -> None:
    """By its name in the moved project, by its folder from anywhere, both without our modules and without pickle."""
    write("moved")
    track("moved", found=judged("v"))
    folder = Path("moved", champion_of(client, "moved").source)
    shutil.copytree("results", tmp_path / "moved" / "results")
    assert {path.name for path in (tmp_path / folder).iterdir()} - EXAMPLES == {
        "MLmodel", "model.h5", "predictor.py", "requirements.txt"}  # fmt: skip
    for place, name in ((tmp_path / "moved", "models:/seedcheck-moved@champion"), (tmp_path, str(folder))):
        from_array, from_frame, ours = load(place, name)
        assert from_array == from_frame == pytest.approx(1 / (1 + np.exp([2.5, -2.0])))
        assert ours == []


def load(place: Path, model: str) -> list[Any]:
    """Load a model by another process that works in a place and cannot import this project, and return its answers."""
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "MLFLOW_TRACKING_URI")}
    command = [sys.executable, "-c", LOAD, model]
    done = subprocess.run(command, cwd=place, env=kept, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Warning" not in done.stderr
    return list(json.loads(done.stdout))


@pytest.mark.parametrize("layers", [[3, 4, 2, 1], [3, 4, 2, 5]], ids=str)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_predictor_agrees_with_the_network(activation: str, tmp_path: Path, layers: list[int]) -> None:
    """The copy in the model folder gives what ours gives, hidden layers and extreme logits included."""
    generator = np.random.default_rng(0)
    theta = 20 * generator.standard_normal(nn.count_parameters(layers))
    X = generator.standard_normal((50, 3))
    form = nn.Form(activation)
    write_model(tmp_path / "model.h5", layers, theta, form)
    found = predictor.predict(predictor.read(tmp_path / "model.h5"), X)
    expected = nn.predict(layers, theta, X.T, form)
    assert found == pytest.approx(expected[0] if len(expected) == 1 else expected.T, abs=1e-12)


def test_predictor_reads_only_the_arrays_of_the_layers(tmp_path: Path) -> None:
    """Another array in the file is refused."""
    path = tmp_path / "model.h5"
    write_model(path, [2, 1], np.zeros(3))
    with h5py.File(path, "a") as file:
        file["extra"] = [1.0]
    with pytest.raises(ValueError, match=r"expected the arrays \['W1', 'b1'\], found \['W1', 'b1', 'extra'\]"):
        predictor.read(path)


@pytest.mark.parametrize("shape", [(3,), (2, 3), (2, 2, 2)])
def test_predictor_refuses_other_shapes(shape: tuple[int, ...]) -> None:
    """The message has the expected and the found shape."""
    parameters = predictor.Parameters([(np.zeros((1, 2)), np.zeros((1, 1)))])
    with pytest.raises(ValueError, match=r"expected an input of shape \(examples, 2\), found"):
        predictor.predict(parameters, np.zeros(shape))
