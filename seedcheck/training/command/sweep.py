"""Sweeps whose cells a command trains: a chunk of their seeds, as ``sweep_chunks`` has it, and all chunks as one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from seedcheck.files import reading
from seedcheck.hdf5 import writing
from seedcheck.training import chunk, swept
from seedcheck.training.command import arrays
from seedcheck.training.command.chunk import Program, points_of, runs
from seedcheck.training.grid import name_of
from seedcheck.training.progress import Meter
from seedcheck.training.replicates import Replicates
from seedcheck.training.seeds import Plan, command_seeds


def train(program: Program, cells: Sequence[Mapping[str, Any]], plan: Plan, place: Path, meter: Meter) -> None:
    """Run a command for each cell and seed, and write the chunk.

    Raises
    ------
    InputError
        If a run fails, or its output does not fit those before: in which cell, with which seed, and what to do.
    """
    known, found = points_of(program.dataset), list[Replicates]()
    for cell in cells:
        own = replace(program, settings={**program.settings, **cell})
        outputs = runs(own, command_seeds(plan), known, f"{place.parent.parent}, {name_of(dict(cell))}", meter)
        found.append(arrays.replicates_of(outputs, known.majority))
    with writing(place) as file:
        swept.write(file, found)


def join(folder: Path, chunks: Sequence[Path], replicates: int) -> None:
    """Write from a sweep's chunks, of so many replicates, what ``paths.COMMAND_SWEPT_FILES`` lists."""
    parts = [swept.read(path) for path in chunks]
    with reading(folder / "chunks"):
        found = [arrays.joined(of_cell) for of_cell in zip(*parts, strict=True)]
    chunk.check_seeds(folder, len(found[0].diverged), replicates)
    with writing(folder / "replicates.h5") as file:
        swept.write(file, found)
