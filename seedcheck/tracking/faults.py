"""What MLflow, its databases and servers raise, as one sentence with the remedy, and without a password."""

import json
import re
import sqlite3
from importlib import import_module

from seedcheck.errors import InputError
from seedcheck.study.paths import RECEIPT, STORE
from seedcheck.tracking.links import DEFAULT_URI, database_file, is_server, without_password

REBUILD = f"delete {STORE} and run again: all runs are logged anew"
# The first pattern that is found in what was raised says what to do.
OF_DATABASES = {
    "out-of-date|locate revision": "its tables are of another version of MLflow; {rebuild}",
    "locked": "another process keeps the database locked; end it (a `make ui` perhaps) and run again",
    "readonly|read-only|unable to open|permission denied": "it cannot be written; make it writable and run again",
    "disk is full|no space left": "the disk is full; make room and run again",
    "malformed|not a database|no such (table|column)|already exists|duplicate column|disk i/o":
        "the database is damaged or half made; {rebuild}",
}  # fmt: skip
OF_SERVERS = {
    "error code 401|unauthorized|not authenticated": "the server wants another name and password; set "
        "MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD",
    "error code 403|permission denied|forbidden": "this user may not write there; ask the server's administrator for "
        "the permission EDIT, or log elsewhere with MLFLOW_TRACKING_URI",
    "error code (404|405|501)|not in a valid|expecting value": "no MLflow server answers there; check the address",
    "certificate|ssl|tls": "its certificate is not trusted; set MLFLOW_TRACKING_SERVER_CERT_PATH",
    "connect|timed out|max retries|no answer|name or service|failed to resolve|code 50[234]|too many 50":
        "the server does not answer; start it or check the address, and run again: all else is kept, and the runs are "
        "logged then",
    "insufficient storage|no space left": "the server's disk is full; make room there and run again",
}  # fmt: skip
OF_BOTH = {"active. state|does not exist|not found": "somebody deleted it while it was being logged; run again"}
ELSEWHERE = "see what it says, or unset MLFLOW_TRACKING_URI to log below results/mlflow"


def kinds() -> tuple[type[Exception], ...]:
    """Return the exceptions that are the store's or the network's fault, not the program's."""
    names = ("mlflow.exceptions.MlflowException", "sqlalchemy.exc.SQLAlchemyError", "alembic.util.CommandError")
    return (OSError, sqlite3.Error, json.JSONDecodeError, *(_named(name) for name in names))


def explained(error: Exception, uri: str) -> InputError:
    """Return what was raised as one line: where, what is wrong, and what to do."""
    text = _first_line(error, uri)
    known = (OF_SERVERS if is_server(uri) else OF_DATABASES) | OF_BOTH
    remedy = next((remedy for pattern, remedy in known.items() if re.search(pattern, str(error), re.IGNORECASE)), "")
    rebuild = REBUILD if uri == DEFAULT_URI else f"run `mlflow db upgrade {uri}`, or put an intact copy there"
    remedy = remedy.format(rebuild=rebuild) or (REBUILD if uri == DEFAULT_URI else ELSEWHERE)
    return InputError(f"MLflow at {without_password(uri)}: {text}; {remedy}")


def scheme(uri: str) -> InputError | None:
    """Return what is wrong with the kind of a URI, None if nothing is."""
    if is_server(uri) or database_file(uri):
        return None
    if uri.startswith(("postgresql", "mysql", "mssql")):
        why = "a database has no room for files; start a server on it (docs/mlflow-server.md) and name its http address"
    else:
        why = "no address of a server (http://...) or of an SQLite file (sqlite:///...)"
    return InputError(f"MLFLOW_TRACKING_URI, {without_password(uri)}: {why}, or unset it")


def not_logged(receipt_uri: str, uri: str) -> InputError:
    """Return what to say if the receipt is of another store than the one that is asked for."""
    return InputError(f"{RECEIPT} is of {receipt_uri}, but MLFLOW_TRACKING_URI is {without_password(uri)}: "
                      "run `make results` to log there, or unset MLFLOW_TRACKING_URI")  # fmt: skip


def _named(name: str) -> type[Exception]:
    module, _, attribute = name.rpartition(".")
    return getattr(import_module(module), attribute)  # type: ignore[no-any-return]


def _first_line(error: Exception, uri: str) -> str:
    """Return the first line of an exception's text, the part that SQLAlchemy and urllib3 put last, without secrets."""
    text = str(error).replace(uri, without_password(uri))
    text = re.sub(r"(?<=://)[^\s/]*@", "", text).strip().partition("\n")[0]
    text = re.sub(r"^\(\S*Error\) ", "", text)
    cause = re.search(r"Caused by (\w+)\(.*?(?: at 0x\w+>)?:? *([^:\"']+)[\"')]*$", text)
    return (f"{cause[1]}: {cause[2]}" if cause else text)[:300].rstrip(". ") or type(error).__name__
