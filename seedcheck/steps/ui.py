"""Serve the MLflow UI on this machine only, and print links that open each experiment with our columns."""

import argparse
import os
import shutil
import socket
import sys

from seedcheck.errors import InputError
from seedcheck.files import read_json
from seedcheck.study.paths import RECEIPT
from seedcheck.tracking.links import links, tracking_uri

HOST = "127.0.0.1"


def ui(port: int) -> None:
    """Become the server, unless the tracking URI is a server's already."""
    uri = tracking_uri()
    if not RECEIPT.is_file():
        raise InputError(f"{RECEIPT} is not there: nothing has been logged yet; run `make results` first")
    remote = uri.startswith(("http://", "https://"))
    base = uri.rstrip("/") if remote else f"http://{HOST}:{port}"
    for name, address in links(base, read_json(RECEIPT, "tracking_uri", "experiments")):
        print(f"{name:16s} {address}", flush=True)
    if not remote:
        serve(uri, port)


def serve(uri: str, port: int) -> None:
    """Become a light MLflow server: one worker, no job runner, no telemetry.

    Raises
    ------
    InputError
        If the port is in use or MLflow is not installed.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise InputError(f"port {port} of {HOST}: {error.strerror}; choose another: make ui PORT=5001") from error
    program = shutil.which("mlflow")
    if not program:
        raise InputError("no program `mlflow` on PATH; install the requirements: make .venv/.installed")
    os.environ["MLFLOW_SERVER_ENABLE_JOB_EXECUTION"] = "false"
    print("serving; stop with Ctrl-C", flush=True)
    options = ["--backend-store-uri", uri, "--host", HOST, "--port", str(port), "--workers", "1"]
    os.execv(program, [program, "server", *options])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=5000)
    try:
        ui(parser.parse_args().port)
    except InputError as error:
        sys.exit(f"ERROR: {error}")
