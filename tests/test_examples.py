"""The examples run as they stand; scikit-learn's networks, which share no line with ours, get the same verdicts."""

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from seedcheck.study.model import load
from tests.workflow.conftest import clean_environment

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
SCREEN = 50  # lines
VERDICTS = {"none": None, "some": "undecided", "much": "worse"}


def finished(name: str, folder: Path) -> dict[str, Any]:
    """Run an example in a copy, and return the decisions on its experiments."""
    shutil.copytree(EXAMPLES / name, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("data", "results", ".*"))
    command = [sys.executable, "-m", "snakemake", "--snakefile", str(ROOT / "Snakefile"), "--cores", "2"]
    run = subprocess.run([*command, "--configfile", "study.yaml"], cwd=folder, env=clean_environment(), text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)  # fmt: skip
    assert run.returncode == 0, run.stdout
    decided: dict[str, Any] = json.loads((folder / "results/comparison/decisions.json").read_text(encoding="utf-8"))
    return decided["experiments"]


@pytest.mark.slow
def test_another_implementation_gives_our_verdicts(tmp_path: Path) -> None:
    """Of no, some and much L2; and the typical differences agree within the 95 % intervals of both."""
    found = finished("scikit_learn", tmp_path)
    ours, theirs = (found[name]["variants"] for name in ("ours", "theirs"))
    assert {name: row.get("verdict") for name, row in ours.items()} == VERDICTS
    assert {name: row.get("verdict") for name, row in theirs.items()} == VERDICTS
    for name in ("some", "much"):
        one, other = (rows[name]["comparison"] for rows in (ours, theirs))
        assert one["low_seeds"] <= other["high_seeds"]
        assert other["low_seeds"] <= one["high_seeds"]


@pytest.mark.slow
@pytest.mark.skipif(find_spec("torch") is None, reason="PyTorch is not installed")
def test_pytorch_example_runs(tmp_path: Path) -> None:
    """All its variants are judged, test points counted."""
    rows = finished("pytorch", tmp_path)["training"]["variants"]
    assert {name: row["comparison"]["m"] for name, row in rows.items() if "comparison" in row} == {
        "adam": 400, "dropout": 400}  # fmt: skip


@pytest.mark.parametrize("name", ["scikit_learn", "pytorch"])
def test_an_example_is_a_config_a_script_and_a_screen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its configuration is accepted, and its settings are those of the script."""
    monkeypatch.chdir(EXAMPLES / name)
    assert {"README.md", "study.yaml", "train.py"} <= {path.name for path in Path().iterdir()}
    assert len(Path("README.md").read_text(encoding="utf-8").splitlines()) <= SCREEN
    script = Path("train.py").read_text(encoding="utf-8")
    for experiment in load(["study.yaml"]).experiments.values():
        options = [word for word in experiment.command.split() if word.startswith("--")]
        assert all(f'"{option}"' in script for option in options)
        assert experiment.sources == (["train.py"] if experiment.command else [])
