"""Data sets, kept in one self-describing HDF5 file each.

In data/{dataset}.h5 are ``train/X`` (features, examples), ``train/y`` (1, examples) with 0, 1, ..., ``test/X`` and
``test/y``. Attributes: ``source``, ``source_sha256`` (of raw files), ``sha256`` (of the arrays), ``seed``, ``labels``
(names of the classes), ``stand_in`` ("" or the reason), ``shape`` of one example, ``divide_by``, and ``standardized``
where the inputs are. Pixels are kept as bytes, to be divided by ``divide_by``, as ``read`` does. The file has the same
bytes on every run.
"""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray

from seedcheck.data.examples import Examples
from seedcheck.data.isolation import isolated
from seedcheck.data.stored import array_of, check, own_file
from seedcheck.hdf5 import writing

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


def write(path: str | Path, dataset: Dataset) -> None:
    """Write a data set to its HDF5 file."""
    with writing(path) as file:
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
    """Read a data set from its HDF5 file.

    Raises
    ------
    InputError
        If the file is not one that ``write`` wrote, or was changed since.
    """
    with own_file(path):
        Path(path).stat()
        isolated(partial(_look, path), "data set")
    with own_file(path), h5py.File(path, "r") as file:
        attributes = {key: value.tolist() if hasattr(value, "tolist") else value for key, value in file.attrs.items()}
        stored = [array_of(file, name) for name in PARTS]
        arrays = [array / attributes["divide_by"] if array.dtype == np.uint8 else array for array in stored]
        check(arrays, attributes)
    return Dataset(arrays[0], arrays[1], arrays[2], arrays[3], attributes)


def _look(path: str | Path) -> Examples:
    """Read the attributes and give them away: text in a damaged file can keep HDF5 busy for ever."""
    with h5py.File(path, "r") as file:
        dict(file.attrs)
    return Examples(np.empty(0), np.empty(0))


def sizes(dataset: Dataset) -> str:
    """Return the sizes of a data set in words."""
    features, train, test = *dataset.X_train.shape, dataset.X_test.shape[1]
    return f"{train} training and {test} test examples of {features} features"
