"""A server that is down, silent, killed or guarded: one line within seconds, without a password, and no run is lost."""

import json
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from seedcheck.errors import InputError
from seedcheck.files import read_json
from seedcheck.steps import server as server_step
from seedcheck.steps import ui
from seedcheck.study.paths import RECEIPT
from seedcheck.tracking import client as tracking
from seedcheck.tracking import faults, receipt, runs
from tests.tracking.conftest import QUOTED, Guarded, Served, answers, end, free_port, served
from tests.tracking.test_accidents import differences, logged, step
from tests.tracking.test_client import judged, log, write

SECONDS = 15


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a project with one result, and forget what a call leaves in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("USERNAME", "PASSWORD", "URI"):
        monkeypatch.delenv(f"MLFLOW_TRACKING_{name}", raising=False)
    write("e")
    return tmp_path


@pytest.fixture
def silent() -> Iterator[str]:
    """Yield the address of a server that takes calls, and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def refused(monkeypatch: pytest.MonkeyPatch, uri: str) -> str:
    """Log to a server, and return the one line that comes soon."""
    import mlflow.tracking  # noqa: F401 - on a busy machine its import alone takes long

    monkeypatch.setenv("MLFLOW_TRACKING_URI", uri)
    start = time.monotonic()
    with pytest.raises(InputError) as caught:
        log("e")
    assert time.monotonic() - start < SECONDS
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_server_that_is_down_is_said_soon(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line names the address without the password, and what to do."""
    said = refused(monkeypatch, f"http://user1:{QUOTED}@127.0.0.1:9/")
    assert said.startswith("MLflow at http://127.0.0.1:9/: ")
    assert "the server does not answer; start it or check the address, and run again" in said
    assert "dog" not in said


def test_server_that_is_silent_is_said_soon(project: Path, monkeypatch: pytest.MonkeyPatch, silent: str) -> None:
    """A call that is taken and not answered ends too."""
    assert "the server does not answer; start it" in refused(monkeypatch, silent)


def test_host_that_is_unknown_is_said_soon(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that nobody has."""
    assert "the server does not answer; start it or check the address" in refused(monkeypatch, "http://nobody.invalid")


def test_slow_look_up_of_a_name_does_not_hold_us_up(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No time limit of MLflow's covers it."""
    look_up = socket.getaddrinfo

    def slow(host: Any, *arguments: Any, **named: Any) -> Any:
        time.sleep(30 if host == "nobody.invalid" else 0)
        return look_up(host, *arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    assert "no answer within 9 seconds" in refused(monkeypatch, "http://nobody.invalid")


@pytest.mark.slow
def test_what_is_no_mlflow_server_is_said(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A web server of something else, which takes no posts."""
    from http.server import HTTPServer, SimpleHTTPRequestHandler

    with HTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        said = refused(monkeypatch, f"http://127.0.0.1:{web.server_port}")
        web.shutdown()
    assert "no MLflow server answers there; check the address" in said


def test_password_is_nowhere_in_files_and_output(project: Path) -> None:
    """The step's output is what results/logs/track.log and the console get."""
    process = step(project, MLFLOW_TRACKING_URI=f"http://user1:{QUOTED}@127.0.0.1:9", MLFLOW_LOGGING_LEVEL="DEBUG")
    said, _ = process.communicate()
    assert process.returncode == 1
    assert len(said.splitlines()) == 1, said
    assert said.startswith("ERROR: MLflow at http://127.0.0.1:9: ")
    found = [path for path in project.rglob("*") if path.is_file() and b"dog" in path.read_bytes()]
    assert ("dog" in said, found) == (False, [])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("API request to http://me:s3cret@h:9/api failed", "API request to http://h:9/api failed"),
        ("https://me:s3cret@h and http://you:s3cret@h", "https://h and http://h"),
    ],
)
def test_password_in_an_exception_is_cut_out(text: str, shown: str) -> None:
    """Of whatever library."""
    assert shown in str(faults.explained(OSError(text), "http://me:s3cret@h:9"))


@pytest.mark.slow
def test_study_is_logged_to_a_server_and_checked(project: Path, monkeypatch: pytest.MonkeyPatch,
                                                 server: Served) -> None:  # fmt: skip
    """As to a database; the receipt is not asked about, as that would take time."""
    monkeypatch.setenv("MLFLOW_TRACKING_URI", server.uri)
    first = logged(found=judged("v"))
    assert logged(found=judged("v")) == first
    assert differences(found=judged("v")) == []
    assert receipt.missing() == ""


@pytest.mark.slow
def test_server_killed_while_logging_and_back(project: Path, tmp_path: Path, empty_store: Path,
                                              monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """One line soon after; once it is back, the next call logs what is missing, each once."""
    for variant in "abcdefgh":
        write("e", variant)
    folder, port = tmp_path / "served", free_port()
    folder.mkdir()
    options = ("--backend-store-uri", f"sqlite:///{empty_store}")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", f"http://127.0.0.1:{port}")
    fill, filled = runs.fill, []
    with served(folder, port, *options) as process:

        def kill_at_third(*arguments: Any, **named: Any) -> None:
            filled.append(time.monotonic())
            if len(filled) == 3:
                end(process)
            fill(*arguments, **named)

        monkeypatch.setattr(runs, "fill", kill_at_third)
        with pytest.raises(InputError, match="the server does not answer; start it"):
            log("e", *"abcdefgh")
        assert time.monotonic() - filled[-1] < SECONDS
    monkeypatch.setattr(runs, "fill", fill)
    with served(folder, port, *options):
        logged("e", *"abcdefgh")
        assert differences("e", *"abcdefgh") == []


def test_browser_is_sent_to_the_server_that_was_logged_to(project: Path, monkeypatch: pytest.MonkeyPatch,
                                                          capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    """Without a password in the links; another server than that of the receipt is said."""
    RECEIPT.parent.mkdir(parents=True)
    text = '{"tracking_uri": "http://h:1", "experiments": {"e": {"id": "3", "runs": {}}}}'
    RECEIPT.write_text(text, encoding="utf-8")
    ui.ui(5000)  # the address was in the config
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://me:secret@h:1")
    ui.ui(5000)
    first, compared, *second = capsys.readouterr().out.splitlines()
    assert [first, compared] == second
    assert first.split()[2].startswith("http://h:1/#/experiments/3/runs?")
    assert compared.endswith("&compareRunsMode=CHART")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://me:secret@other:1")
    with pytest.raises(InputError, match="is of http://h:1, but MLFLOW_TRACKING_URI is http://other:1: run `make res"):
        ui.ui(5000)


# The guarded server, as `make server` starts it.


@pytest.fixture
def user(guarded: Guarded) -> Callable[[str], str]:
    """Return a function that makes a user and returns the address with the password."""

    def make(name: str) -> str:
        body = json.dumps({"username": name, "password": f"password of {name}"})
        subprocess.run(["curl", "-sf", "-u", f"admin:{guarded.password}", "-H", "Content-Type: application/json",
                        "-d", body, f"{guarded.uri}/api/2.0/mlflow/users/create"], check=True)  # fmt: skip
        return guarded.address(name, f"password%20of%20{name}")

    return make


@pytest.mark.slow
def test_without_a_password_nothing_is_readable(guarded: Guarded, project: Path,
                                                monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """Neither runs, nor files, models, users, nor pages; what to set is said."""
    monkeypatch.setenv("MLFLOW_TRACKING_URI", guarded.address())
    logged("e", found=judged("v"))
    run = read_json(RECEIPT)["experiments"]["e"]["runs"]["v"]
    api, files = "/api/2.0/mlflow", "/api/2.0/mlflow-artifacts/artifacts"
    for path in ("/", f"{api}/runs/get?run_id={run}", f"{api}/experiments/get-by-name?experiment_name=seedcheck/e",
                 f"{api}/artifacts/list?run_id={run}", f"/get-artifact?run_uuid={run}&path=record.json", files,
                 f"{files}/1/{run}/artifacts/record.json", f"{api}/registered-models/search", "/graphql", "/metrics",
                 f"{api}/users/get?username=admin", "/version"):  # fmt: skip
        said = subprocess.run(["curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", guarded.uri + path],
                              capture_output=True, text=True, check=True)  # fmt: skip
        assert said.stdout == "401", path
    for name in ("USERNAME", "PASSWORD"):
        monkeypatch.delenv(f"MLFLOW_TRACKING_{name}")
    for uri in (guarded.uri, guarded.address("admin", "wrong")):
        said = refused(monkeypatch, uri)
        assert "set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD" in said
        assert "wrong@" not in said


@pytest.mark.slow
def test_user_who_may_only_read_is_told_so(guarded: Guarded, project: Path, user: Callable[[str], str],
                                           monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """In one sentence, before anything was changed; what is there can be checked all the same."""
    write("r")
    reader = user("reader")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", guarded.address())
    logged("r", found=judged("v"))
    for name in ("USERNAME", "PASSWORD"):
        monkeypatch.delenv(f"MLFLOW_TRACKING_{name}")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", reader)
    assert differences("r", found=judged("v")) == []
    write("r", metrics={"test_accuracy": 0.7})
    with pytest.raises(InputError) as caught:
        log("r", found=judged("v"))
    assert "this user may not write there; ask the server's administrator for the permission EDIT" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.slow
def test_secrets_of_the_server_are_its_owners(guarded: Guarded) -> None:
    """Nobody else may read them, and none is an argument of a process."""
    folder = guarded.folder / "server"
    places = (folder, folder / "admin-password", folder / "session-key", folder / "auth.ini")
    assert [oct(path.stat().st_mode & 0o777) for path in places] == ["0o700", "0o600", "0o600", "0o600"]
    arguments = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    assert not [said for said in arguments if guarded.password.encode() in said or b"not-my-dog" in said]


def test_server_wants_a_database_that_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line for each fault, without a password."""
    monkeypatch.chdir(tmp_path)
    for uri, said in (("", "is not set, but has to name a PostgreSQL database"),
                      ("sqlite:///x.db", "is sqlite:///x.db, but has to name"),
                      (f"postgresql://me:{QUOTED}@127.0.0.1:9/x", "start PostgreSQL, or check name")):  # fmt: skip
        monkeypatch.setenv("MLFLOW_BACKEND_STORE_URI", uri)
        with pytest.raises(InputError, match=said) as caught:
            server_step.server(free_port())
        assert "dog" not in str(caught.value)
    assert not Path("server").exists()


def test_permission_that_the_owner_wrote_is_kept(tmp_path: Path) -> None:
    """The rest of the file is written at each start."""
    server_step.prepared(tmp_path / "server", "postgresql://a:%40@h/x")
    settings = tmp_path / "server/auth.ini"
    text = settings.read_text(encoding="utf-8")
    assert "default_permission = READ" in text
    settings.write_text(text.replace("= READ", "= NO_PERMISSIONS"), encoding="utf-8")
    server_step.prepared(tmp_path / "server", "postgresql://b@h/x")
    text = settings.read_text(encoding="utf-8")
    assert "default_permission = NO_PERMISSIONS" in text
    assert "database_uri = postgresql://b@h/x" in text


@pytest.mark.slow
def test_make_server_starts_it(postgresql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The step itself becomes the server."""
    import os
    import sys

    port, log_file = free_port(), tmp_path / "log"
    environment = os.environ | {"MLFLOW_BACKEND_STORE_URI": postgresql, "PYTHONPATH": str(Path(__file__).parents[2])}
    environment["PATH"] = f"{Path(sys.executable).parent}:{environment['PATH']}"
    command = [sys.executable, "-m", "seedcheck.steps.server", "--port", str(port)]
    with log_file.open("wb") as log_to:
        process = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=log_to, stderr=log_to,
                                   start_new_session=True)  # fmt: skip
    try:
        answers(port, process, log_file)
    finally:
        end(process)
    said = log_file.read_text()
    assert "the password is in server/admin-password" in said
    assert "dog" not in said


def test_of_nothing_logged_nothing_is_asked(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind of address that cannot be is said before MLflow is imported."""
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "ftp://me:secret@h")
    with pytest.raises(InputError, match="ftp://h: no address of a server"):
        tracking.log_study({}, [], {})
