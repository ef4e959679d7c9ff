"""What leans on the inside of MLflow, all of it: rows of its tables, and the format in which its pages store a view."""

import base64
import json
import os
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from seedcheck.study.paths import STORE
from seedcheck.tracking.links import VIEW
from seedcheck.tracking.writer import TAG

# The page shows metrics, parameters, tags, in this order: parameters, which names tell, would hide the verdict.
COLUMNS = ("metrics.`seeds_test_accuracy_iqm`", "metrics.`difference_typical`", "metrics.`test_accuracy`",
           "tags.`verdict`")  # fmt: skip

CHARTS = {  # sections of charts: metric and kind of each
    "Accuracy over seeds": {"seeds_test_accuracy": "LINE", "seeds_test_accuracy_iqm": "BAR",
                            "seeds_train_accuracy": "LINE"},
    "Configured seed": {"test_accuracy": "LINE", "test_cross_entropy": "LINE", "accuracy_score": "BAR",
                        "train_accuracy": "BAR", "roc_auc": "BAR", "log_loss": "BAR"},
    "Training": {"cost": "LINE", "wall_time_seconds": "BAR", "peak_memory_megabytes": "BAR"},
}  # fmt: skip
KIND = {"mlflow.experimentKind": "custom_model_development"}  # of an experiment: of training, not of agents and prompts


def quote_the_folder() -> None:
    """Give MLflow this folder as a URI: it pastes a path into SQL as it is, and fails at the apostrophe of "Ann's"."""
    os.environ["_MLFLOW_SERVER_ARTIFACT_ROOT"] = Path("mlruns").resolve().as_uri()


def do_not_wait_for_the_disk(file: Path) -> None:
    """Let SQLite leave writing this file to the system: creating a store is hundreds of commits."""
    from sqlalchemy import Engine, event  # noqa: PLC0415 - comes with MLflow

    place = str(file.resolve())

    @event.listens_for(Engine, "connect")
    def _(connection: Any, _: object) -> None:
        if isinstance(connection, sqlite3.Connection):
            _, _, opened = connection.execute("PRAGMA database_list").fetchone()
            if opened == place:
                connection.execute("PRAGMA synchronous = OFF")


def make_relocatable(identifier: str, place: str) -> None:
    """Make the artifacts' place relative to the project: MLflow writes an absolute path, which breaks when it moves."""
    with closing(sqlite3.connect(STORE / "mlflow.db", timeout=20)) as database, database:
        database.execute(
            "UPDATE experiments SET artifact_location = ? WHERE experiment_id = ?", (place, int(identifier))
        )


def runs_there(file: Path, runs: Sequence[str]) -> dict[str, str]:
    """Return which of some runs an SQLite store has, not deleted and finished, and where each one's files are."""
    query = (
        "SELECT run_uuid, runs.artifact_uri FROM runs JOIN experiments USING (experiment_id) WHERE status = 'FINISHED' "
        "AND runs.lifecycle_stage = 'active' AND experiments.lifecycle_stage = 'active' AND run_uuid IN (%s)"
    )
    return dict(_rows(file, query, runs))


def versions_there(file: Path, models: Sequence[str]) -> set[tuple[str, str]]:
    """Return the versions, (model, number), that an SQLite store has of some registered models."""
    query = "SELECT name, version FROM model_versions WHERE current_stage != 'Deleted_Internal' AND name IN (%s)"
    return {(name, str(number)) for name, number in _rows(file, query, models)}


def _rows(file: Path, query: str, keys: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=0.5)) as database:
        for start in range(0, len(keys), 500):  # SQLite's limit is 999
            part = keys[start : start + 500]
            yield from database.execute(query % ",".join("?" * len(part)), part).fetchall()


def saved_view(repeated: bool) -> str:
    """Return a table of the current runs with our columns, the best first, as MLflow's UI stores views.

    Best is the typical test accuracy (IQM) over seeds if the experiment is ``repeated``, else the test accuracy. Charts
    begin with accuracies; costs come last, as those with a penalty or masks are not comparable with those without.
    """
    order = "seeds_test_accuracy_iqm" if repeated else "test_accuracy"
    sections = CHARTS if repeated else {name: CHARTS[name] for name in list(CHARTS)[1:]}
    state = {"searchFilter": "tags.current = 'true'", "selectedColumns": list(COLUMNS),
             "orderByKey": f"metrics.`{order}`", "orderByAsc": False, "isAccordionReordered": True,
             "compareRunCharts": [_chart(name, *own) for name, charts in sections.items() for own in charts.items()],
             "compareRunSections": [_section(name) for name in sections]}  # fmt: skip
    packed = "deflate;" + base64.b64encode(zlib.compress(json.dumps(state).encode())).decode()
    return json.dumps({"name": VIEW, "createdAt": 0, "updatedAt": 0, "state": packed})


def _section(name: str) -> dict[str, Any]:
    return {"uuid": name, "name": name, "display": True, "isReordered": True, "deleted": False, "isGenerated": False}


def _chart(section: str, metric: str, kind: str) -> dict[str, Any]:
    """Return a chart of a metric: a "BAR" per run, or a "LINE" over its steps with points."""
    card = {"type": kind, "uuid": metric, "metricSectionId": section, "metricKey": metric,
            "deleted": False, "isGenerated": False, "runsCountToCompare": 10}  # fmt: skip
    line = {"selectedMetricKeys": [metric], "xAxisKey": "step", "useGlobalXaxisKey": False, "displayPoints": True,
            "lineSmoothness": 0, "xAxisScaleType": "linear", "scaleType": "linear", "range": {}, "yAxisKey": "metric",
            "yAxisExpressions": [], "ignoreOutliers": False, "selectedXAxisMetricKey": ""}  # fmt: skip
    return card | (line if kind == "LINE" else {})


def runs_of_others(file: Path) -> str:
    """Return how many runs in a database file this program did not log, in words; empty if there are none."""
    if not file.is_file():
        return ""
    query = f"SELECT count(*) FROM runs WHERE run_uuid NOT IN (SELECT run_uuid FROM tags WHERE key = '{TAG}')"
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as database:
            (count,) = database.execute(query).fetchone()
    except sqlite3.Error as error:
        return f"its database cannot be read ({error}), so it may hold runs of others"
    return f"{count} of its runs were logged by others" if count else ""
