"""The cells of a grid of settings."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

Cell = dict[str, Any]
Grid = Mapping[str, Sequence[Any]]


def cells(grid: Grid) -> list[Cell]:
    """Return the cells of a grid, the last key running fastest; the first cell is the reference."""
    return [dict(zip(grid, values, strict=True)) for values in product(*grid.values())]


def name_of(cell: Mapping[str, Any]) -> str:
    """Return a cell as "l2_lambda 0.7, keep_prob 0.86"."""
    return ", ".join(f"{key} {value}" for key, value in cell.items())
