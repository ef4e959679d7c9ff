"""Serve the MLflow UI on this machine only, and print links that open each experiment with our columns."""

import argparse
import os
import shutil
import socket
from pathlib import Path

from seedcheck.errors import InputError
from seedcheck.files import read_json
from seedcheck.steps import plain_errors
from seedcheck.study.paths import PAGE, RECEIPT
from seedcheck.tracking import faults
from seedcheck.tracking.links import comparison, how_to_load, is_server, links, served_at, without_password

HOST = "127.0.0.1"


def ui(port: int) -> None:
    """Become the server, unless the tracking URI is a server's already."""
    if not RECEIPT.is_file():
        raise InputError(f"{RECEIPT} is not there: nothing has been logged yet; run `make results` first")
    tracked = read_json(RECEIPT, "tracking_uri", "experiments")
    uri = os.environ.get("MLFLOW_TRACKING_URI") or tracked["tracking_uri"]  # or the one of the config
    if without_password(uri) != tracked["tracking_uri"]:
        raise faults.not_logged(tracked["tracking_uri"], uri)
    base = served_at(uri) if is_server(uri) else f"http://{HOST}:{port}"
    for name, address in links(base, tracked):
        print(f"{name:16s} runs   {address}\n{'':16s} seeds  {comparison(address)}", flush=True)
    champions = [found["champion"]["model"] for found in tracked["experiments"].values() if found.get("champion")]
    if champions:
        print(f"a champion, in Python, from any folder ({', '.join(champions)}):")
        print(f"  {how_to_load(tracked['tracking_uri'], champions[0], str(Path.cwd()))}", flush=True)
    if not is_server(uri):
        if port != 5000:
            print(f"the links of {PAGE} lead here after: make results PORT={port}", flush=True)
        serve(uri, port)


def serve(uri: str, port: int) -> None:
    """Become a light MLflow server: one worker, no job runner, no telemetry."""
    free(port, "make ui")
    mlflow = program()
    os.environ |= {"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false", "MLFLOW_DISABLE_TELEMETRY": "true"}
    print("serving; stop with Ctrl-C", flush=True)
    options = ["--backend-store-uri", uri, "--host", HOST, "--port", str(port), "--workers", "1"]
    os.execv(mlflow, [mlflow, "server", *options])


def free(port: int, command: str) -> None:
    """See that a port of this machine is free.

    Raises
    ------
    InputError
        If it is in use.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            said = f"port {port} of {HOST}: {error.strerror}; choose another: {command} PORT=5001"
            raise InputError(said) from error


def program() -> str:
    """Return the program `mlflow`.

    Raises
    ------
    InputError
        If it is not installed.
    """
    found = shutil.which("mlflow")
    if not found:
        raise InputError("no program `mlflow` on PATH; install the requirements: make .venv/.installed")
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=5000)
    with plain_errors():
        ui(parser.parse_args().port)
