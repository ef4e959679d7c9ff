"""Reading points with labels 0 and 1 from .csv, .mat and .h5 files, with one clear error for each fault."""

import struct
import warnings
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seedcheck.data.generators import Points
from seedcheck.errors import InputError

Array = NDArray[Any]
# What scipy raises on truncated and damaged .mat files, besides its own MatReadError.
MAT_ERRORS = (OSError, ValueError, TypeError, IndexError, NotImplementedError, struct.error, zlib.error)


def read_points(path: Path, part: Mapping[str, str]) -> Points:
    """Return X (examples, ...) and y (examples,) of a file.

    Parameters
    ----------
    path : a .csv file with a header, or a .mat (v5 to v7) or .h5 file with one example per row of its arrays
    part : names of the arrays, ``X`` and ``y``; in a .csv ``y`` is the column of labels, all others are inputs

    Raises
    ------
    InputError
        If the file cannot be read, lacks an array or column, or has values that are not finite numbers, labels other
        than 0 and 1, or one class only.
    """
    suffix = path.suffix.lower()
    readers = {".csv": _read_csv, ".mat": _read_mat, ".h5": _read_hdf5, ".hdf5": _read_hdf5}
    if suffix not in readers:
        raise InputError(f"{path}: unknown kind of file {suffix!r}; known: {', '.join(readers)}")
    X, y = readers[suffix](path, part.get("X", "X"), part.get("y", "y"))
    y = y.ravel()
    if len(X) != len(y):
        raise InputError(f"{path}: {len(X)} rows of inputs, but {len(y)} labels")
    if not np.issubdtype(X.dtype, np.number) or not np.isfinite(X).all():
        raise InputError(f"{path}: inputs have to be finite numbers, without gaps")
    classes = np.unique(y).tolist()
    if classes != [0, 1]:
        shown = ", ".join(map(str, classes[:5])) + (", ..." if len(classes) > 5 else "")
        raise InputError(f"{path}: the labels are {shown}; accepted are the two classes 0 and 1, both present")
    return X, y.astype(np.int64)


def _read_csv(path: Path, _: str, y: str) -> tuple[Array, Array]:
    import pandas as pd  # noqa: PLC0415 - half a second, only needed here

    try:
        with warnings.catch_warnings(action="error", category=pd.errors.ParserWarning):
            table = pd.read_csv(path, index_col=False)
    except (OSError, ValueError, pd.errors.ParserWarning) as error:
        raise InputError(f"{path}: not a readable CSV file: {error}") from error
    if y not in table:
        raise InputError(f"{path}: no column {y!r}; its columns: {', '.join(map(str, table.columns))}")
    for column in table:
        numbers = pd.to_numeric(table[column], errors="coerce")
        if numbers.isna().any():
            row = int(numbers.isna().to_numpy().argmax())
            value = table[column].iloc[row]
            found = "a missing value" if pd.isna(value) else f"{value!r}, not a number"
            lines = [n for n, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1) if text.strip()]
            raise InputError(f"{path}: line {lines[row + 1]}, column {column!r}: {found}; fill or delete such rows")
    if table.shape[1] < 2:
        raise InputError(f"{path}: no columns of inputs besides {y!r}")
    return table.drop(columns=y).to_numpy(float), table[y].to_numpy()


def _read_mat(path: Path, X: str, y: str) -> tuple[Array, Array]:
    from scipy.io import loadmat  # noqa: PLC0415 - only needed here
    from scipy.io.matlab import MatReadError  # noqa: PLC0415

    try:
        content = loadmat(path)
    except (*MAT_ERRORS, MatReadError) as error:
        raise InputError(f"{path}: not a readable .mat file (truncated, or not of version 5 to 7): {error}") from error
    arrays = {name: array for name, array in content.items() if not name.startswith("__")}
    return _array(path, arrays, X), _array(path, arrays, y)


def _read_hdf5(path: Path, X: str, y: str) -> tuple[Array, Array]:
    import h5py  # noqa: PLC0415 - only needed here

    try:
        with h5py.File(path, "r") as file:
            arrays = {name: item[...] for name, item in file.items() if isinstance(item, h5py.Dataset)}
    except (OSError, RuntimeError, KeyError, ValueError, TypeError) as error:  # what h5py raises on damaged files
        raise InputError(f"{path}: not a readable HDF5 file (truncated?): {error}") from error
    return _array(path, arrays, X), _array(path, arrays, y)


def _array(path: Path, arrays: Mapping[str, Array], name: str) -> Array:
    if name not in arrays:
        raise InputError(f"{path}: no array {name!r}; its arrays: {', '.join(map(str, arrays))}")
    return np.asarray(arrays[name])
