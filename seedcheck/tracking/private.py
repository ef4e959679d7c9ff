"""What leans on the inside of MLflow, all of it: rows of its tables, and the format in which its pages store a view."""

import base64
import json
import os
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from seedcheck.study.paths import STORE
from seedcheck.tracking.links import VIEW

# The page shows metrics, parameters, tags, in this order: parameters, which names tell, would hide the verdict.
COLUMNS = ("metrics.`seeds_test_accuracy_iqm`", "metrics.`difference_typical`", "metrics.`test_accuracy`",
           "tags.`verdict`")  # fmt: skip


def quote_the_folder() -> None:
    """Give MLflow this folder as a URI: it pastes a path into SQL as it is, and fails at the apostrophe of "Ann's"."""
    os.environ["_MLFLOW_SERVER_ARTIFACT_ROOT"] = Path("mlruns").resolve().as_uri()


def do_not_wait_for_the_disk() -> None:
    """Let SQLite leave writing to the system: creating the store is hundreds of commits, and it can be rebuilt."""
    from sqlalchemy import Engine, event  # noqa: PLC0415 - comes with MLflow

    @event.listens_for(Engine, "connect")
    def _(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA synchronous = OFF")


def make_relocatable(identifier: str) -> None:
    """Make the artifacts' place relative to the project: MLflow writes an absolute path, which breaks when it moves."""
    with sqlite3.connect(STORE / "mlflow.db") as database:
        place = f"{STORE}/artifacts/{identifier}"
        database.execute(
            "UPDATE experiments SET artifact_location = ? WHERE experiment_id = ?", (place, int(identifier))
        )
    database.close()


def saved_view(repeated: bool) -> str:
    """Return a table of the current runs with our columns, the best first, as MLflow's UI stores views.

    Best is the typical test accuracy (IQM) over seeds if the experiment is ``repeated``, else the test accuracy.
    """
    order = "seeds_test_accuracy_iqm" if repeated else "test_accuracy"
    state = {"searchFilter": "tags.current = 'true'", "selectedColumns": list(COLUMNS),
             "orderByKey": f"metrics.`{order}`", "orderByAsc": False}  # fmt: skip
    packed = "deflate;" + base64.b64encode(zlib.compress(json.dumps(state).encode())).decode()
    return json.dumps({"name": VIEW, "createdAt": 0, "updatedAt": 0, "state": packed})


def runs_of_others(file: Path) -> str:
    """Return how many runs in a database file this program did not log, in words; empty if there are none."""
    if not file.is_file():
        return ""
    query = "SELECT count(*) FROM runs WHERE run_uuid NOT IN (SELECT run_uuid FROM tags WHERE key = 'content')"
    try:
        with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as database:
            (count,) = database.execute(query).fetchone()
    except sqlite3.Error as error:
        return f"its database cannot be read ({error}), so it may hold runs of others"
    return f"{count} of its runs were logged by others" if count else ""
