"""The replicates of all cells of a sweep in one file."""

from collections.abc import Sequence
from pathlib import Path

import h5py

from seedcheck import hdf5
from seedcheck.files import reading
from seedcheck.hdf5 import write_arrays
from seedcheck.training.replicates import Replicates, read_from


def write(group: h5py.Group, found: Sequence[Replicates]) -> None:
    """Write the replicates of all cells, a group for each, named by its number."""
    for index, replicates in enumerate(found):
        write_arrays(group.create_group(str(index)), replicates)


def write_joined(group: h5py.Group, parts: Sequence[h5py.Group]) -> None:
    """Write the replicates of all cells, of each those of all ``parts``, which ``write`` wrote, one after the other."""
    for index in map(str, range(len(parts[0]))):
        hdf5.write_joined(group.create_group(index), [part[index] for part in parts], Replicates, {"epochs"})


def read(path: str | Path) -> list[Replicates]:
    """Read a file that is such a group."""
    with reading(path), h5py.File(path, "r") as file:
        return [read_from(file[str(index)]) for index in range(len(file))]
