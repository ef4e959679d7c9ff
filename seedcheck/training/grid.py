"""The cells of a sweep, and the replicates of all of them in one file."""

from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import h5py

from seedcheck.files import reading
from seedcheck.hdf5 import write_arrays, writing
from seedcheck.training.replicates import Replicates, read_from

Cell = dict[str, Any]
Grid = Mapping[str, Sequence[Any]]


def cells(grid: Grid) -> list[Cell]:
    """Return the cells of a grid, the last key running fastest; the first cell is the reference."""
    return [dict(zip(grid, values, strict=True)) for values in product(*grid.values())]


def name_of(cell: Cell) -> str:
    """Return a cell as "l2_lambda 0.7, keep_prob 0.86"."""
    return ", ".join(f"{key} {value}" for key, value in cell.items())


def write(path: str | Path, found: Sequence[Replicates]) -> None:
    """Write the replicates of all cells, a group of an HDF5 file for each, named by its number."""
    with writing(path) as file:
        for index, replicates in enumerate(found):
            write_arrays(file.create_group(str(index)), replicates)


def read(path: str | Path) -> list[Replicates]:
    """Read what ``write`` wrote."""
    with reading(path), h5py.File(path, "r") as file:
        return [read_from(file[str(index)]) for index in range(len(file))]
