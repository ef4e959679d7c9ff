"""Compile results/report.html from what lies on disk; what is missing is said, not hidden."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from seedcheck.files import read_json, write_text
from seedcheck.presentation.page import NOTHING_DECIDED, Material, render
from seedcheck.statistics.published import published_rows
from seedcheck.steps import run_step
from seedcheck.study import paths, seal
from seedcheck.study.yaml import read_yaml
from seedcheck.training.results import collect


@dataclass(frozen=True)
class PageJob:
    """What the page needs to know.

    Attributes
    ----------
    experiments : per experiment its title, question, suite, dataset, replicates, reference, plane and variants (names)
    sweeps : per sweep its title, question, experiment and grid
    plan : what would be sealed now, see ``seedcheck.study.seal``; claims are added from the file of published numbers
    decisions : file of the decisions on experiments
    missing : after an error, what is not there, and why
    left_out : files that are there but cannot be read
    """

    experiments: Mapping[str, Mapping[str, Any]]
    sweeps: Mapping[str, Mapping[str, Any]]
    plan: Mapping[str, Any] = field(default_factory=dict)
    decisions: str = str(paths.DECISIONS)
    missing: Sequence[str] = ()
    left_out: Collection[str] = ()


def page(published: Path, output: Path, job: PageJob) -> None:
    """Write the page; ``published`` is the file of the published numbers."""
    read = partial(_read, job.left_out)
    results, checks, numbers = collect(job.experiments), read(paths.CHECKS), read_yaml(published)
    decided = {name: read(paths.sweep_folder(name) / "decisions.json", "cells") for name in job.sweeps}
    material = Material(
        experiments=job.experiments,
        sweeps=job.sweeps,
        results=results,
        published=published_rows(results, numbers, checks),
        decisions=read(Path(job.decisions), "claims", "experiments", "suites") or NOTHING_DECIDED,
        cells={name: found["cells"] for name, found in decided.items() if found},
        checks=checks,
        tracked=read(paths.RECEIPT, "tracking_uri", "experiments"),
        sealed=None if str(paths.PLAN) in job.left_out else seal.sealed(),
        plan={**job.plan, "claims": numbers.get("claims", [])},
        missing=job.missing,
    )
    write_text(output, render(material))
    print(f"{output}: {len(results)} variants")


def _read(left_out: Collection[str], path: Path, *keys: str) -> Any:
    return read_json(path, *keys) if path.is_file() and str(path) not in left_out else None


if __name__ == "__main__":
    run_step(page)
