"""A copy of the project in a temporary folder, in which Snakemake itself is run."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PARTS = ("Snakefile", "nn", "seedcheck", "workflow", "config", "profiles", "environment.yml")


def clean_environment() -> dict[str, str]:
    """Return the environment without what this machine may say of data and tracking, with this Python first."""
    left_out = {"SEEDCHECK_DATA_MIRROR", "MLFLOW_TRACKING_URI", "PYTHONPATH"}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {k: v for k, v in os.environ.items() if k not in left_out} | {"PATH": path}


class Project:
    """A copy of the project; results are what Snakemake leaves in it."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.copy(folder, *PARTS)

    @staticmethod
    def copy(folder: Path, *parts: str) -> None:
        """Copy parts of the project into a folder."""
        folder.mkdir(exist_ok=True)
        for part in parts:
            source = ROOT / part
            copy = shutil.copytree if source.is_dir() else shutil.copy
            copy(source, folder / part)

    def snakemake(
        self, *arguments: str, config: str = "config/tiny.yaml", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run Snakemake on a config; the data mirror and tracking URI of this machine are left out."""
        command = [sys.executable, "-m", "snakemake", *arguments, "--cores", "2", "--configfile", config]
        return subprocess.run(command, cwd=self.folder, env=clean_environment() | environment, text=True, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace a text that is there in a file."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def configure(self, change: Callable[[dict], None]) -> None:
        """Change config/tiny.yaml."""
        path = self.folder / "config" / "tiny.yaml"
        config = yaml.safe_load(path.read_text(encoding="utf-8"))
        change(config)
        path.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")

    def path(self, name: str) -> Path:
        """Return a path in the copy."""
        return self.folder / name


def planned(project: Project, *arguments: str) -> set[str]:
    """Return the rules that a dry run would run, each with its variant or gated folder: "train l2"."""
    run = project.snakemake("-n", *arguments)
    assert run.returncode == 0, run.stdout
    found = set()
    for name, block in re.findall(r"^(?:local)?rule (\w+):\n((?:    .*\n)*)", run.stdout, re.MULTILINE):
        rule = re.sub(r"^(train|sweep)_.*", r"\1", name)  # one for each experiment or sweep
        wildcard = re.search(r"(?:variant|folder)=([\w/]+)", block)
        found.add(f"{rule} {wildcard[1]}" if wildcard else rule)
    return found - {"all"}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a fresh copy of the project."""
    return Project(tmp_path)


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a copy in which the tiny study has run; tests that change it take a copy of their own."""
    project = Project(tmp_path_factory.mktemp("finished"))
    run = project.snakemake()
    assert run.returncode == 0, run.stdout
    return project


@pytest.fixture
def rerun(finished: Project, tmp_path: Path) -> Project:
    """Return a copy of the finished project, with its results, to change and run again."""
    shutil.copytree(finished.folder, tmp_path, dirs_exist_ok=True, copy_function=shutil.copy2)
    project = Project.__new__(Project)
    project.folder = tmp_path
    return project
