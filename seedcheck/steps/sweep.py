"""Check a sweep and train a chunk of its seeds in all cells; where that is all of them, write down what came out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seedcheck.data import datasets
from seedcheck.steps import run_step
from seedcheck.training import admission, sweep_chunks
from seedcheck.training.certifier import check_of
from seedcheck.training.grid import cells
from seedcheck.training.progress import metered
from seedcheck.training.seeds import Plan
from seedcheck.training.sweep import check_cells, train_cells


@dataclass(frozen=True)
class SweepJob:
    """What a sweep needs to know.

    Attributes
    ----------
    settings : what holds where the grid is silent
    grid : lists of values by setting
    gate : ``gates`` of the configuration
    replicates, root_seed, first : see ``seedcheck.training.seeds.Plan``
    """

    settings: Mapping[str, Any]
    grid: Mapping[str, Sequence[Any]]
    gate: Mapping[str, Any]
    replicates: int
    root_seed: int
    first: int = 0


def sweep(data: Path, outputs: list[Path], job: SweepJob) -> None:
    """Check and train a chunk of the seeds in all cells of a grid, and write it to the first of ``outputs``.

    If there are more of them, the chunk is the only one, and what ``paths.SWEPT_FILES`` lists is written, too.

    Raises
    ------
    InputError
        If a cell's gate does not let the training begin, or a training is not what the formulas say.
    """
    place, *others = outputs
    folder = place.parent.parent
    admission.forget(folder, job.first)
    dataset, plan, check = datasets.read(data), Plan(job.replicates, job.root_seed, first=job.first), check_of(job.gate)
    report = check_cells(job.settings, job.grid, dataset, job.gate, plan)
    print(f"{len(report['cells'])} gradients checked")
    admission.admit(report, folder, job.first)
    total = job.replicates * sum(({**job.settings, **cell})["epochs"] for cell in cells(job.grid))
    with metered(place.with_suffix(""), total) as meter:
        found, certificates = train_cells(job.settings, job.grid, dataset, plan, check, meter)
    sweep_chunks.write(place, found, {"gradients": report, "certificates": certificates})
    print(f"{len(cells(job.grid))} cells of {job.replicates} replicates trained")
    if others:
        sweep_chunks.join(folder, [place], job.replicates)


if __name__ == "__main__":
    run_step(sweep)
