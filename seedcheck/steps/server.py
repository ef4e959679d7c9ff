"""Serve MLflow for many writers on this machine: PostgreSQL behind it, files through it, a password before it.

The folder server/ holds the files of the runs, the administrator's first password and the secrets of the server; only
its owner may read it. docs/mlflow-server.md says what a database needs, and how users are added.
"""

import argparse
import os
import secrets
from configparser import ConfigParser
from pathlib import Path
from urllib.parse import urlsplit

from seedcheck.errors import InputError
from seedcheck.steps import plain_errors
from seedcheck.steps.ui import HOST, free, program
from seedcheck.tracking.links import without_password

FOLDER = Path("server")
DATABASE = "MLFLOW_BACKEND_STORE_URI"
AUTHENTICATION = """[mlflow]
default_permission = {permission}
database_uri = {database}
admin_username = admin
authorization_function = mlflow.server.auth:authenticate_request_basic_auth
auth_cache_ttl_seconds = 60
"""


def server(port: int, folder: Path = FOLDER) -> None:
    """Become the server."""
    database = os.environ.get(DATABASE, "")
    if not database.startswith("postgresql"):
        wanted = f"a PostgreSQL database, postgresql://NAME:PASSWORD@{HOST}/DATABASE"
        raise InputError(f"{DATABASE} is {without_password(database) or 'not set'}, but has to name {wanted}; "
                         "docs/mlflow-server.md says how to make one")  # fmt: skip
    free(port, "make server")
    reach(database)
    mlflow = program()
    os.environ.update(prepared(folder, database))
    os.umask(0o077)
    print(f"MLflow at http://{HOST}:{port}; the administrator is admin, the password is in {folder}/admin-password "
          "until it is changed; stop with Ctrl-C", flush=True)  # fmt: skip
    options = ["--app-name", "basic-auth", "--host", HOST, "--port", str(port), "--workers", "1"]
    os.execv(mlflow, [mlflow, "server", *options])


def reach(database: str) -> None:
    """See that the database answers.

    Raises
    ------
    InputError
        If it does not, or its driver is not installed.
    """
    try:
        import psycopg2  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise InputError("psycopg2 is not installed; install the requirements: make .venv/.installed") from error
    try:
        psycopg2.connect(urlsplit(database)._replace(scheme="postgresql").geturl(), connect_timeout=5).close()
    except psycopg2.Error as error:
        said = str(error).strip().partition("\n")[0]
        raise InputError(f"{DATABASE}, {without_password(database)}: {said}; start PostgreSQL, or check name, password "
                         "and database") from None  # fmt: skip


def prepared(folder: Path, database: str) -> dict[str, str]:
    """Write what the server needs into its folder, for its owner only, and return the environment that names it.

    Passwords are in the environment, not in arguments, which all users of the machine may read.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    settings = folder / "auth.ini"
    text = AUTHENTICATION.format(permission=_permission(settings), database=database.replace("%", "%%"))
    settings.touch(mode=0o600)
    settings.write_text(text, encoding="utf-8")
    settings.chmod(0o600)
    return {
        DATABASE: database,
        "MLFLOW_ARTIFACTS_DESTINATION": str((folder / "artifacts").resolve()),
        "MLFLOW_AUTH_CONFIG_PATH": str(settings.resolve()),
        "MLFLOW_AUTH_ADMIN_PASSWORD": _secret(folder / "admin-password"),
        "MLFLOW_FLASK_SERVER_SECRET_KEY": _secret(folder / "session-key"),
        "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
        "MLFLOW_DISABLE_TELEMETRY": "true",
    }


def _permission(settings: Path) -> str:
    """Return what users may do without a permission of their own: what the owner has written there, or read."""
    kept = ConfigParser(interpolation=None)
    kept.read(settings, encoding="utf-8")
    return kept.get("mlflow", "default_permission", fallback="READ")


def _secret(path: Path) -> str:
    """Return a secret that is made at the first start."""
    if not path.is_file():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(24), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=5000)
    with plain_errors():
        server(parser.parse_args().port)
