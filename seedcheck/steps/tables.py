"""Write the tables: results/comparison/*.csv and verdicts.json, and the cells of each sweep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seedcheck.files import read_json, write_csv, write_json, write_text
from seedcheck.presentation import landing
from seedcheck.presentation import tables as rows
from seedcheck.statistics import published
from seedcheck.steps import run_step
from seedcheck.study.paths import ANSWER, CHECKS, COMPARISON, DECISIONS, sweep_folder
from seedcheck.study.yaml import read_yaml
from seedcheck.training.results import Result, collect


@dataclass(frozen=True)
class TablesJob:
    """What tables need to know.

    Attributes
    ----------
    experiments : per experiment its ``dataset``, ``variants`` and number of ``replicates``
    sweeps : their names
    """

    experiments: Mapping[str, Mapping[str, Any]]
    sweeps: Sequence[str]


def tables(numbers: Path, job: TablesJob) -> None:
    """Write all tables; ``numbers`` is the file of the published ones."""
    results = collect(job.experiments)
    write_csv(COMPARISON / "runs.csv", rows.run_rows(results))
    write_csv(COMPARISON / "variants.csv", rows.variant_rows(results))
    _published(results, read_yaml(numbers))
    repeated = {
        (result.experiment, result.variant): result.replicates()
        for result in results
        if job.experiments[result.experiment]["replicates"] and result.record
    }
    datasets = {name: experiment["dataset"] for name, experiment in job.experiments.items()}
    decisions = read_json(DECISIONS, "claims", "experiments", "suites")
    write_csv(COMPARISON / "replicates.csv", rows.replicate_rows(repeated, decisions["experiments"]))
    write_text(ANSWER, landing.text(decisions))
    said = rows.in_words(decisions, datasets)
    write_json(COMPARISON / "verdicts.json", said)
    write_csv(COMPARISON / "verdicts.csv", rows.verdict_rows(said["experiments"]))
    write_csv(COMPARISON / "claims.csv", said["claims"])
    for name in job.sweeps:
        _sweep(sweep_folder(name))
    for claim in said["claims"]:
        print(f"{claim['claim']}: {claim['verdict']}")


def _published(results: Sequence[Result], numbers: Mapping[str, Any]) -> None:
    checks = read_json(CHECKS) if CHECKS.is_file() else None
    table = published.published_rows(results, numbers, checks)
    write_csv(COMPARISON / "published.csv", table, published.COLUMNS)
    reproduced = sum(row["verdict"].startswith("reproduced") for row in table)
    print(f"{reproduced} of {len(table)} published numbers reproduced")


def _sweep(folder: Path) -> None:
    decided = read_json(folder / "decisions.json", "grid", "cells")
    cells = rows.cell_rows(decided["cells"])
    write_csv(folder / "cells.csv", cells)
    write_json(folder / "cells.json", {"grid": decided["grid"], "cells": cells})


if __name__ == "__main__":
    run_step(tables)
