"""What can be seen in a data file of one's own: which part holds what, how large its numbers are, and what is odd."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Literal

import numpy as np

from seedcheck.data.contract import listed
from seedcheck.data.csv_header import short
from seedcheck.data.examples import Array, Examples
from seedcheck.data.found_arrays import arrays_of
from seedcheck.data.found_csv import label_column
from seedcheck.data.preparation import counted, split
from seedcheck.errors import InputError

FRACTIONS = (0.25, 0.4, 0.5)  # of a few examples more are split off, so that all classes are there
BRIGHT = 100  # of numbers up to 255 the largest is above it if they are pixels
PIXELS = 64  # features at least

Parts = dict[str, dict[str, str]]  # the part of the configuration on files: "train", and "test" if there is one
Scaling = Literal["divide_by", "standardize", ""]


def parts_of(path: Path, test: Path | None = None, label: str = "", inputs: str = "") -> Parts:
    """Return what the configuration has to say of the files.

    Parameters
    ----------
    path, test : of the training examples, and of the test examples if they have a file of their own
    label, inputs : names of columns or arrays that are given, empty if they are to be found

    Raises
    ------
    InputError
        If they are not to be found, or a file cannot be read.
    """
    try:
        if path.suffix.lower() == ".csv":
            found = {"train": {"y": label or label_column(path)}}
        elif path.suffix.lower() in {".npz", ".mat", ".h5", ".hdf5"}:
            found = arrays_of(path, inputs, label)
        else:
            found = {"train": {}}  # the reader says which kinds there are
    except OSError as error:
        raise InputError(f"{path}: not a readable file: {error.strerror or error}") from error
    except InputError as error:
        raise InputError(f"{path}: {error}") from error
    if test:
        found["test"] = found["train"] if test.suffix.lower() == path.suffix.lower() else parts_of(test)["train"]
    files = {"train": path, "test": test or path}
    return {part: {"file": str(files[part])} | {key: name for key, name in names.items() if name != key}
            for part, names in found.items()}  # fmt: skip


def scaling(X: Array) -> Scaling:
    """Return how to bring inputs (examples, ...) to a scale on which networks learn, empty if they are on one."""
    low, high = float(X.min()), float(X.max())
    is_image = X.ndim > 2
    if is_image and low >= 0 and high <= 1:
        return ""
    is_wide = X[0].size >= PIXELS
    if low >= 0 and BRIGHT < high <= 255 and (is_image or is_wide) and bool((np.rint(X) == X).all()):
        return "divide_by"
    return "standardize"


def fraction(y: Array, classes: Sequence[str]) -> float:
    """Return the share of examples to split off as test set.

    Raises
    ------
    InputError
        If there are too few for two parts with all classes.
    """
    points = np.zeros((len(y), 1)), y
    for share in FRACTIONS:
        try:
            split(points, {"test_fraction": share, "seed": 0}, classes)
        except InputError:
            continue
        return share
    said = f"there are {counted(y, classes)}: too few to split off a test set with all classes"
    raise InputError(f"{said}; give one: --test FILE")


def oddities(examples: Examples) -> Iterator[str]:
    """Yield what is odd about inputs without being wrong."""
    X, names = examples.X, examples.columns
    if names is None or X.ndim != 2:
        return
    constant = [
        name for name, column in zip(names, X.T, strict=True) if column[0] == column[-1] and np.ptp(column) == 0
    ]
    if constant:
        yield f"constant, so of no use: {listed(map(short, constant))}"
    seen: dict[bytes, str] = {}
    for name, column in zip(names, X.T, strict=True):
        first = seen.setdefault(sha256(column.tobytes()).digest(), name)
        if first != name and first not in constant:
            yield f"column {short(name)} is the same as {short(first)}: delete one"
        if np.array_equal(column, examples.y) or np.array_equal(column, 1 - examples.y):
            yield f"column {short(name)} equals the labels: if it is a copy of them, delete it"
        elif len(column) > 2 and np.array_equal(column, column[0] + np.arange(len(column))):
            yield f"column {short(name)} counts the lines: if it measures nothing, delete it"
