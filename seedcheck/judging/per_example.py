"""What each run says of each test example: 1 or 0 for right or wrong, or its loss. With it test points count, too.

A run is a row, a test example a column. In an .npz file the array ``values`` (runs, examples) has the rows in the
table's order, or beside it are ``variant`` and ``seed`` (runs,) that name them. In a Parquet file the columns
``variant`` and ``seed``, if they are there, name rows, and all others are examples.
"""

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from seedcheck.errors import InputError
from seedcheck.judging.runs import Runs

Array = NDArray[Any]

KEYS = ("variant", "seed")
TOLERANCE = 1e-3  # by which a table's rounded value may differ from the mean over examples


def read(path: Path, runs: Runs, metric: str) -> Array:
    """Return values (runs, examples) in the order of ``runs``, nan where a run failed.

    Raises
    ------
    InputError
        If the file is no such matrix, has other runs, or its means are not the metric's values.
    """
    values, keys = _npz(path) if path.suffix.lower() == ".npz" else _parquet(path)
    if values.ndim != 2 or values.shape[1] < 2:
        raise InputError(f"{path}: (runs, examples) are expected, with two examples at least; found {values.shape}")
    if keys is None and len(values) != len(runs.labels):
        raise InputError(f"{path} has {len(values)} rows, the table {len(runs.labels)} runs; give both the same runs "
                         "in the same order, or name the rows by variant and seed")  # fmt: skip
    ordered, told = values if keys is None else values[_order(path, keys, runs)], runs.values[metric]
    means = ordered.mean(axis=1)
    wrong = np.flatnonzero(np.abs(means - told) > TOLERANCE * np.maximum(1, np.abs(told)))
    if wrong.size:
        k = int(wrong[0])
        raise InputError(f"{path}: of variant {runs.variant[k]!r} with seed {_seed(runs, k)} the mean over examples is "
                         f"{means[k]:.4g}, but {metric} is {told[k]:.4g}; are they the same runs, in the same order, "
                         "and is it a mean over these examples?")  # fmt: skip
    return ordered


def _npz(path: Path) -> tuple[Array, list[tuple[str, str]] | None]:
    try:
        with np.load(path, allow_pickle=False) as file:
            if "values" not in file:
                raise InputError(f"{path}: no array 'values'; there are {', '.join(file) or 'none'}")
            keys = [file[key].astype(str) for key in KEYS if key in file]
            return file["values"].astype(float), [*zip(*keys, strict=True)] if len(keys) == 2 else None
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise InputError(f"{path} cannot be read as .npz: {error}") from None


def _parquet(path: Path) -> tuple[Array, list[tuple[str, str]] | None]:
    try:
        frame = pd.read_parquet(path)
        keys = [frame.pop(key).astype(str) for key in KEYS if key in frame]
        return frame.to_numpy(float, na_value=np.nan), [*zip(*keys, strict=True)] if len(keys) == 2 else None
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read as a matrix of numbers: {str(error).splitlines()[0]}") from None


def _order(path: Path, keys: list[tuple[str, str]], runs: Runs) -> list[int]:
    """Return which row is that of each run."""
    rows = {key: row for row, key in enumerate(keys)}
    wanted = [(str(name), str(_seed(runs, k))) for k, name in enumerate(runs.variant)]
    if missing := [key for key in wanted if key not in rows]:
        raise InputError(f"{path}: no row of variant {missing[0][0]!r} with seed {missing[0][1]}"
                         f"{f', and {len(missing) - 1} more are missing' if len(missing) > 1 else ''}")  # fmt: skip
    return [rows[key] for key in wanted]


def _seed(runs: Runs, k: int) -> Any:
    return None if runs.seed is None else runs.seed[k]
