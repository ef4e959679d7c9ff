"""Many folders log to one server at once, one of them killed: no run lost, none twice, none of others touched.

SEEDCHECK_WRITERS and SEEDCHECK_RUNS set the numbers; 8 and 200 take minutes.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from seedcheck.files import read_json, write_json
from seedcheck.study.paths import RECEIPT
from seedcheck.tracking import content, contest, writer
from tests.tracking.conftest import Guarded
from tests.tracking.test_client import ROOT, judged, write

WRITERS, RUNS = (int(os.environ.get(f"SEEDCHECK_{name}", number)) for name, number in (("WRITERS", 4), ("RUNS", 8)))
STATES = ("RUNNING", "SCHEDULED", "FAILED", "KILLED", "FINISHED")


def project(folder: Path, number: int) -> None:
    """Write a folder's results: every second variant is the same in all folders, the others are its own."""
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for k in range(RUNS):
            write("crowd", f"v{k}", metrics={"test_accuracy": 0.5 if k % 2 else number})
    write_json(folder / "decisions.json", {"experiments": {"crowd": judged("v1")}})
    job = {"experiments": {"crowd": {"dataset": "d", "variants": [f"v{k}" for k in range(RUNS)]}}}
    (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")


def begin(folder: Path, uri: str) -> subprocess.Popen[bytes]:
    """Begin to log a folder's results."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "MLFLOW_TRACKING_URI": uri}
    command = [sys.executable, "-m", "seedcheck.steps.track", "decisions.json", str(RECEIPT)]
    with (folder / "job.json").open("rb") as job, (folder / "log").open("ab") as log:
        return subprocess.Popen(command, cwd=folder, env=environment, stdin=job, stdout=log, stderr=log)


def foreign(client: Any) -> dict[str, Any]:
    """Log runs by hand, of each status and with our tags, and return all that can be seen of them."""
    number = client.create_experiment("seedcheck/crowd")
    made = [client.create_run(number, tags={"variant": "v1", content.CONTENT: "x", "current": "true"}) for _ in STATES]
    for run, status in zip(made, STATES, strict=True):
        client.update_run(run.info.run_id, status)
    return {run.info.run_id: client.get_run(run.info.run_id).to_dictionary() for run in made}


@pytest.mark.slow
def test_many_writers_lose_nothing(guarded: Guarded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each receipt names existing, whole runs; each content is in one run; a second call logs nothing."""
    from mlflow.tracking import MlflowClient

    monkeypatch.setenv("MLFLOW_TRACKING_USERNAME", "admin")
    monkeypatch.setenv("MLFLOW_TRACKING_PASSWORD", guarded.password)
    client = MlflowClient(guarded.uri)
    theirs = foreign(client)
    folders = [tmp_path / f"clone {number}" for number in range(WRITERS)]
    for number, folder in enumerate(folders):
        project(folder, number)
    start = time.monotonic()
    processes = [begin(folder, guarded.uri) for folder in folders]
    killed = random.Random(0).randrange(WRITERS)
    (experiment,) = [
        found.experiment_id for found in client.search_experiments(filter_string="name = 'seedcheck/crowd'")
    ]
    while len(contest.search(client, [experiment], "")) < len(theirs) + WRITERS * RUNS // 4:
        time.sleep(0.5)
        assert time.monotonic() - start < 1800
    processes[killed].send_signal(signal.SIGKILL)
    codes = [process.wait() for process in processes]
    assert codes == [-9 if number == killed else 0 for number in range(WRITERS)], said(folders)
    assert begin(folders[killed], guarded.uri).wait() == 0, said(folders)
    seconds = time.monotonic() - start
    receipts = [read_json(folder / RECEIPT)["experiments"]["crowd"]["runs"] for folder in folders]
    there = {run.info.run_id: run for run in contest.search(client, [experiment], "")}
    print(f"{WRITERS} writers, {RUNS} runs each: {len(there) - len(theirs)} runs in {seconds:.0f} s")
    assert {run: there[run].to_dictionary() for run in theirs} == theirs
    ours = {number: run for number, run in there.items() if number not in theirs}
    assert set(ours) == {run for receipt in receipts for run in receipt.values()}
    assert len({run.data.tags[content.CONTENT] for run in ours.values()}) == len(ours) == RUNS // 2 * (WRITERS + 1)
    assert {(run.info.status, run.data.tags["current"]) for run in ours.values()} == {("FINISHED", "true")}
    for run in random.Random(1).sample(sorted(ours), 5):
        assert "record.json" in [item.path for item in client.list_artifacts(run)]
    assert len({run.data.tags[writer.TAG] for run in ours.values()}) == WRITERS
    assert begin(folders[0], guarded.uri).wait() == 0
    assert len(contest.search(client, [experiment], "")) == len(there)


def said(folders: list[Path]) -> str:
    """Return what all writers said."""
    return "\n".join((folder / "log").read_text(encoding="utf-8") for folder in folders)
