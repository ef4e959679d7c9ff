"""Data sets: made from settings, and kept in one self-describing HDF5 file each.

In data/{dataset}.h5 are ``train/X`` (features, examples), ``train/y`` (1, examples) with 0 and 1, ``test/X`` and
``test/y``. Attributes: ``source``, ``source_sha256`` (of raw files), ``sha256`` (of the arrays), ``seed``, ``labels``,
``stand_in`` ("" or the reason), ``shape`` of one example, ``divide_by``, and ``standardized`` where the inputs are.
Pixels are kept as bytes, to be divided by ``divide_by``, as ``read`` does. The file has the same bytes on every run.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from seedcheck.data.download import UnreachableError, locate
from seedcheck.data.formats import read_points
from seedcheck.data.generators import BUNDLED, GENERATORS, STAND_INS, Points
from seedcheck.errors import InputError
from seedcheck.files import file_sha256, replacing, sha256

Array = NDArray[Any]
PARTS = ("train/X", "train/y", "test/X", "test/y")


@dataclass(frozen=True)
class Dataset:
    """A data set as ``nn`` takes it: X (features, examples), Y (1, examples)."""

    X_train: Array
    Y_train: Array
    X_test: Array
    Y_test: Array
    attributes: dict[str, Any]

    @property
    def arrays(self) -> tuple[Array, Array, Array, Array]:
        """The arrays in the order of PARTS."""
        return self.X_train, self.Y_train, self.X_test, self.Y_test


def make(settings: Mapping[str, Any], files: Mapping[str, Any], mirror: str = "", stand_in: bool = True) -> Dataset:
    """Generate, load or read a data set, or its stand-in where no source can be reached and ``stand_in`` allows it.

    Parameters
    ----------
    settings : the data set's part of the config
    files : what the config says of the raw files that it needs
    mirror : local folder with raw files
    stand_in : whether a generated stand-in may take the place of unreachable files

    Raises
    ------
    InputError
        If a file is unreachable, has a wrong hash or is malformed, or the data do not fit two classes.
    """
    if "generator" in settings:
        return _generated(settings)
    if "bundled" in settings:
        return _bundled(settings)
    try:
        paths = {part: _path(settings[part]["file"], files, mirror) for part in ("train", "test") if part in settings}
    except UnreachableError as error:
        if not stand_in or "stand_in" not in settings:
            raise
        return _stand_in(settings, error)
    train = read_points(paths["train"], settings["train"])
    if "test" in paths:
        test = read_points(paths["test"], settings["test"])
    else:
        train, test = _split(train, settings)
    named = {settings[part]["file"]: path for part, path in paths.items()}
    source = {
        "source": ", ".join((files.get(file, {}).get("urls") or [file])[0] for file in named),
        "source_sha256": ", ".join(file_sha256(path) for path in named.values()),
    }
    return _dataset(train, test, settings, source)


def _path(file: str, files: Mapping[str, Any], mirror: str) -> Path:
    return locate(file, files[file], mirror) if file in files else Path(file)


def _generated(settings: Mapping[str, Any]) -> Dataset:
    generate, noise = GENERATORS[settings["generator"]], settings["noise"]
    train = generate(settings["train_examples"], noise, settings["seed"])
    test = generate(settings["test_examples"], noise, settings["test_seed"])
    return _dataset(train, test, settings, {"source": f"generated: {settings['generator']}"})


def _bundled(settings: Mapping[str, Any]) -> Dataset:
    train, test = _split(BUNDLED[settings["bundled"]](), settings)
    return _dataset(train, test, settings, {"source": f"bundled with scikit-learn: {settings['bundled']}"})


def _stand_in(settings: Mapping[str, Any], error: UnreachableError) -> Dataset:
    kind = settings["stand_in"]
    print(f"WARNING: {error}\nWARNING: STAND-IN DATA ({kind}) take the place of the real ones. Results on them are not")
    print("comparable with published numbers. With network access run: make refetch")
    reason = f"generated ({kind}), because no source of the real data could be reached"
    source = {"source": f"stand-in: {kind}", "stand_in": reason}
    return _dataset(*STAND_INS[kind](), settings, source)


def _split(points: Points, settings: Mapping[str, Any]) -> tuple[Points, Points]:
    from sklearn.model_selection import train_test_split  # noqa: PLC0415 - over a second, only needed here

    X, y = points
    try:
        parts = train_test_split(X, y, test_size=settings["test_fraction"], random_state=settings["seed"], stratify=y)
    except ValueError as error:
        raise InputError(f"test_fraction {settings['test_fraction']}: {error}") from error
    return (parts[0], parts[2]), (parts[1], parts[3])


def _dataset(train: Points, test: Points, settings: Mapping[str, Any], source: Mapping[str, str]) -> Dataset:
    """Bring examples to columns, scale them, and describe them."""
    shape = train[0].shape[1:]
    if test[0].shape[1:] != shape:
        raise InputError(
            f"a training example has the shape {shape}, a test example {test[0].shape[1:]}; they have to agree"
        )
    arrays = []
    for X, y in (train, test):
        arrays.append(np.ascontiguousarray(X.reshape(len(X), -1).T / settings["divide_by"], dtype=float))
        arrays.append(np.asarray(y, dtype=float)[None])
    if settings.get("standardize"):
        arrays[0], arrays[2] = _standardized(arrays[0], arrays[2])
    attributes = {"source": "", "source_sha256": "", "stand_in": "", "seed": settings["seed"]} | dict(source)
    attributes |= {"labels": settings["labels"], "shape": list(shape), "divide_by": settings["divide_by"]}
    if settings.get("standardize"):
        attributes["standardized"] = True
    attributes["sha256"] = sha256(b"".join(array.tobytes() for array in arrays))
    return Dataset(arrays[0], arrays[1], arrays[2], arrays[3], attributes)


def _standardized(X_train: Array, X_test: Array) -> tuple[Array, Array]:
    """Return inputs (features, examples), both minus the training mean and over the training standard deviation."""
    mean, deviation = X_train.mean(axis=1, keepdims=True), X_train.std(axis=1, keepdims=True)
    deviation[np.ptp(X_train, axis=1) == 0] = 1.0  # of equal numbers it need not be 0: std([0.1] * 3) is 1e-17
    return (X_train - mean) / deviation, (X_test - mean) / deviation


def write(path: str | Path, dataset: Dataset) -> None:
    """Write a data set to its HDF5 file."""
    with replacing(path) as temporary, h5py.File(temporary, "w", libver="v110") as file:
        for name, array in zip(PARTS, dataset.arrays, strict=True):
            file.create_dataset(name, data=_as_bytes(array, dataset.attributes["divide_by"]))
        for key in sorted(dataset.attributes):
            file.attrs[key] = dataset.attributes[key]


def _as_bytes(X: Array, divide_by: float) -> Array:
    """Return inputs times ``divide_by`` as bytes if that loses nothing (pixels: an eighth of the size)."""
    raw = np.rint(X * divide_by)
    exact = divide_by != 1 and raw.min() >= 0 and raw.max() <= 255 and np.array_equal(raw / divide_by, X)
    return raw.astype(np.uint8) if exact else X


def read(path: str | Path) -> Dataset:
    """Read a data set from its HDF5 file."""
    with h5py.File(path, "r") as file:
        attributes = {key: value.tolist() if hasattr(value, "tolist") else value for key, value in file.attrs.items()}
        stored = [file[name][...] for name in PARTS]
    arrays = [array / attributes["divide_by"] if array.dtype == np.uint8 else array for array in stored]
    return Dataset(arrays[0], arrays[1], arrays[2], arrays[3], attributes)
