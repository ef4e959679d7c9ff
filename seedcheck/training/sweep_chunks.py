"""Chunks of a sweep's seeds, and all of them as one: the same files, byte for byte, as if one job had trained them all.

A chunk is what one job trains of all cells, and leaves in results/sweeps/{sweep}/chunks/{chunk}.h5.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from seedcheck.files import write_json
from seedcheck.hdf5 import writing
from seedcheck.study.paths import GATE
from seedcheck.training import admission, certificates, chunk, swept
from seedcheck.training.certificates import Certificate
from seedcheck.training.replicates import Replicates

CELLS = "cells"


def write(path: Path, found: Sequence[Replicates], notes: Mapping[str, Any]) -> None:
    """Write the replicates of all cells as HDF5, and the reports of their gate and trainings as JSON."""
    with writing(path) as file:
        file[chunk.NOTES] = json.dumps(notes, allow_nan=False)
        swept.write(file.create_group(CELLS), found)


def join(folder: Path, chunks: Sequence[Path], replicates: int) -> None:
    """Write from a sweep's chunks, of so many replicates, what ``paths.SWEPT_FILES`` lists."""
    with chunk.opened(chunks) as (notes, files):
        counts = [len(file[CELLS]["0"]["diverged"]) for file in files]
        chunk.check_seeds(folder, sum(counts), replicates)
        with writing(folder / "replicates.h5") as file:
            swept.write_joined(file, [each[CELLS] for each in files])
    gates = [each["gradients"] for each in notes]
    write_json(folder / GATE, gates[0] | {"training": _joined([each["training"] for each in gates], counts)})
    write_json(folder / "certificate.json", {"trainings": _joined([each["certificates"] for each in notes], counts)})
    admission.forget(folder)


def _joined(found: Sequence[Sequence[Certificate]], counts: Sequence[int]) -> list[Certificate]:
    """Return the certificates of the trainings of all seeds, from those of chunks with so many seeds each."""
    numbers = [_number(end - count, count, sum(counts)) for count, end in zip(counts, accumulate(counts), strict=True)]
    of_chunks = [[certificates.renumbered(each, number) for each in own]
                 for own, number in zip(found, numbers, strict=True)]  # fmt: skip
    return [certificates.joined(of_training) for of_training in zip(*of_chunks, strict=True)]


def _number(first: int, count: int, replicates: int) -> Callable[[int], int]:
    """Return what gives networks, cell by cell ``count`` replicates from ``first`` on, their number among all."""
    return lambda network: network // count * replicates + first + network % count
