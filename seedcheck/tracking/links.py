"""Where MLflow's store is, its pages' addresses, and the table they open. Without MLflow, for any step to import."""

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any

from seedcheck.study.paths import STORE

DEFAULT_URI = f"sqlite:///{STORE}/mlflow.db"
VIEW = "overview"  # key of the saved view with our columns


def tracking_uri() -> str:
    """Return the tracking URI: MLFLOW_TRACKING_URI (set from the config too), else a database below results/mlflow."""
    return os.environ.get("MLFLOW_TRACKING_URI") or DEFAULT_URI


def without_password(uri: str) -> str:
    """Return a URI without user name, password and query, fit for files and logs."""
    return uri if uri.startswith("sqlite:") else re.sub(r"(?<=://).*@", "", uri).split("?")[0]


def served_at(uri: str) -> str:
    """Return where runs are seen in a browser: at a tracking server, or where ``make ui`` serves a database."""
    return uri.rstrip("/") if uri.startswith(("http://", "https://")) else "http://127.0.0.1:5000"


def links(base: str, tracked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (experiment, address) of each experiment's training view with our columns."""
    for name, experiment in tracked["experiments"].items():
        yield (
            name,
            f"{base}/#/experiments/{experiment['id']}/runs?workflowType=machine_learning&viewStateShareKey={VIEW}",
        )


def run_address(base: str, tracked: Mapping[str, Any], experiment: str, variant: str) -> str | None:
    """Return the address of a variant's run, None if it has none; ``tracked`` is what runs.json holds."""
    logged = tracked["experiments"].get(experiment, {"runs": {}})
    run = logged["runs"].get(variant)
    return f"{base}/#/experiments/{logged['id']}/runs/{run}?workflowType=machine_learning" if run else None
