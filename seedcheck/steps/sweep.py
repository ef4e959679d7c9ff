"""Check and train a sweep: all cells of a grid, each from the same seeds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seedcheck.data import datasets
from seedcheck.files import write_json
from seedcheck.steps import run_step
from seedcheck.training import admission
from seedcheck.training.certifier import check_of
from seedcheck.training.grid import cells, write
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
    replicates, root_seed : see ``seedcheck.training.seeds.Plan``
    """

    settings: Mapping[str, Any]
    grid: Mapping[str, Sequence[Any]]
    gate: Mapping[str, Any]
    replicates: int
    root_seed: int


def sweep(data: Path, folder: Path, job: SweepJob) -> None:
    """Check and train all cells of a grid; write the replicates of each, and the certificates of their trainings.

    Raises
    ------
    InputError
        If a cell's gate does not let the training begin, or a training is not what the formulas say.
    """
    admission.forget(folder)
    dataset, plan, check = datasets.read(data), Plan(job.replicates, job.root_seed), check_of(job.gate)
    report = check_cells(job.settings, job.grid, dataset, job.gate, plan)
    print(f"{len(report['cells'])} gradients checked")
    admission.admit(report, folder)
    total = job.replicates * sum(({**job.settings, **cell})["epochs"] for cell in cells(job.grid))
    with metered(folder, total) as meter:
        found, certificates = train_cells(job.settings, job.grid, dataset, plan, check, meter)
    write(folder / "replicates.h5", found)
    write_json(folder / "certificate.json", {"trainings": certificates})
    print(f"{len(cells(job.grid))} cells of {job.replicates} replicates trained")


if __name__ == "__main__":
    run_step(sweep)
