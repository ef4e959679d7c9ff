"""What needs more memory than there is, is refused with both numbers before anything is read or trained."""

from pathlib import Path

import h5py
import numpy as np
import pytest

import nn
from nn.ensembles import Ensemble
from seedcheck import memory
from seedcheck.data import make
from seedcheck.data.datasets import Dataset
from seedcheck.data.formats import read_points
from seedcheck.errors import InputError
from seedcheck.training import footprint, replicates
from seedcheck.training.seeds import Plan


@pytest.fixture
def little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be 300 MB."""
    monkeypatch.setattr(memory, "available", lambda: 300_000_000)


@pytest.mark.usefixtures("little_memory")
def test_an_array_in_a_file_is_refused_by_its_shape(tmp_path: Path) -> None:
    """160 MB of numbers, of which nothing is written, and of which six copies are needed."""
    with h5py.File(tmp_path / "large.h5", "w") as file:
        file.create_dataset("X", (1_000_000, 20), float, chunks=(1000, 20))
        file.create_dataset("y", (1_000_000,), float, chunks=(1000,))
    says = r"large.h5: 'X' has 20,000,000 numbers, 0.2 GB; to read it needs 1.0 GB of memory, and 0.3 GB are free"
    with pytest.raises(InputError, match=says):
        read_points(tmp_path / "large.h5", {})


@pytest.mark.usefixtures("little_memory")
def test_a_csv_is_refused_by_its_size(tmp_path: Path) -> None:
    """By its beginning: the rest is a hole in the file, and is not read."""
    path = tmp_path / "large.csv"
    path.write_text("a,b,y\n" + "0.123456,0.654321,1\n" * 100_000, encoding="utf-8")
    with path.open("r+b") as file:
        file.truncate(200_000_000)
    with pytest.raises(
        InputError, match=r"the file has about 2\d,\d{3},\d{3} numbers, 0.2 GB; to read it needs 1.\d GB"
    ):
        read_points(path, {})


@pytest.mark.usefixtures("little_memory")
def test_generated_data_are_refused_by_their_number() -> None:
    """Ten million examples of two features."""
    settings = {"generator": "circles", "train_examples": 10_000_000, "test_examples": 10, "noise": 0, "seed": 0}
    with pytest.raises(InputError, match=r"train_examples: 10000000 has 20,000,000 numbers"):
        make.generated(settings | {"test_seed": 0})


def training(examples: int, seeds: int, keep_prob: float = 1.0) -> tuple[Ensemble, Dataset]:
    """Return an ensemble on so many examples, which share their memory, and the data set."""
    X, Y = np.broadcast_to(0.5, (2, examples)), np.broadcast_to(1.0, (1, examples))
    data = Dataset(X, Y, X, Y, {})
    settings = nn.Settings(layers=(2, 20, 3, 1), learning_rate=0.1, epochs=1, initializer="scaled", keep_prob=keep_prob)
    return replicates.prepared(settings, data, Plan(seeds, 0)).ensemble, data


@pytest.mark.parametrize(("seeds", "keep_prob", "megabytes"), [(20, 1.0, 285), (20, 0.86, 428)])
def test_what_a_training_needs_is_what_was_measured(seeds: int, keep_prob: float, megabytes: int) -> None:
    """At its peak, with as many training as test examples, 100,000; within a tenth."""
    assert footprint.needed(*training(100_000, seeds, keep_prob)) / 2**20 == pytest.approx(megabytes, rel=0.1)


@pytest.mark.usefixtures("little_memory")
def test_a_training_is_refused_with_the_number() -> None:
    """On a million examples; on a thousand it may begin."""
    footprint.check(*training(1000, 20))
    says = r"training 21 networks of layers \[2, 20, 3, 1\] on 1,000,000 examples needs 2.\d GB of memory, and"
    with pytest.raises(InputError, match=says):
        footprint.check(*training(1_000_000, 20))


def test_limits_of_containers_and_slurm_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The smallest of the machine's memory, a control group's and a job's; "max" is no limit."""
    machine = memory.available()
    for limit, expected in (("max", machine), ("5000", 2000)):
        (tmp_path / "max").write_text(limit + "\n", encoding="ascii")
        (tmp_path / "current").write_text("3000\n", encoding="ascii")
        monkeypatch.setattr(memory, "CGROUPS", ((str(tmp_path / "max"), str(tmp_path / "current"), "inactive_file"),))
        assert memory.available() == pytest.approx(expected, rel=0.2)
    for megabytes, expected in (("0", 2000), ("1", 2000)):
        monkeypatch.setenv("SLURM_MEM_PER_NODE", megabytes)
        assert memory.available() == expected
    monkeypatch.setattr(memory, "CGROUPS", ())
    assert memory.available() == 2**20


def test_cached_files_of_a_container_are_no_use_of_its_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel gives them up before anything is refused; a study that has read much would be refused otherwise."""
    monkeypatch.setattr(memory, "CGROUPS", ((str(tmp_path / "max"), str(tmp_path / "current"), "inactive_file"),))
    for name, text in (("max", "1000"), ("current", "900"), ("memory.stat", "anon 100\ninactive_file 700\n")):
        (tmp_path / name).write_text(text, encoding="ascii")
    assert memory.available() == 800
