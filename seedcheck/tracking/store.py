"""Opening MLflow's store: it is there and answers within seconds, or one sentence says why not."""

import logging
import os
import sqlite3
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from seedcheck.study.paths import STORE
from seedcheck.tracking import faults, private
from seedcheck.tracking.links import DEFAULT_URI, database_file, password_apart

if TYPE_CHECKING:
    from mlflow.tracking import MlflowClient

# MLflow would try for minutes; what the user has set wins.
DEFAULTS = {"MLFLOW_HTTP_REQUEST_TIMEOUT": "30", "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "3",
            "MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR": "1", "MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT": "true"}  # fmt: skip
FIRST_CALL = {"MLFLOW_HTTP_REQUEST_TIMEOUT": "8", "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "0"}
ANSWER = 9.0  # seconds within which it has to answer the first call
UNLOCKED = 8.0  # seconds within which an SQLite file has to be free


@contextmanager
def opened(uri: str) -> Iterator["MlflowClient"]:
    """Give a client of a store, made if it is an SQLite file that is not there.

    Raises
    ------
    InputError
        Instead of whatever MLflow, the database or the network raises, within the block too.
    """
    if wrong := faults.scheme(uri):
        raise wrong
    from mlflow.tracking import MlflowClient  # noqa: PLC0415 - over a second

    for name in ("mlflow", "alembic", "urllib3"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what is wrong is said once, by us
    os.environ.update({name: value for name, value in DEFAULTS.items() if name not in os.environ})
    private.quote_the_folder()
    address, name, password = password_apart(uri)
    if password:
        os.environ["MLFLOW_TRACKING_USERNAME"], os.environ["MLFLOW_TRACKING_PASSWORD"] = name, password
    try:
        if file := database_file(uri):
            _prepare(file, rebuildable=uri == DEFAULT_URI)
        client = MlflowClient(address, registry_uri=address)
        _ask(client)
        yield client
    except faults.kinds() as error:
        raise faults.explained(error, uri) from None


def _prepare(file: Path, *, rebuildable: bool) -> None:
    """Make an SQLite store if there is none, and see that it is whole and free."""
    if rebuildable:
        private.do_not_wait_for_the_disk(file)
    if not file.is_file() or not file.stat().st_size:
        _create(file)
    with closing(sqlite3.connect(file, timeout=UNLOCKED, isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        (answer,) = database.execute("PRAGMA quick_check(1)").fetchone()
        database.execute("ROLLBACK")
    if answer != "ok":
        raise sqlite3.DatabaseError(f"database disk image is malformed: {answer}")


def _create(file: Path) -> None:
    """Make an SQLite store beside its place and move it there: one that is made halfway is of no use for ever."""
    from mlflow.tracking import MlflowClient  # noqa: PLC0415 - over a second

    file.parent.mkdir(parents=True, exist_ok=True)
    if file.parent == STORE:
        for left_over in STORE.glob(f".{file.name}.*"):
            left_over.unlink()
    aside = file.with_name(f".{file.name}.{uuid.uuid4().hex[:8]}")  # MLflow opens one address once in a process
    private.do_not_wait_for_the_disk(aside)
    try:
        MlflowClient(f"sqlite:///{aside}").search_experiments(max_results=1)
        with aside.open("rb") as made:
            os.fsync(made.fileno())
        _move(aside, file)
    finally:
        aside.unlink(missing_ok=True)


def _move(aside: Path, file: Path) -> None:
    """Move a new store to its place, unless somebody has put one there meanwhile."""
    if file.is_file() and not file.stat().st_size:
        file.unlink()
    try:
        os.link(aside, file)
    except FileExistsError:
        pass
    except OSError:  # a disk without links
        aside.rename(file)


def _ask(client: "MlflowClient") -> None:
    """Make a first call, with little patience."""
    kept = {name: os.environ[name] for name in FIRST_CALL}
    os.environ.update(FIRST_CALL)
    try:
        _within(ANSWER, lambda: client.search_experiments(max_results=1))
    finally:
        os.environ.update(kept)


def _within(seconds: float, call: Callable[[], object]) -> None:
    """Make a call in a thread, since looking up a host's name knows no time limit."""
    raised: list[BaseException] = []

    def make() -> None:
        try:
            call()
        except BaseException as error:  # raised again below
            raised.append(error)

    thread = threading.Thread(target=make, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise TimeoutError(f"no answer within {seconds:.0f} seconds")
    if raised:
        raise raised[0]
