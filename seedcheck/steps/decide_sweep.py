"""Judge each cell of a sweep against its first cell, over all replicates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seedcheck.files import without_nan, write_json
from seedcheck.statistics.experiments import decide_cells
from seedcheck.statistics.pairs import Rule
from seedcheck.steps import run_step
from seedcheck.training import grid, swept


@dataclass(frozen=True)
class DecideSweepJob:
    """What decisions on a sweep need to know: its grid, the margin of practical equality in points, and a seed."""

    grid: Mapping[str, Sequence[Any]]
    margin: float
    seed: int


def decide_sweep(replicates: Path, output: Path, job: DecideSweepJob) -> None:
    """Write the decision on each cell."""
    rule = Rule(job.margin / 100, job.seed)
    rows = decide_cells(job.grid, swept.read(replicates), rule)
    write_json(output, without_nan({"grid": job.grid, "margin": rule.margin, "cells": rows}))
    for cell, row in zip(grid.cells(job.grid), rows, strict=True):
        print(
            f"{grid.name_of(cell)}: IQM of the test accuracy {row['summary']['iqm']}, {row.get('verdict', 'reference')}"
        )


if __name__ == "__main__":
    run_step(decide_sweep)
