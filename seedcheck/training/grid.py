"""The cells of a sweep, and the replicates of all of them in one file."""

from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import h5py

from seedcheck import hdf5
from seedcheck.files import reading
from seedcheck.hdf5 import write_arrays
from seedcheck.training.replicates import Replicates, read_from

Cell = dict[str, Any]
Grid = Mapping[str, Sequence[Any]]


def cells(grid: Grid) -> list[Cell]:
    """Return the cells of a grid, the last key running fastest; the first cell is the reference."""
    return [dict(zip(grid, values, strict=True)) for values in product(*grid.values())]


def name_of(cell: Mapping[str, Any]) -> str:
    """Return a cell as "l2_lambda 0.7, keep_prob 0.86"."""
    return ", ".join(f"{key} {value}" for key, value in cell.items())


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
