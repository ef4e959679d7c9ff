"""Whether the receipt, results/mlflow/runs.json, is still true of our own store: a look of milliseconds, no MLflow.

Snakemake looks at files only. Runs that are deleted in MLflow's pages would stay deleted, so a receipt that is not true
any more is made anew (``seedcheck.study.disk``). Of a server nothing is asked here: ``make verify`` does.
"""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from seedcheck.errors import InputError
from seedcheck.files import read_json
from seedcheck.study.paths import RECEIPT
from seedcheck.tracking import private
from seedcheck.tracking.links import database_file


def missing() -> str:
    """Return what of the receipt is not true any more, empty if all is, if it is not known, or without a receipt."""
    if not RECEIPT.is_file():
        return ""
    try:
        tracked = read_json(RECEIPT, "tracking_uri", "experiments")
        file = database_file(tracked["tracking_uri"])
        named = tracked["experiments"].values()
    except (InputError, ValueError, KeyError, TypeError, AttributeError):
        return "the file is damaged"
    if not file:
        return ""
    if not file.is_file():
        return f"{file} is gone"
    try:
        return _missing(file, [experiment["runs"] for experiment in named], [found["champion"] for found in named])
    except sqlite3.DatabaseError as error:
        return "" if "locked" in str(error) else f"{file}: {error}"


def _missing(file: Path, runs: list[Mapping[str, str]], champions: list[Mapping[str, Any] | None]) -> str:
    names = [run for group in runs for run in group.values()]
    there = private.runs_there(file, names)
    lost = [run for run in names if run not in there or not _has_files(there[run])]
    if lost:
        return f"{len(lost)} of {len(names)} runs or their files are deleted in MLflow"
    models = [(champion["model"], champion["version"]) for champion in champions if champion]
    versions = private.versions_there(file, [name for name, _ in models])
    lost_models = [name for name, version in models if (name, version) not in versions]
    return f"the registered model {lost_models[0]} is deleted in MLflow" if lost_models else ""


def _has_files(place: str) -> bool:
    """Whether a run has its files, as far as they are on this disk; a relative place is below this folder."""
    folder = Path(place.removeprefix("file://"))
    return "://" in place.removeprefix("file://") or (folder / "record.json").is_file()
