"""Where MLflow's store is, its pages' addresses, and the table they open. Without MLflow, for any step to import."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from seedcheck.study.paths import STORE

DEFAULT_URI = f"sqlite:///{STORE}/mlflow.db"
VIEW = "overview"  # key of the saved view with our columns


def tracking_uri() -> str:
    """Return the tracking URI: MLFLOW_TRACKING_URI (set from the config too), else a database below results/mlflow."""
    return os.environ.get("MLFLOW_TRACKING_URI") or DEFAULT_URI


def without_password(uri: str) -> str:
    """Return a URI without user name, password and query, fit for files and logs."""
    return uri if uri.startswith("sqlite:") else re.sub(r"(?<=://).*@", "", uri).split("?")[0]


def password_apart(uri: str) -> tuple[str, str, str]:
    """Return a server's URI without name and password, the name, and the password; empty ones if it has none of both.

    MLflow puts the URI into what it logs and raises, but no name and password that it has from the environment.
    """
    parts = urlsplit(uri)
    account, _, host = parts.netloc.rpartition("@")
    name, _, password = account.partition(":")
    if not name or not password:
        return uri, "", ""
    return parts._replace(netloc=host).geturl(), unquote(name), unquote(password)


def is_server(uri: str) -> bool:
    """Whether a URI is of a tracking server."""
    return uri.lower().startswith(("http://", "https://"))


def database_file(uri: str) -> Path | None:
    """Return the file of an SQLite database, None for all other URIs."""
    return Path(uri.removeprefix("sqlite:///").split("?")[0]) if uri.startswith("sqlite:///") else None


def port() -> str:
    """Return the port at which ``make ui`` serves a database, as ``make results PORT=...`` says."""
    return os.environ.get("SEEDCHECK_PORT") or "5000"


def served_at(uri: str) -> str:
    """Return where runs are seen in a browser: at a tracking server, or where ``make ui`` serves a database."""
    return without_password(uri).rstrip("/") if is_server(uri) else f"http://127.0.0.1:{port()}"


def how_to_load(uri: str, model: str, folder: str = "") -> str:
    """Return the line of Python that loads a registered model's champion.

    Our own store has places relative to the project, so the line works there, or anywhere if it names the ``folder``.
    """
    there = f"import os; os.chdir({folder!r}); " if folder and uri == DEFAULT_URI else ""
    return (
        f'{there}import mlflow; mlflow.set_tracking_uri("{without_password(uri)}"); '
        f'model = mlflow.pyfunc.load_model("models:/{model}@champion")'
    )


def links(base: str, tracked: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (experiment, address) of each experiment's training view with our columns."""
    for name, experiment in tracked["experiments"].items():
        place = f"{base}/#/experiments/{experiment['id']}/runs"
        yield name, f"{place}?workflowType=machine_learning&viewStateShareKey={VIEW}"


def comparison(table: str) -> str:
    """Return the address of an experiment's charts, which begin with accuracies, from that of its table."""
    return f"{table}&compareRunsMode=CHART"


def run_address(base: str, tracked: Mapping[str, Any], experiment: str, variant: str) -> str | None:
    """Return the address of a variant's run, None if it has none; ``tracked`` is what runs.json holds."""
    logged = tracked["experiments"].get(experiment, {"runs": {}})
    run = logged["runs"].get(variant)
    return f"{base}/#/experiments/{logged['id']}/runs/{run}?workflowType=machine_learning" if run else None
