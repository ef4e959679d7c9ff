"""How long a training job took and how much memory: what Snakemake measured, which no result depends on."""

import csv
from typing import NamedTuple

from seedcheck.study.paths import training_time


class Measured(NamedTuple):
    """What one training job, with all its replicates, took.

    Attributes
    ----------
    start, end : seconds since 1970
    seconds : wall time
    megabytes : the largest resident memory, None if the job was too short to be looked at
    """

    start: float
    end: float
    seconds: float
    megabytes: float | None


def measured(experiment: str, variant: str) -> Measured | None:
    """Return what the training of a variant took, None if that was not noted."""
    path = training_time(experiment, variant)
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
