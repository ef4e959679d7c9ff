"""Writing HDF5 files whole or not at all, and dataclasses of arrays in them."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import h5py

from seedcheck.files import replacing

Arrays = TypeVar("Arrays")


@contextmanager
def writing(path: str | Path) -> Iterator[h5py.File]:
    """Give an HDF5 file to fill, which gets its name once it is complete.

    It is filled in memory and written in one go (driver "core"): on a full disk, h5py crashes while it fills a file.
    """
    with replacing(path) as temporary, h5py.File(temporary, "w", libver="v110", driver="core") as file:
        yield file


def write_arrays(group: h5py.Group, arrays: Any) -> None:
    """Write the fields of a dataclass as arrays of their names, but for those that are None."""
    for field in fields(arrays):
        if (array := getattr(arrays, field.name)) is not None:
            group.create_dataset(field.name, data=array)


def write_joined(group: h5py.Group, parts: Sequence[Any], kind: type, shared: Collection[str] = ()) -> None:
    """Write the fields of a dataclass, each the arrays of all ``parts`` one after the other, or the first one's.

    Parameters
    ----------
    group : where to write
    parts : groups as ``write_arrays`` leaves them, whose arrays are read one at a time
    kind : the dataclass
    shared : fields that are the same in all parts
    """
    for field in (field for field in fields(kind) if field.name in parts[0]):
        arrays = [part[field.name] for part in (parts[:1] if field.name in shared else parts)]
        length, shape = sum(len(array) for array in arrays), arrays[0].shape[1:]
        joined = group.create_dataset(field.name, (length, *shape), arrays[0].dtype)
        start = 0
        for array in arrays:
            joined[start : start + len(array)] = array[...]
            start += len(array)


def read_arrays(group: Any, kind: type[Arrays]) -> Arrays:
    """Read what ``write_arrays`` wrote; a field that may be None is that if it is not there."""
    names = [field.name for field in fields(kind) if field.default is not None or field.name in group]  # type: ignore[arg-type]
    return kind(**{name: group[name][...] for name in names})
