"""Reading examples from an HDF5 file, which .mat files of MATLAB 7.3 are, too.

MATLAB writes the axes of an array in reverse; they are turned back wherever it has put its mark on an array. Only what
is asked for is read, and nothing from other files.
"""

from pathlib import Path
from typing import Any

import h5py
import numpy as np

from seedcheck.data.contract import SHOWN, checked, listed
from seedcheck.data.examples import Array, Examples, check_size
from seedcheck.errors import InputError


def read_hdf5(path: Path, X: str, y: str) -> Examples:
    """Return the examples of a file from the arrays ``X`` and ``y``, each a name or a path of groups.

    Raises
    ------
    InputError
        If the arrays are not as they have to be. Whatever h5py raises on damaged files passes.
    """
    with h5py.File(path, "r") as file:
        return checked(_array(file, X), _array(file, y), (repr(X), repr(y)))


def _array(file: Any, name: str) -> Array:
    """Return an array; one that is MATLAB's with its axes in order."""
    item = _found(file, name)
    if isinstance(item, h5py.Group) and "MATLAB_sparse" in item.attrs:
        return _dense(item, name)
    if not isinstance(item, h5py.Dataset):
        raise InputError(f"{name!r} is a group of arrays; its arrays: {_arrays(item, f'{name}/')}")
    if item.shape is None or item.attrs.get("MATLAB_empty", 0):
        raise InputError(f"{name!r} is empty: there are no examples in it")
    if item.is_virtual or item.external:
        raise InputError(f"the numbers of {name!r} stand in other files; save them in this one")
    check_size(repr(name), item.shape)
    check_size(f"a piece of {name!r}", item.chunks or ())
    if item.attrs.get("MATLAB_class") == b"char":
        raise InputError(f"{name!r} holds text; save it as numbers")
    array = np.asarray(item[...])
    return array.T if "MATLAB_class" in item.attrs else array


def _found(file: Any, name: str) -> Any:
    """Return what is at a path, followed from group to group, but not into other files."""
    item = file
    for part in filter(None, name.split("/")):
        link = item.get(part, getlink=True) if isinstance(item, h5py.Group) else None
        if isinstance(link, h5py.ExternalLink):
            raise InputError(f"{name!r} is a link to another file; save the array in this one")
        item = item.get(part) if link is not None else None
        if item is None:
            raise InputError(f"no array {name!r}; its arrays: {_arrays(file)}")
    return item


def _arrays(group: Any, before: str = "") -> str:
    """Return the names of the arrays in a group and below."""
    names: list[str] = []

    def note(name: str, item: Any) -> bool | None:
        if isinstance(item, h5py.Dataset):
            names.append(before + name)
        return True if len(names) > SHOWN else None  # enough

    group.visititems(note)
    return listed(names)


def _dense(item: Any, name: str) -> Array:
    """Return a sparse array of MATLAB in full."""
    from scipy.sparse import csc_array  # noqa: PLC0415 - only needed here

    starts = item["jc"][...]
    shape = (int(item.attrs["MATLAB_sparse"]), len(starts) - 1)
    check_size(repr(name), shape)
    values = item["data"][...] if "data" in item else np.empty(0)
    rows = item["ir"][...] if "ir" in item else np.empty(0, int)
    return np.asarray(csc_array((values, rows, starts), shape=shape).toarray())
