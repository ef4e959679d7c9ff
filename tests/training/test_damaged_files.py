"""Whatever has become of a file of ours, who reads it is told in one line which file, what is wrong, and what to do."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest

import nn
from seedcheck.data import datasets
from seedcheck.data.make import generated
from seedcheck.errors import InputError
from seedcheck.files import read_json, write_json, write_text
from seedcheck.hdf5 import writing
from seedcheck.study import seal
from seedcheck.training import predictions, records, regions, replicates, swept
from seedcheck.training.predictions import Predictions
from seedcheck.training.results import Result, collect
from tests.presentation import views

CIRCLES = {"generator": "circles", "train_examples": 40, "test_examples": 20, "noise": 0.05, "seed": 1, "test_seed": 2,
           "divide_by": 1, "labels": ["inner", "outer"]}  # fmt: skip
OTHERS = views.replicates([[0.7, 0.5], [0.8, 0.4]])
PREDICTIONS = Predictions(*(np.zeros(shape) for shape in ((3, 5), (1, 5), (3, 4), (1, 4))), np.zeros(3, bool))
LAYOUT = {"e": {"dataset": "circles", "variants": ["v"]}}
RECORD = {"metrics": {"final_cost": 0.5}, "diverged_at_epoch": None}


def written() -> None:
    """Write a whole file of each kind into the working directory."""
    write_json("results/e/v/record.json", RECORD)
    write_json("results/e/v/gradients.json", {"passed": True, "failures": []})
    write_text("results/e/v/costs.csv", "epoch,cost\n0,0.7\n50,0.5\n")
    records.write_model("results/e/v/model.h5", views.LAYERS, nn.initialize("he", views.LAYERS, 1, 1.0))
    replicates.write("results/e/v/replicates.h5", OTHERS)
    predictions.write("results/e/v/predictions.h5", PREDICTIONS)
    theta = nn.initialize("he", views.LAYERS, 1, 1.0)[None]
    regions.write("results/e/v/regions.h5", regions.regions(views.LAYERS, theta, [0], np.eye(2)))
    with writing("results/sweeps/s/replicates.h5") as file:
        swept.write(file, [OTHERS, OTHERS])
    seal.seal({"root_seed": 0})
    datasets.write("data/circles.h5", generated(CIRCLES))


def result() -> Result:
    """Return what lies on disk of the variant."""
    return collect(LAYOUT)[0]


READERS: dict[str, Callable[[], object]] = {
    "results/e/v/record.json": result,
    "results/e/v/gradients.json": result,
    "results/e/v/costs.csv": lambda: result().costs(),
    "results/e/v/model.h5": lambda: records.read_model("results/e/v/model.h5"),
    "results/e/v/replicates.h5": lambda: result().replicates(),
    "results/e/v/predictions.h5": lambda: result().predictions(),
    "results/e/v/regions.h5": lambda: result().regions(),
    "results/sweeps/s/replicates.h5": lambda: swept.read("results/sweeps/s/replicates.h5"),
    "results/plan.json": seal.sealed,
    "data/circles.h5": lambda: datasets.read("data/circles.h5"),
}


def truncated(path: Path) -> None:
    """Cut two fifths off."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 5])


def garbled(path: Path) -> None:
    """Change every byte."""
    path.write_bytes(bytes(byte ^ 0xA5 for byte in path.read_bytes()))


def foreign(path: Path) -> None:
    """Put a whole file of the same kind in its place, which somebody else has made."""
    if path.suffix == ".h5":
        with h5py.File(path, "w") as file:
            file["X"] = np.zeros((2, 2))
    elif path.suffix == ".json":
        path.write_text(json.dumps({"name": "mine"}), encoding="utf-8")
    else:
        path.write_text("name;value\nmine;1\n", encoding="utf-8")


def wrong_type(path: Path) -> None:
    """Put a list in its place."""
    path.write_text("[1, 2]", encoding="utf-8")


DAMAGES: dict[str, Callable[[Path], object]] = {
    "truncated": truncated,
    "garbled": garbled,
    "empty": lambda path: path.write_bytes(b""),
    "foreign": foreign,
    "wrong type": wrong_type,
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a whole file of each kind."""
    folder = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        written()
    return folder


@pytest.fixture(autouse=True)
def folder(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a copy of it."""
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("path", READERS)
def test_whole_files_are_read(path: str) -> None:
    """What the next test damages is right before."""
    READERS[path]()


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("path", READERS)
def test_damage_is_one_line_with_the_file_and_the_remedy(path: str, damage: str) -> None:
    """A truncated cost history, which is still a table, is one too."""
    DAMAGES[damage](Path(path))
    with pytest.raises(InputError) as caught:
        READERS[path]()
    message = str(caught.value)
    assert message.startswith(f"{path} is damaged, or seedcheck did not write it (")
    assert message.endswith("run the study again, which makes it anew")
    assert "\n" not in message


def test_a_cost_history_of_another_training_is_not_believed() -> None:
    """It has to end with the cost of the record."""
    write_text("results/e/v/costs.csv", "epoch,cost\n0,0.7\n50,0.25\n")
    with pytest.raises(InputError, match=r"does not end with the cost 0.5 of record.json"):
        result().costs()


def test_arrays_that_do_not_fit_together_are_damage() -> None:
    """Of replicates, predictions, models and data sets."""
    shapes = {"results/e/v/replicates.h5": "costs", "results/e/v/predictions.h5": "test_labels",
              "results/e/v/regions.h5": "classes", "results/e/v/model.h5": "W1",
              "data/circles.h5": "test/y"}  # fmt: skip
    for path, name in shapes.items():
        with h5py.File(path, "a") as file:
            del file[name]
            file[name] = np.zeros((7, 7))
        with pytest.raises(InputError, match=f"{path} is damaged"):
            READERS[path]()


def test_what_is_missing_is_not_called_damaged() -> None:
    """Nor is what must not be read."""
    with pytest.raises(InputError, match=r"^results/none.json is not there; run the study, which makes it$"):
        read_json("results/none.json")
    with pytest.raises(InputError, match=r"^results/e cannot be read: Is a directory$"):
        read_json("results/e")
