"""Pruning lists what is left over of what a configuration has no more, and deletes it only when told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from seedcheck import checksums
from seedcheck.errors import InputError
from seedcheck.files import read_json, write_json, write_text
from seedcheck.steps.prune import prune
from seedcheck.study import folder, paths, state
from seedcheck.study.stale import Owner, owner
from tests.study.test_model import TINY

KEPT = {"data/circles.h5", "results/e/a/record.json", "results/e/a/chunks/0.h5", "results/e/curves.svg",
        "results/data/circles.png", "results/report.html", "results/comparison/runs.csv",
        "results/mlflow/runs.json"}  # fmt: skip
LEFT = {"data/mine.h5", "results/data/mine.png", "results/e/b/record.json", "results/own/curves.svg",
        "results/own/plain/model.h5", "results/sweeps/strength/cells.csv", "results/sweeps/strength/chunks/2.h5",
        "results/sweeps/strength/chunks/3.h5", "results/e/a/chunks/1.h5", "results/e/a/chunks/12.h5"}  # fmt: skip
LOGS = ["results/logs/train/own.plain.0.log", "results/benchmarks/train/sweeps.strength.0.tsv",
        "results/logs/train/e.a.0.log", "results/logs/gather/e.a.log",
        "results/benchmarks/train/e.a.1.tsv"]  # fmt: skip


@pytest.fixture(autouse=True)
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Work in the folder of a study that had more before."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    checksums.begin({"results/mlflow/runs.json": "abc"})
    for path in sorted(KEPT | LEFT):
        write_text(path, f"ours: {path}")
    runs = {"e": {"id": "1", "runs": {"a": "1", "b": "2"}, "champion": None},
            "own": {"id": "2", "runs": {"plain": "3"}, "champion": None}}  # fmt: skip
    write_json(paths.RECEIPT, {"tracking_uri": "sqlite:///gone.db", "experiments": runs})
    checksums._makers = None
    state.write_jobs({}, LOGS)
    for path in LOGS:
        write_text(path, "text")
    write_text("config/mine.yaml", TINY)
    yield
    checksums._makers = None


def files() -> set[str]:
    """Return what is in data/ and results/, without the notes on it."""
    found = {path.as_posix() for top in ("data", "results") for path in Path(top).rglob("*") if path.is_file()}
    return found - {"results/checksums.txt"}


def test_nothing_is_deleted_until_told(capsys: pytest.CaptureFixture[str]) -> None:
    """The list says by which configuration it judges, what is left over of what, where, and how to delete it."""
    prune(["config/mine.yaml"], yes=False)
    assert files() == KEPT | LEFT | set(LOGS)
    said = capsys.readouterr().out
    assert said.startswith("judged by config/mine.yaml; what other configurations made counts as left over, too")
    for line in ("dataset mine: 2 files in data, results/data", "sweep strength: 4 files in", "variant e/b: 1 file in",
                 "experiment own: 1 file in results/own", "variant own/plain: 2", "make prune YES=1",
                 "surplus seeds of variant e/a: 4 files in results/e/a/chunks, results/"):  # fmt: skip
        assert line in said


def test_what_is_left_over_is_deleted_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    """A user's own files stay where they are, and files of ours that were changed since; the notes know it."""
    write_text("results/own/plain/notes.txt", "mine")
    write_text("results/own/curves.svg", "mine now")
    prune(["config/mine.yaml"], yes=True)
    mine = {"results/own/plain/notes.txt", "results/own/curves.svg"}
    assert files() == KEPT | {"results/logs/train/e.a.0.log"} | mine
    assert not Path("results/sweeps").exists()
    notes = checksums.read()
    assert not LEFT & set(notes) - mine
    receipt = read_json(paths.RECEIPT)["experiments"]
    assert {name: logged["runs"] for name, logged in receipt.items()} == {"e": {"a": "1"}}
    assert notes["results/mlflow/runs.json"] == (checksums.file_sha256(paths.RECEIPT), "abc")
    capsys.readouterr()
    Path(".snakemake", folder.PIPELINE).unlink()  # which this process holds as long as it lives
    prune(["config/mine.yaml"], yes=True)
    assert "nothing is left over" in capsys.readouterr().out


def test_studies_that_share_a_folder_are_named_together() -> None:
    """Then what either has is kept."""
    more = TINY.replace("  e:", "  own:").replace("a: {}", "plain: {}").replace("circles", "mine")
    write_text("config/more.yaml", more.replace("generator: mine", "generator: circles"))
    prune(["config/mine.yaml", "config/more.yaml"], yes=True)
    assert {"data/mine.h5", "results/own/plain/model.h5", LOGS[0]} <= files()
    assert not Path("results/e/b").exists()


def test_a_faulty_configuration_deletes_nothing() -> None:
    """Misspelt, it would not have what it means."""
    write_text("config/mine.yaml", TINY.replace("variants:", "variant:"))
    with pytest.raises(InputError, match="the configuration has faults"):
        prune(["config/mine.yaml"], yes=True)
    assert files() == KEPT | LEFT | set(LOGS)


def test_chunks_that_there_are_to_be_are_kept() -> None:
    """Of a variant and of a sweep; only beyond them is a chunk left over."""
    sweep = "sweeps: {strength: {experiment: e, replicates: 5, grid: {l2_lambda: [1, 2]}}}\n"
    write_text("config/mine.yaml", f"replicates: 4\nchunk: 2\n{TINY}{sweep}")
    prune(["config/mine.yaml"], yes=True)
    assert {path for path in files() if "/chunks/" in path} == {
        "results/e/a/chunks/0.h5", "results/e/a/chunks/1.h5", "results/sweeps/strength/chunks/2.h5"}  # fmt: skip
    assert set(LOGS[-3:]) <= files()


OWNERS = {
    "data/mine.h5": Owner("dataset", "mine"),
    "results/data/mine.png": Owner("dataset", "mine"),
    "results/own/curves.svg": Owner("experiment", "own"),
    "results/own/he/cost.svg": Owner("variant", "own", "he"),
    "results/sweeps/strength/refused.json": Owner("sweep", "strength"),
    "results/logs/data/mine.log": Owner("dataset", "mine"),
    "results/logs/send/mine.log": Owner("dataset", "mine"),
    "results/logs/train/own.he.0.log": Owner("variant", "own", "he"),
    "results/logs/train/sweeps.strength.0.log": Owner("sweep", "strength"),
    "results/logs/gather/sweeps.strength.log": Owner("sweep", "strength"),
    "results/logs/figures/sweeps.strength.log": Owner("sweep", "strength"),
    "results/logs/decide_sweep/strength.log": Owner("sweep", "strength"),
    "results/logs/figures/own.log": Owner("experiment", "own"),
    "results/logs/figures/data.log": None,
    "results/logs/figures/verdicts.log": None,
    "results/logs/more/own.log": Owner("experiment", "own"),
    "results/logs/page.log": None,
    "results/benchmarks/train/own.he.3.tsv": Owner("variant", "own", "he"),
    "results/benchmarks/train/sweeps.strength.0.tsv": Owner("sweep", "strength"),
    "results/comparison/runs.csv": None,
    "results/mlflow/runs.json": None,
    "results/report.html": None,
}


@pytest.mark.parametrize("path", OWNERS)
def test_a_path_says_what_it_belongs_to(path: str) -> None:
    """By the grammar of paths."""
    assert owner(Path(path)) == OWNERS[path]
