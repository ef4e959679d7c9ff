"""Addresses of the MLflow store: which one is used, and none with a password in files and logs."""

import base64
import json
import zlib

import pytest

from seedcheck.study import code
from seedcheck.tracking import links as addresses
from seedcheck.tracking import private


@pytest.mark.parametrize(
    ("uri", "shown"),
    [
        ("postgresql://me:secret@host:5432/db", "postgresql://host:5432/db"),
        ("https://me:secret@host/path", "https://host/path"),
        ("https://token@host/path", "https://host/path"),
        ("postgresql://me:se/cret@host/db", "postgresql://host/db"),
        ("postgresql://me:se:cr@et@host/db", "postgresql://host/db"),
        ("postgresql://host/db?user=me&password=secret", "postgresql://host/db"),
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000"),
        ("sqlite:///results/mlflow/mlflow.db", "sqlite:///results/mlflow/mlflow.db"),
        ("sqlite:////home/me@work/mlflow.db", "sqlite:////home/me@work/mlflow.db"),
    ],
)
def test_user_and_password_are_removed(uri: str, shown: str) -> None:
    """What is written and printed has neither; other addresses stay as they are."""
    assert addresses.without_password(uri) == shown


def test_environment_names_the_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """MLFLOW_TRACKING_URI wins; empty or unset is the database below results/mlflow."""
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:5000")
    assert addresses.tracking_uri() == "http://127.0.0.1:5000"
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "")
    assert addresses.tracking_uri() == "sqlite:///results/mlflow/mlflow.db"


def test_telemetry_is_off() -> None:
    """Importing our module switches it off before MLflow is imported."""
    import os

    import seedcheck.tracking.client  # noqa: F401

    assert os.environ["MLFLOW_DISABLE_TELEMETRY"] == "true"


@pytest.mark.parametrize(
    ("repeated", "order"), [(True, "metrics.`seeds_test_accuracy_iqm`"), (False, "metrics.`test_accuracy`")]
)
def test_saved_view_is_what_the_interface_reads(repeated: bool, order: str) -> None:
    """The packed state lists our columns and sorts by the accuracy that counts, the best first."""
    kind, packed = json.loads(private.saved_view(repeated))["state"].split(";")
    state = json.loads(zlib.decompress(base64.b64decode(packed)))
    assert kind == "deflate"
    assert (state["orderByKey"], state["orderByAsc"]) == (order, False)
    assert {order, "metrics.`difference_typical`", "tags.`verdict`"} <= set(state["selectedColumns"])


def test_links_open_the_view_of_each_experiment() -> None:
    """One address per experiment, in its training view with our columns."""
    ((name, address),) = addresses.links("http://h:5000", {"experiments": {"e": {"id": "3", "runs": {}}}})
    assert name == "e"
    assert address.startswith(
        "http://h:5000/#/experiments/3/runs?workflowType=machine_learning&viewStateShareKey=overview"
    )


def test_run_has_an_address() -> None:
    """It is in the training view; a variant or experiment without a run has none."""
    tracked = {"experiments": {"e": {"id": "3", "runs": {"v": "abc"}}}}
    address = addresses.run_address("http://h:5000", tracked, "e", "v")
    assert address == "http://h:5000/#/experiments/3/runs/abc?workflowType=machine_learning"
    assert addresses.run_address("http://h:5000", tracked, "e", "w") is None
    assert addresses.run_address("http://h:5000", tracked, "f", "v") is None


def test_addresses_do_not_need_mlflow() -> None:
    """A step that links to runs does not depend on MLflow."""
    files, distributions = code._closure(("seedcheck.tracking.links",))
    assert "mlflow" not in distributions
    assert {path.parent.name for path in files} <= {"seedcheck", "tracking", "study"}


@pytest.mark.parametrize(
    ("uri", "base"),
    [("sqlite:///results/mlflow/mlflow.db", "http://127.0.0.1:5000"), ("http://host:8080/", "http://host:8080")],
)
def test_runs_are_seen_at_the_server_or_where_make_ui_serves_them(uri: str, base: str) -> None:
    """A database has no pages of its own."""
    assert addresses.served_at(uri) == base
