"""Reading examples from an .npz file of NumPy."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib import format as npy

from seedcheck.data.contract import checked, listed
from seedcheck.data.examples import Array, Examples, check_size
from seedcheck.errors import InputError


def read_npz(path: Path, X: str, y: str) -> Examples:
    """Return the examples of a file from the arrays ``X`` and ``y``.

    Raises
    ------
    InputError
        If the arrays are not as they have to be. Whatever NumPy raises on damaged files passes.
    """
    with np.load(path, allow_pickle=False) as file:
        return checked(_array(file, X), _array(file, y), (repr(X), repr(y)))


def header(file: Any, name: str) -> tuple[tuple[int, ...], np.dtype[Any]]:
    """Return the shape and the type of an array, which stand before its numbers."""
    with file.zip.open(f"{name}.npy") as part:
        read = npy.read_array_header_1_0 if npy.read_magic(part) == (1, 0) else npy.read_array_header_2_0
        shape, _, dtype = read(part)
    return shape, dtype


def _array(file: Any, name: str) -> Array:
    if name not in file.files:
        raise InputError(f"no array {name!r}; its arrays: {listed(file.files)}")
    shape, dtype = header(file, name)
    if dtype.hasobject:
        raise InputError(f"{name!r} holds objects; save it as an array of numbers, or of text for labels")
    check_size(repr(name), shape)
    array: Array = file[name]
    return array
