"""A study of seconds in a folder of its own, to which accidents happen, and what it has to look like afterwards."""

import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

from seedcheck.study.model import load
from seedcheck.study.paths import RUN_FILES
from seedcheck.study.plan import figure_files
from tests.workflow.conftest import Project, clean_environment

EPOCHS = 20_000  # of the training that is disturbed: some seconds
RUN = [f"results/tricks/l2/{name}" for name in RUN_FILES]
TARGETS = ["results/comparison/verdicts.json", "results/mlflow/runs.json", *RUN]
# Seconds, run ids and who writes differ, with their hashes, and MLflow's store is compared by its runs.
LEFT_OUT = ("results/logs", "results/benchmarks", "results/mlflow", "results/report.html", "results/.writer",
            "results/checksums.txt")  # fmt: skip
STUDY: dict[str, Any] = {
    "replicates": 2,
    "datasets": {
        "circles": {"generator": "circles", "train_examples": 40, "test_examples": 20, "noise": 0.05, "seed": 1,
                    "test_seed": 2},
    },
    "experiments": {
        "tricks": {
            "title": "Größe $x$", "question": "Hilft es?", "dataset": "circles", "layers": [2, 6, 4, 1],
            "learning_rate": 0.1, "epochs": 50, "initializer": "scaled", "seed": 3, "record_every": 10,
            "variants": {"none": {}, "l2": {"l2_lambda": 0.01, "epochs": EPOCHS}},
        },
    },
}  # fmt: skip


class Small(Project):
    """A copy of the project with a small study as its configuration."""

    def __init__(self, folder: Path, epochs: int = EPOCHS) -> None:
        super().__init__(folder)
        study = deepcopy(STUDY)
        study["experiments"]["tricks"]["variants"]["l2"]["epochs"] = epochs
        text = yaml.safe_dump(study, sort_keys=False, allow_unicode=True)
        self.path("config/config.yaml").write_text(text, encoding="utf-8")

    @staticmethod
    def at(folder: Path) -> "Small":
        """Return the study that lies in a folder already."""
        small = Small.__new__(Small)
        small.folder = folder
        return small

    def copy_to(self, folder: Path) -> "Small":
        """Return a copy with all that is in this one."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True, copy_function=shutil.copy2)
        return Small.at(folder)

    def figures(self) -> list[str]:
        """Return the figures of the runs."""
        return figure_files(load([self.path("config/config.yaml")]), "runs")

    def start(self, *targets: str, **environment: str) -> subprocess.Popen[str]:
        """Start Snakemake in a process group of its own."""
        command = [sys.executable, "-P", "-m", "snakemake", *(targets or TARGETS), "--cores", "2"]
        return subprocess.Popen(command, cwd=self.folder, env=clean_environment() | environment, text=True,
                                start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip

    def run(self, *targets: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run Snakemake to its end."""
        process = self.start(*targets, **environment)
        said, _ = process.communicate(timeout=300)
        return subprocess.CompletedProcess(process.args, process.returncode, said)

    def finish(self, *targets: str, **environment: str) -> str:
        """Run Snakemake, which has to go well, and return what it said."""
        run = self.run(*targets, **environment)
        assert run.returncode == 0, run.stdout
        return run.stdout

    def forget_training(self) -> None:
        """Delete what the long training left."""
        for name in RUN:
            self.path(name).unlink()
        self.path("results/logs/train/tricks.l2.0.log").unlink()

    def training(self) -> int:
        """Wait until the long training is under way, and return its process."""
        log = self.path("results/logs/train/tricks.l2.0.log")
        wait_for(lambda: log.is_file() and "epoch" in log.read_text(encoding="utf-8"))
        return next(iter(self.steps("train")))

    def steps(self, name: str = "") -> set[int]:
        """Return the Python processes of a step that run in this folder, of all steps without a name."""
        found = set()
        for process in Path("/proc").glob("[0-9]*"):
            try:
                words = (process / "cmdline").read_bytes().split(b"\0")
                here = (process / "cwd").resolve() == self.folder.resolve()
            except OSError:
                continue
            if here and words[1:2] == [b"-m"] and words[2].startswith(f"seedcheck.steps.{name}".encode()):
                found.add(int(process.name))
        return found

    def state(self) -> dict[str, str]:
        """Return the SHA-256 of all files but logs, times and MLflow's."""
        return {
            name: hashlib.sha256(self.path(name).read_bytes()).hexdigest()
            for name in self.files()
            if not name.startswith(LEFT_OUT)
        }

    def holds(self, state: dict[str, str]) -> bool:
        """Return whether all files of a state are here; say which are not. An error leaves further figures."""
        mine = self.state()
        others = [name for name, digest in state.items() if mine.get(name) != digest]
        print("\n".join(others))
        return not others

    def files(self) -> list[str]:
        """Return all files below data/ and results/."""
        found = [path for part in ("data", "results") for path in self.path(part).rglob("*") if path.is_file()]
        return sorted(path.relative_to(self.folder).as_posix() for path in found)

    def runs(self) -> list[tuple[str, str]]:
        """Return name and status of all runs in MLflow's store that are not deleted."""
        with sqlite3.connect(self.path("results/mlflow/mlflow.db")) as store:
            rows = store.execute("select name, status from runs where lifecycle_stage = 'active' order by name")
            return [(str(name), str(status)) for name, status in rows]


def wait_for(happened: Any, seconds: float = 120) -> None:
    """Wait until something has happened."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def errors(said: str) -> list[str]:
    """Return the lines in which a step or the pipeline says what is wrong."""
    return [line.strip() for line in said.splitlines() if "ERROR: " in line]


def end(process: subprocess.Popen[str], number: int = signal.SIGKILL) -> str:
    """Send a signal to a process and all in its group, and return what it said."""
    os.killpg(process.pid, number)
    said, _ = process.communicate(timeout=120)
    return said
