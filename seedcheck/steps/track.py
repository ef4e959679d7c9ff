"""Log all records and decisions into MLflow, and write which run holds which variant to results/mlflow/runs.json."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seedcheck.files import read_json, write_json
from seedcheck.steps import run_step
from seedcheck.tracking import client
from seedcheck.training.results import collect


@dataclass(frozen=True)
class TrackJob:
    """What tracking needs to know.

    Attributes
    ----------
    experiments : per experiment its ``dataset``, ``variants`` and their ``titles``
    tracking_uri : where to, without a password, so that another place is a reason to log again; the environment has
        the whole
    """

    experiments: Mapping[str, Mapping[str, Any]]
    tracking_uri: str = ""


def track(decisions: Path, output: Path, job: TrackJob) -> None:
    """Log what is new, and mark what is current."""
    decided = read_json(decisions, "experiments")["experiments"]
    tracked = client.log_study(job.experiments, collect(job.experiments), decided)
    write_json(output, tracked)
    print(f"logged to {tracked['tracking_uri']}")


if __name__ == "__main__":
    run_step(track)
