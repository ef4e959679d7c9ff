"""Where MLflow's store is, its pages' addresses, and the table they open. Without MLflow, for any step to import."""

import base64
import json
import os
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

STORE = Path("results/mlflow")
DEFAULT_URI = f"sqlite:///{STORE}/mlflow.db"
VIEW = "overview"  # key of the saved view with our columns
# The page shows metrics, parameters, tags, in this order: parameters, which names tell, would hide the verdict.
COLUMNS = ("metrics.`seeds_test_accuracy_median`", "metrics.`difference_mean`", "metrics.`test_accuracy`",
           "tags.`verdict`")  # fmt: skip


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
    own = tracked["experiments"].get(experiment, {"runs": {}})
    run = own["runs"].get(variant)
    return f"{base}/#/experiments/{own['id']}/runs/{run}?workflowType=machine_learning" if run else None


def saved_view(repeated: bool) -> str:
    """Return a table of the current runs with our columns, the best first, as MLflow's UI stores views.

    Best is the median test accuracy over seeds if the experiment is ``repeated``, else the test accuracy.
    """
    order = "seeds_test_accuracy_median" if repeated else "test_accuracy"
    state = {"searchFilter": "tags.current = 'true'", "selectedColumns": list(COLUMNS),
             "orderByKey": f"metrics.`{order}`", "orderByAsc": False}  # fmt: skip
    packed = "deflate;" + base64.b64encode(zlib.compress(json.dumps(state).encode())).decode()
    return json.dumps({"name": VIEW, "createdAt": 0, "updatedAt": 0, "state": packed})
