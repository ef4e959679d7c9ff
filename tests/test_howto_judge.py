"""docs/judge-a-csv.md, -script.md and judge-mlflow.md: their commands run as they stand, on what they describe."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import seedcheck
from seedcheck.steps.command import main
from tests.tracking.conftest import empty_store  # noqa: F401 - a fixture
from tests.workflow.conftest import clean_environment

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SCREEN = 50  # lines


def text(document: str) -> str:
    """Return a how-to."""
    return (ROOT / "docs" / document).read_text(encoding="utf-8")


def commands(document: str) -> list[list[str]]:
    """Return the arguments of all its commands."""
    lines = [line for kind, code in BLOCK.findall(text(document)) if kind == "sh" for line in code.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("seedcheck ")]


def accuracies(variant: str) -> "np.ndarray[tuple[int, int], np.dtype[np.bool]]":
    """Return (20, 100) which test examples each run has right."""
    rng = np.random.default_rng(len(variant))
    return rng.random((20, 100)) < (0.9 if variant == "dropout" else 0.7)


def test_commands_on_a_csv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """On a table with the columns that are shown, the matrix that is written, and an export of W&B."""
    monkeypatch.chdir(tmp_path)
    header = next(code for kind, code in BLOCK.findall(text("judge-a-csv.md")) if kind == "csv").splitlines()[0]
    correct = np.concatenate([accuracies(name) for name in ("none", "dropout")])
    values = {"variant": np.repeat(["none", "dropout"], 20), "seed": np.tile(range(20), 2),
              "test_accuracy": correct.mean(axis=1), "test_loss": 1 - correct.mean(axis=1)}  # fmt: skip
    frame = pd.DataFrame(values)[header.split(",")]
    frame.to_csv("runs.csv", index=False)
    exported = {"Name": frame.index, "State": "finished", "seed": frame["seed"], "l2": 0,
                "val_acc": frame["test_accuracy"], "dropout": np.repeat(["0", "0.5"], 20)}  # fmt: skip
    pd.DataFrame(exported).to_csv("wandb.csv", index=False)
    (code,) = [code for kind, code in BLOCK.findall(text("judge-a-csv.md")) if kind == "python"]
    exec(code, {"correct": correct})
    for arguments in commands("judge-a-csv.md"):
        main(arguments)
        assert ": better by " in capsys.readouterr().out, arguments
    assert {path.name for path in Path().iterdir()} == {
        "runs.csv", "wandb.csv", "examples.npz", "page.html", "comment.md", "all.json", "all.csv"}  # fmt: skip
    (code,) = re.findall(r"`found = (seedcheck.judge\(.*?\))`", text("judge-a-csv.md"))
    assert eval(code, {"seedcheck": seedcheck, "frame": frame}).verdicts == ["better"]


def test_commands_on_mlflow(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    empty_store: Path,  # noqa: F811
) -> None:
    """On runs that are logged as is shown; a step that no run has is said."""
    import mlflow

    monkeypatch.chdir(tmp_path)
    shutil.copy(empty_store, "mlflow.db")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "sqlite:///mlflow.db")
    mlflow.set_tracking_uri("sqlite:///mlflow.db")
    (code,) = [code for kind, code in BLOCK.findall(text("judge-mlflow.md")) if kind == "python"]
    exec(code, {"train": lambda variant, seed: float(accuracies(variant)[seed].mean())})
    for arguments in commands("judge-mlflow.md"):
        if "--step" in arguments:
            with pytest.raises(SystemExit):
                main(arguments)
            assert "test_accuracy" in capsys.readouterr().err
        else:
            main(arguments)
            assert ": better by " in capsys.readouterr().out, arguments
    found = mlflow.search_runs(
        filter_string="tags.\"seedcheck.verdict\" = 'better'", experiment_names=["my experiment"]
    )
    assert len(found) == 20


def test_a_script_is_judged(tmp_path: Path) -> None:
    """The script, the study and the command as they stand, but for where the project is: the page is there."""
    blocks = dict(BLOCK.findall(text("judge-a-script.md")))
    (tmp_path / "train.py").write_text(blocks["python"], encoding="utf-8")
    (tmp_path / "study.yaml").write_text(blocks["yaml"], encoding="utf-8")
    _, *arguments = shlex.split(blocks["sh"].replace("PROJECT", str(ROOT)), comments=True)
    command = [sys.executable, "-m", "snakemake", *arguments]
    run = subprocess.run(command, cwd=tmp_path, env=clean_environment(), text=True, stdout=subprocess.PIPE,
                         stderr=subprocess.STDOUT, check=False)  # fmt: skip
    assert run.returncode == 0, run.stdout
    decisions = json.loads((tmp_path / "results/comparison/decisions.json").read_text(encoding="utf-8"))
    assert decisions["experiments"]["dropout"]["variants"]["half"]["verdict"] == "better"
    assert (tmp_path / "results/report.html").is_file()


def test_command_of_make_is_there() -> None:
    """It gives the file and all options to the same command."""
    call = ["make", "-n", "-C", str(ROOT), "judge", "FILE=runs.csv", "OPTIONS=--reference none"]
    run = subprocess.run(call, capture_output=True, text=True, check=True)
    assert "seedcheck.steps.command judge 'runs.csv' --reference none" in run.stdout


@pytest.mark.parametrize("document", ["judge-a-csv.md", "judge-a-script.md", "judge-mlflow.md"])
def test_page_is_a_screen(document: str) -> None:
    """No more is read before the first try."""
    assert len(text(document).splitlines()) <= SCREEN
