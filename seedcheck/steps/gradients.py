"""Check gradients and training of one variant, or of all cells of a sweep, on their data; report the differences."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seedcheck.data import datasets
from seedcheck.files import write_json
from seedcheck.steps import run_step
from seedcheck.training.gate_reports import gate_report
from seedcheck.training.seeds import Plan
from seedcheck.training.settings import settings_for
from seedcheck.training.sweep import check_cells


@dataclass(frozen=True)
class GradientsJob:
    """What a gradient check needs to know.

    Attributes
    ----------
    settings : of the variant, or what holds where the grid is silent
    gate : ``gates`` of the configuration
    grid : of a sweep, lists of values by setting
    replicates, root_seed, redraw : see ``seedcheck.training.seeds.Plan``
    """

    settings: Mapping[str, Any]
    gate: Mapping[str, Any]
    grid: Mapping[str, Any] | None = None
    replicates: int = 0
    root_seed: int = 0
    redraw: Mapping[str, Any] | None = None


def gradients(data: Path, output: Path, job: GradientsJob) -> None:
    """Check gradients, and a few epochs of the training, before any training."""
    dataset, plan = datasets.read(data), Plan(job.replicates, job.root_seed, job.redraw)
    if job.grid:
        report = check_cells(job.settings, job.grid, dataset, job.gate, plan)
        print(f"{len(report['cells'])} gradients checked")
    else:
        report = gate_report(settings_for(job.settings, dataset), dataset, job.gate, plan)
        for point in report["points"]:
            for check in point["checks"]:
                print(f"{point['point']} point, {check['method']}: {check['arrays']['all']['difference']:.2e}")
    write_json(output, report)
    for warning in report["warnings"]:
        print(f"WARNING: {warning}")
    print("passed" if report["passed"] else "FAILED")


if __name__ == "__main__":
    run_step(gradients)
