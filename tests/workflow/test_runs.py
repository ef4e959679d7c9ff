"""What Snakemake does with the tiny study: everything once, the same bytes, and only what an edit affects."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.workflow.conftest import Project, clean_environment, planned

IDENTICAL = ("data/*.h5", "results/*/*/*.json", "results/*/*/costs.csv", "results/*/*/model.h5", "results/*/*/*.svg",
             "results/*/*/*.png", "results/*/*.svg", "results/*/*/replicates.*", "results/comparison/*.csv",
             "results/comparison/verdicts.json", "results/sweeps/*/cells.*",
             "results/gradient_checks.json")  # fmt: skip


def contents(project: Project) -> dict[str, bytes]:
    """Return the bytes of all files that have to be identical."""
    paths = [path for pattern in IDENTICAL for path in project.folder.glob(pattern)]
    return {str(path.relative_to(project.folder)): path.read_bytes() for path in paths}


def test_a_second_run_has_nothing_to_do(finished: Project) -> None:
    """All targets are there after one call."""
    assert "Nothing to be done" in finished.snakemake().stdout


def test_every_file_has_the_same_bytes_at_any_number_of_cores(finished: Project, project: Project) -> None:
    """Another copy, run with one core, has byte-identical data, records, models, tables and figures."""
    targets = ("results/comparison/runs.csv", "results/tricks/curves.svg", "results/starts/differences.svg",
               "results/sweeps/strength/heatmap.svg")  # fmt: skip
    assert project.snakemake("--cores", "1", *targets).returncode == 0
    other = contents(project)
    assert {name: data for name, data in contents(finished).items() if name in other} == other
    assert {Path(name).name for name in other} >= {
        "record.json", "model.h5", "runs.csv", "circles.h5", "boundary.png", "replicates.h5", "verdicts.json",
        "differences.svg", "cells.csv", "heatmap.svg",
    }  # fmt: skip


@pytest.mark.slow
def test_a_deleted_store_is_rebuilt_by_one_rule(rerun: Project) -> None:
    """Without results/mlflow only tracking and the page that shows its run ids run again."""
    before = json.loads(rerun.path("results/mlflow/runs.json").read_text())
    shutil.rmtree(rerun.path("results/mlflow"))
    assert planned(rerun) == {"track", "page", "reproduced"}
    assert rerun.snakemake("results/mlflow/runs.json").returncode == 0
    after = json.loads(rerun.path("results/mlflow/runs.json").read_text())
    assert before["experiments"].keys() == after["experiments"].keys()
    assert before["experiments"]["tricks"]["runs"].keys() == after["experiments"]["tricks"]["runs"].keys()


@pytest.mark.slow
def test_a_new_variant_and_a_new_data_set_are_config_only(project: Project) -> None:
    """A CSV on disk and a variant on it need no code."""
    rows = [f"{x / 10},{y / 10},{int(x > y)}" for x in range(6) for y in range(6)]
    project.path("mine.csv").write_text("a,b,y\n" + "\n".join(rows) + "\n")

    def extend(config: dict) -> None:
        config["datasets"]["mine"] = {"train": {"file": "mine.csv"}, "test_fraction": 0.25}
        own = {"dataset": "mine", "layers": [2, 4, 1], "learning_rate": 0.5, "epochs": 50, "initializer": "he"}
        config["experiments"]["own"] = {**own, "variants": {"plain": {}}}

    project.configure(extend)
    run = project.snakemake("results/own/plain/record.json", "results/own/curves.svg")
    assert run.returncode == 0, run.stdout
    record = json.loads(project.path("results/own/plain/record.json").read_text())
    assert record["dataset"] == "mine"
    assert record["metrics"]["train_accuracy"] > 0.5


def test_the_page_needs_no_network(finished: Project) -> None:
    """Every src is embedded, every href is a place on the page, a file beside it, or MLflow on this machine."""
    page = finished.path("results/report.html").read_text()
    sources = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert len(sources) > 10
    others = [source for source in sources if not source.startswith(("data:", "#", "http://127.0.0.1:5000/#/"))]
    assert [source for source in others if not finished.path(f"results/{source}").is_file()] == []
    assert 'src=""' not in page


@pytest.mark.slow
def test_other_variants_run_and_the_failed_numbers_survive(rerun: Project) -> None:
    """With one gate red the others are trained, its report stays on disk and page, and the next call is red too."""
    network, wrong = "self.grad += np.multiply(self.theta", "self.grad -= np.multiply(self.theta"
    rerun.edit("nn/network.py", network, wrong)
    first = rerun.snakemake()
    report = json.loads(rerun.path("results/tricks/l2/refused.json").read_text())
    page = rerun.path("results/report.html").read_text()
    assert first.returncode == 1
    assert rerun.path("results/tricks/none/record.json").exists()
    assert not report["passed"]
    assert report["failures"][0] in page.replace("&#39;", "'")
    assert "stopped by its gate" in page
    assert rerun.snakemake().returncode == 1

    rerun.edit("nn/network.py", wrong, network)
    assert rerun.snakemake().returncode == 0
    assert "stopped by its gate" not in rerun.path("results/report.html").read_text()


@pytest.mark.slow
def test_the_ui_serves_the_runs_on_this_machine_only(finished: Project) -> None:
    """`make ui` prints a link per experiment, serves the logged runs, and refuses other host names."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "seedcheck.steps.ui", "--port", str(port)]
    with (finished.path("ui.log").open("w") as log,
          subprocess.Popen(command, cwd=finished.folder, env=clean_environment(), stdout=log, stderr=log,
                           start_new_session=True) as server):  # fmt: skip
        try:
            assert until_served(port, "localhost") == 200
            assert until_served(port, "evil.example") == 403
        finally:
            os.killpg(server.pid, signal.SIGTERM)
    text = finished.path("ui.log").read_text()
    for name in ("tricks", "starts"):
        assert re.search(
            rf"^{name} +runs +http://127\.0\.0\.1:{port}/#/experiments/\d+/runs\?workflowType=", text, re.MULTILINE
        )


def until_served(port: int, host: str, patience: float = 90) -> int:
    """Return the HTTP status of the server's first page, once there is one."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", "/", headers={"Host": f"{host}:{port}"})
            return connection.getresponse().status
        except ConnectionError:
            time.sleep(0.3)
        finally:
            connection.close()
    raise TimeoutError(f"nothing answers on port {port}")
