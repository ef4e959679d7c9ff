"""Judge each cell of a sweep against its first cell, over all replicates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seedcheck.files import without_nan, write_json
from seedcheck.statistics.experiments import decide_cells
from seedcheck.steps import run_step
from seedcheck.training import grid


@dataclass(frozen=True)
class DecideSweepJob:
    """What decisions on a sweep need to know: its grid, and the seed of bootstrap and permutations."""

    grid: Mapping[str, Sequence[Any]]
    seed: int


def decide_sweep(replicates: Path, output: Path, job: DecideSweepJob) -> None:
    """Write the decision on each cell."""
    rows = decide_cells(job.grid, grid.read(replicates), job.seed)
    write_json(output, without_nan({"grid": job.grid, "cells": rows}))
    for cell, row in zip(grid.cells(job.grid), rows, strict=True):
        print(f"{grid.name_of(cell)}: median test accuracy {row['median']}, {row['verdict'] or 'reference'}")


if __name__ == "__main__":
    run_step(decide_sweep)
