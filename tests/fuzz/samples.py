"""Real files of every kind that is read, made anew, and the reader of each."""

import io
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import h5py
import numpy as np
from scipy.io import savemat
from scipy.sparse import csc_array

import nn
from seedcheck.data import datasets, hdf5_files, mat_files  # noqa: F401 - here, and not in every process
from seedcheck.data.formats import read_points
from seedcheck.data.make import generated
from seedcheck.files import read_json
from seedcheck.study.model import load
from seedcheck.study.yaml import read_yaml
from seedcheck.training import predictions, records, regions, replicates
from tests.fuzz.mutations import Reader
from tests.presentation import views

ROOT = Path(__file__).parents[2]
CIRCLES = {"generator": "circles", "train_examples": 20, "test_examples": 10, "noise": 0.1, "seed": 1, "test_seed": 2,
           "divide_by": 1, "labels": ["inner", "outer"]}  # fmt: skip
X = np.random.default_rng(0).normal(size=(20, 2))
Y = np.arange(20) % 2
RECORD = {"metrics": {"test_accuracy": 0.5}, "diverged_at_epoch": None, "settings": {"layers": [2, 1]}, "title": "ü"}


class Sample(NamedTuple):
    """A file, by its name and content, and how it is read."""

    name: str
    content: bytes
    read: Reader


def points(path: Path) -> Any:
    """Read a file of a stranger, and look at every number."""
    found = read_points(path, {})
    assert np.isfinite(found.X).all()
    assert len(found.X) == len(found.y)
    assert set(found.y.tolist()) == {*range(len(found.classes))}
    return found


def samples(folder: Path) -> Iterator[Sample]:
    """Yield files of strangers, and the course's files where they are at hand; the folder is for writing them."""
    yield Sample("points.csv", _csv().encode(), points)
    yield from (Sample("points.npz", _npz(save), points) for save in (np.savez, np.savez_compressed))
    yield from (Sample("points.mat", _mat(**kind), points) for kind in ({}, {"do_compression": True}, {"sparse": True}))
    yield from (Sample("points.h5", _hdf5(folder, **kind), points) for kind in HDF5_KINDS)
    yield Sample("points.mat", _hdf5(folder, matlab=True), points)
    yield Sample("config.yaml", (ROOT / "config/tiny.yaml").read_bytes(), lambda path: load([path]))
    tiny = json.dumps(read_yaml(ROOT / "config/tiny.yaml"), indent="\t").encode()
    yield Sample("config.json", tiny, lambda path: load([path]))
    yield from _course(Path(os.environ.get("SEEDCHECK_DATA_MIRROR", "")))


HDF5_KINDS: tuple[dict[str, Any], ...] = (
    {},
    {"compression": "gzip"},
    {"compression": "lzf", "shuffle": True, "fletcher32": True},
    {"libver": "latest"},
)


def _csv() -> str:
    rows = [f"{a!r},{b!r},{y}" for (a, b), y in zip(X.tolist(), Y.tolist(), strict=True)]
    return "\n".join(['a,"b, quoted",y', *rows]) + "\n"


def _npz(save: Callable[..., None]) -> bytes:
    file = io.BytesIO()
    save(file, X=X, y=Y, further=np.arange(3))
    return file.getvalue()


def _mat(sparse: bool = False, **options: Any) -> bytes:
    file = io.BytesIO()
    more = {"text": "abc", "cell": np.array([1, "a"], dtype=object), "struct": {"a": 1, "b": [1, 2]}}
    savemat(file, {"X": csc_array(X) if sparse else X, "y": Y[:, None], **more}, **options)
    return file.getvalue()


def _hdf5(folder: Path, libver: str = "earliest", matlab: bool = False, **options: Any) -> bytes:
    path = folder / "sample.h5"
    with h5py.File(path, "w", libver=libver, userblock_size=512 if matlab else 0) as file:
        file.create_dataset("X", data=X.T if matlab else X, chunks=True, **options)
        file["y"], file["group/X"], file["text"] = Y, X, "abc"
        file["words"] = np.array(["a", "bc"], dtype=h5py.string_dtype())
        file["X"].attrs["note"] = [1, 2]
        if matlab:
            file["X"].attrs["MATLAB_class"] = np.bytes_("double")
    return path.read_bytes()


def own_samples(folder: Path) -> Iterator[Sample]:
    """Yield the files that seedcheck writes, of which a stranger may send some."""
    path = folder / "data.h5"
    datasets.write(path, generated(CIRCLES))
    yield Sample("data.h5", path.read_bytes(), datasets.read)
    replicates.write(path, views.replicates([[0.7, 0.5], [0.8, 0.4]]))
    yield Sample("replicates.h5", path.read_bytes(), replicates.read)
    theta = nn.initialize("he", views.LAYERS, 1, 1.0)
    records.write_model(path, views.LAYERS, theta)
    yield Sample("model.h5", path.read_bytes(), records.read_model)
    data = generated(CIRCLES)
    regions.write(path, regions.regions(views.LAYERS, theta[None], [0], data.X_train))
    yield Sample("regions.h5", path.read_bytes(), regions.read)
    predictions.write(path, predictions.predict(views.LAYERS, theta[None], (data.X_train, data.Y_train), data))
    yield Sample("predictions.h5", path.read_bytes(), predictions.read)
    yield Sample("costs.csv", b"epoch,cost\n0,0.7\n10,0.5\n20,0.25\n", records.read_costs)
    yield Sample("record.json", json.dumps(RECORD, indent=1).encode(), read_json)


def _course(mirror: Path) -> Iterator[Sample]:
    """Yield the course's files where they are at hand; of the images, the smaller file."""
    for name, X_, y in (("data.mat", "X", "y"), ("test_catvnoncat.h5", "test_set_x", "test_set_y")):
        if (mirror / name).is_file():
            part = {"X": X_, "y": y}
            yield Sample(name, (mirror / name).read_bytes(), lambda path, part=part: read_points(path, part))
