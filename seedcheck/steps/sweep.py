"""Train a sweep: all cells of a grid, each from the same seeds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seedcheck.data import datasets
from seedcheck.files import write_json
from seedcheck.steps import run_step
from seedcheck.training.certifier import check_of
from seedcheck.training.grid import cells, write
from seedcheck.training.progress import metered
from seedcheck.training.seeds import Plan
from seedcheck.training.sweep import train_cells


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


def sweep(data: Path, output: Path, certificate: Path, job: SweepJob) -> None:
    """Train all cells of a grid, and write the replicates of each, and the certificates of their trainings."""
    plan, check = Plan(job.replicates, job.root_seed), check_of(job.gate)
    total = job.replicates * sum(({**job.settings, **cell})["epochs"] for cell in cells(job.grid))
    with metered(output.parent, total) as meter:
        found, certificates = train_cells(job.settings, job.grid, datasets.read(data), plan, check, meter)
    write(output, found)
    write_json(certificate, {"trainings": certificates})
    print(f"{len(cells(job.grid))} cells of {job.replicates} replicates trained")


if __name__ == "__main__":
    run_step(sweep)
