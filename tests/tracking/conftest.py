"""Real stores and servers: an empty SQLite store to copy, an MLflow server, and one on PostgreSQL with passwords."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from seedcheck.steps.server import prepared
from seedcheck.tracking.store import opened

MLFLOW = Path(sys.executable).with_name("mlflow")
PASSWORD = "not-my-dog's:name/1@%"
QUOTED = "not-my-dog%27s%3Aname%2F1%40%25"


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an SQLite store without runs; making it takes seconds."""
    file = tmp_path_factory.mktemp("store") / "mlflow.db"
    with pytest.MonkeyPatch.context() as patch:  # which folder artifacts go to is noted in the environment
        patch.chdir(file.parent)
        patch.setenv("_MLFLOW_SERVER_ARTIFACT_ROOT", "")
        with opened(f"sqlite:///{file}"):
            return file


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_store: Path) -> Any:
    """Work in an empty project that logs to an SQLite store beside it, and return the store's client."""
    from mlflow.tracking import MlflowClient

    for folder in ("store", "project"):
        (tmp_path / folder).mkdir()
    shutil.copy(empty_store, tmp_path / "store/e.db")
    uri = f"sqlite:///{tmp_path}/store/e.db"
    monkeypatch.chdir(tmp_path / "project")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", uri)
    monkeypatch.setenv("_MLFLOW_SERVER_ARTIFACT_ROOT", f"{tmp_path}/project/mlruns")
    return MlflowClient(uri, uri)


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(folder: Path, port: int, *options: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Serve MLflow at a port until the block ends."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MLFLOW_")}
    kept |= {"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false", "MLFLOW_DISABLE_TELEMETRY": "true"} | environment
    command = [MLFLOW, "server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1", *options]
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, env=kept, stdout=log, stderr=log, start_new_session=True)
    try:
        answers(port, process, folder / "server.log")
        yield process
    finally:
        end(process)


def answers(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a server answers."""
    for _ in range(600):
        assert process.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5).close()
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise AssertionError(log.read_text())


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a server and its workers, as a power cut would."""
    if process.poll() is None:
        os.killpg(process.pid, 9)
    process.wait()


@dataclass(frozen=True)
class Served:
    """A server: its address, and the folder that it works in."""

    uri: str
    folder: Path


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, empty_store: Path) -> Iterator[Served]:
    """Serve an SQLite store, for all tests of a process."""
    folder, port = tmp_path_factory.mktemp("served"), free_port()
    shutil.copy(empty_store, folder / "mlflow.db")
    with served(folder, port, "--backend-store-uri", f"sqlite:///{folder}/mlflow.db"):
        yield Served(f"http://127.0.0.1:{port}", folder)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Start a throw-away PostgreSQL cluster with a password, and yield the address of an empty database in it."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not programs:
        pytest.skip("no PostgreSQL here")
    # Not below pytest's folder: PostgreSQL refuses to be root, and that folder is for its owner only.
    folder, port = Path(tempfile.mkdtemp(prefix="seedcheck-")), free_port()
    (folder / "password").write_text(PASSWORD, encoding="ascii")
    user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    for place in (folder, folder / "password") if user else ():
        shutil.chown(place, "postgres")
    data, options = folder / "data", f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"

    def run(program: str, *arguments: str) -> None:
        subprocess.run([*user, programs[-1] / program, *arguments], check=True, cwd=folder, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL)  # fmt: skip

    run("initdb", "-D", str(data), "-U", "seedcheck", "-A", "scram-sha-256", f"--pwfile={folder / 'password'}",
        "--no-sync", "-E", "UTF8")  # fmt: skip
    run("pg_ctl", "-D", str(data), "-o", options, "-w", "-l", str(folder / "log"), "start")
    try:
        yield f"postgresql://seedcheck:{QUOTED}@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder)


@dataclass(frozen=True)
class Guarded(Served):
    """A server with passwords: the administrator's is ``password``."""

    password: str

    def address(self, name: str = "admin", password: str = "") -> str:
        """Return the address with a user's name and password in it."""
        return self.uri.replace("://", f"://{name}:{password or self.password}@")


@pytest.fixture(scope="session")
def guarded(tmp_path_factory: pytest.TempPathFactory, postgresql: str) -> Iterator[Guarded]:
    """Serve as `make server` does, on PostgreSQL."""
    folder, port = tmp_path_factory.mktemp("guarded"), free_port()
    environment = prepared(folder / "server", postgresql)
    with served(folder, port, "--app-name", "basic-auth", **environment):
        yield Guarded(f"http://127.0.0.1:{port}", folder, environment["MLFLOW_AUTH_ADMIN_PASSWORD"])
