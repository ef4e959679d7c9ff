"""Chunks of a variant's seeds as one: what ``paths.COMMAND_FILES`` lists."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from seedcheck.files import Row, write_csv, write_json
from seedcheck.hdf5 import read_arrays
from seedcheck.training import records, replicate_rows, replicates
from seedcheck.training.chunk import check_seeds, opened
from seedcheck.training.command import arrays, chunk, rights
from seedcheck.training.command.output import COSTS, TEST, TRAIN
from seedcheck.training.command.rights import Rights
from seedcheck.training.joined import Run, made_from


def write(folder: Path, chunks: Sequence[Path], run: Run, command: str) -> None:
    """Write from a variant's chunks what all seeds came to, and say what came out."""
    with opened(chunks) as (notes, files):
        parts = [replicates.read_from(file[chunk.REPLICATES]) for file in files]
        configured, costs = read_arrays(files[0][chunk.CONFIGURED], Rights), files[0][chunk.CONFIGURED][COSTS][...]
    found = arrays.joined([part for part in parts if len(part.diverged)] or parts)
    check_seeds(folder, len(found.diverged), run.replicates)
    replicates.write(folder / "replicates.h5", found)
    write_csv(folder / "replicates.csv", replicate_rows.rows(found), replicate_rows.COLUMNS)
    rights.write(folder / "configured.h5", configured)
    records.write_costs(folder / "costs.csv", np.arange(len(costs)), costs)
    record = _record(notes, run, command, costs[-1] if costs.size else None)
    write_json(folder / "record.json", record)
    print(", ".join(f"{name} {value}" for name, value in record["metrics"].items()))


def _record(notes: Sequence[Row], run: Run, command: str, cost: Any) -> Row:
    """Return the record of a variant, as that of a network; it names the command."""
    first = notes[0]
    final = None if first["diverged_at"] is not None or cost is None else float(cost)
    return {
        "experiment": run.experiment, "variant": run.variant, "dataset": run.dataset, "settings": run.settings,
        "command": command, "diverged_at_epoch": first["diverged_at"],
        "metrics": {"final_cost": final, TRAIN: None, TEST: None} | first["metrics"], "gradient_check": {},
        "replicates": {"count": run.replicates, "root_seed": run.root_seed, "redraw_data": False},
    } | made_from([each["made_from"] for each in notes])  # fmt: skip
