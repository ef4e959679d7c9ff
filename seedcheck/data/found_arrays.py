"""Which arrays of an .npz, .mat or .h5 file hold inputs and labels: found by their names, shapes and values."""

import json
import re
from collections.abc import Iterator, Sequence
from functools import partial
from math import prod
from pathlib import Path
from typing import Any, NamedTuple

import h5py
import numpy as np
from scipy.sparse import issparse

from seedcheck.data.contract import listed
from seedcheck.data.examples import MOST_NUMBERS, Examples
from seedcheck.data.formats import is_hdf5
from seedcheck.data.isolation import isolated
from seedcheck.data.npz_files import header
from seedcheck.errors import InputError

LABELS = re.compile(r"(.*_)?(y|labels?|targets?|class|outcome)(_?(train|val|valid|test|dev))?", re.IGNORECASE)
TEST = re.compile(r"test|val|dev", re.IGNORECASE)
MOST = 1_000_000  # numbers of an array that are looked at
NUMBERS = "buif"


class Found(NamedTuple):
    """An array of a file: its path, its shape with examples first, and whether it has nothing but 0 and 1."""

    name: str
    shape: tuple[int, ...]
    is_binary: bool

    @property
    def is_vector(self) -> bool:
        """Whether it has one number for each example."""
        return bool(self.shape) and 1 < prod(self.shape) == max(self.shape)

    @property
    def is_test(self) -> bool:
        """Whether it is of test examples, by its name."""
        return bool(TEST.search(self.name))

    @property
    def is_named(self) -> bool:
        """Whether it holds labels, by its name."""
        return bool(LABELS.fullmatch(self.name.rsplit("/", 1)[-1]))


def arrays_of(path: Path, inputs: str = "", labels: str = "") -> dict[str, dict[str, str]]:
    """Return the arrays of the training set, and of a test set if there is one: {"train": {"X": ..., "y": ...}}.

    Parameters
    ----------
    path : of an .npz, .mat or .h5 file
    inputs, labels : names that are given, empty if they are to be found

    Raises
    ------
    InputError
        If it is not clear which they are, or the file cannot be read. OSError passes.
    """
    arrays = _listing(path)
    train = _pair([array for array in arrays if not array.is_test or array.name in {inputs, labels}], inputs, labels)
    if not train:
        shown = listed(f"{array.name} {'x'.join(map(str, array.shape))}" for array in arrays)
        raise InputError(f"which array holds inputs, which labels? Say it, as --inputs X --label y; there are: {shown}")
    test = _pair([array for array in arrays if array.is_test and array.name not in train.values()])
    return {"train": train} | ({"test": test} if test and not (inputs or labels) else {})


def _pair(arrays: Sequence[Found], inputs: str = "", labels: str = "") -> dict[str, str]:
    """Return the one pair of inputs and labels among arrays, empty if there is none, or more than one."""
    named = [array for array in arrays if array.is_named]
    binary = [array for array in arrays if array.is_vector and array.is_binary]
    counts = {array.shape[0] for array in arrays if array.shape and array not in named}
    fitting = [array for array in named if max(array.shape) in counts]
    groups = [fitting, named, binary]
    y = _one([labels] if labels else [], *([array.name for array in group] for group in groups))
    count = max(next((array.shape for array in arrays if array.name == y), (0,)))
    others = [array for array in arrays if array.name != y]
    rows = [array.name for array in others if array.shape[:1] == (count,)]
    columns = [array.name for array in others if array.shape[-1:] == (count,)]  # the reader says so
    X = _one([inputs] if inputs else [], rows, columns)
    return {"X": X, "y": y} if X and y else {}


def _one(*groups: Sequence[str]) -> str:
    """Return the only name of the first group that has any, empty if it has several."""
    names = next(filter(None, groups), [])
    return names[0] if len(names) == 1 else ""


def _listing(path: Path) -> list[Found]:
    """Return the arrays of numbers in a file, which is read in a process of its own."""
    if path.suffix.lower() == ".npz":
        text = isolated(partial(_as_bytes, _in_npz, path), ".npz file")
    elif is_hdf5(path):
        text = isolated(partial(_as_bytes, _in_hdf5, path), "HDF5 file")
    elif path.suffix.lower() == ".mat":
        text = isolated(partial(_as_bytes, _in_mat, path), ".mat file")
    else:
        raise InputError("not a readable HDF5 file (truncated or damaged?): it does not begin like one")
    return [Found(name, tuple(shape), is_binary) for name, shape, is_binary in json.loads(text.X.tobytes())]


def _as_bytes(listing: Any, path: Path) -> Examples:
    """Return a listing as an array, as which it comes out of its process."""
    text = json.dumps(list(listing(path))).encode()
    return Examples(np.frombuffer(text, np.uint8), np.empty(0))


def _in_hdf5(path: Path) -> Iterator[Found]:
    with h5py.File(path, "r") as file:
        items: list[tuple[str, Any]] = []
        file.visititems(lambda name, item: items.append((name, item)))
        for name, item in items:
            if isinstance(item, h5py.Dataset) and item.shape and not name.startswith("#"):  # of MATLAB's own
                shape = item.shape[::-1] if "MATLAB_class" in item.attrs else item.shape
                yield from _described(name, shape, item)


def _in_npz(path: Path) -> Iterator[Found]:
    with np.load(path, allow_pickle=False) as file:
        for name in file.files:
            shape, dtype = header(file, name)
            if not dtype.hasobject and prod(shape) <= MOST_NUMBERS:
                yield from _described(name, shape, file[name])


def _in_mat(path: Path) -> Iterator[Found]:
    from scipy.io import loadmat  # noqa: PLC0415 - only needed here

    for name, item in loadmat(str(path), appendmat=False).items():
        if isinstance(item, np.ndarray) and item.dtype.names and item.size == 1:
            parts = {f"{name}/{field}": item.flat[0][field] for field in item.dtype.names}
        else:
            parts = {name: item}
        for part, array in parts.items():
            if hasattr(array, "shape") and array.shape:
                yield from _described(part, array.shape, array)


def _described(name: str, shape: tuple[int, ...], array: Any) -> Iterator[Found]:
    """Yield an array of numbers; any other only if its name is that of labels, since the reader says what is wrong."""
    is_number = array.dtype.kind in NUMBERS
    is_binary = (
        is_number and not issparse(array) and array.size <= MOST and set(np.unique(array[...]).tolist()) == {0, 1}
    )
    found = Found(name, shape, is_binary)
    if is_number or found.is_named:
        yield found
