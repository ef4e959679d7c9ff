"""How long a training job took and how much memory: what Snakemake measured, which no result depends on."""

import csv
from pathlib import Path
from typing import NamedTuple

from seedcheck.study.paths import training_time


class Measured(NamedTuple):
    """What the jobs that trained a variant, with all its replicates, took.

    Attributes
    ----------
    start, end : of the first and the last one, in seconds since 1970
    seconds : wall time of all
    megabytes : the largest resident memory, None if all jobs were too short to be looked at
    """

    start: float
    end: float
    seconds: float
    megabytes: float | None


def measured(experiment: str, variant: str, jobs: int = 1) -> Measured | None:
    """Return what so many jobs that trained a variant took, None if that was not noted."""
    noted = [found for job in range(jobs) if (found := _of_job(training_time(experiment, variant, job)))]
    if len(noted) < jobs:
        return None
    start, end = min(each.start for each in noted), max(each.end for each in noted)
    memory = [each.megabytes for each in noted if each.megabytes is not None]
    return Measured(start, end, sum(each.seconds for each in noted), max(memory, default=None))


def _of_job(path: Path) -> Measured | None:
    if not path.is_file():
        return None
    with path.open(newline="", encoding="utf-8") as file:
        row = next(csv.DictReader(file, delimiter="\t"), {})
    seconds, end = _number(row, "s"), path.stat().st_mtime
    return None if seconds is None else Measured(end - seconds, end, seconds, _number(row, "max_rss"))


def _number(row: dict[str, str], name: str) -> float | None:
    """Return a column's number; Snakemake writes "NA" or "-" where it has none."""
    try:
        return float(row.get(name, ""))
    except ValueError:
        return None
