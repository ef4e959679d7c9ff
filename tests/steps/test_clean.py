"""Cleaning deletes what the study wrote, as it wrote it, and nothing else; what stays is named."""

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from seedcheck import checksums
from seedcheck.errors import InputError
from seedcheck.files import write_text
from seedcheck.steps.clean import clean
from seedcheck.study import folder, paths, state

OURS = ("data/circles.h5", "results/tricks/l2/record.json", "results/tricks/curves.svg", "results/report.html")


@pytest.fixture(autouse=True)
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Work in the folder of a study that has run, among a user's own files."""
    monkeypatch.chdir(tmp_path)
    checksums.begin({})
    for path in OURS:
        write_text(path, f"ours: {path}")
    state.write_jobs({}, ["results/logs/train/tricks.l2.log", "results/benchmarks/train/tricks.l2.tsv"])
    checksums._makers = None
    for path in ("results/logs/train/tricks.l2.log", "results/benchmarks/train/tricks.l2.tsv", "data/README.md",
                 "results/README.md", ".snakemake/metadata/x"):  # fmt: skip
        write_text(path, "text")
    yield
    checksums._makers = None


def files() -> set[str]:
    """Return what is in the folder."""
    return {path.as_posix() for path in Path().rglob("*") if path.is_file()}


def test_all_that_is_ours_goes() -> None:
    """Folders that are empty then, too; the pages that come with the project stay."""
    clean()
    assert files() == {"data/README.md", "results/README.md"}
    assert [path.as_posix() for path in sorted(Path().rglob("*")) if path.is_dir()] == ["data", "results"]


def test_a_users_files_stay_and_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    """Data in data/, notes in results/, raw files, even a log of one's own, and a model beside ours."""
    mine = {"data/tumours.h5", "data/raw/data.mat", "results/notes/plan.txt", "results/logs/mine.log",
            "results/tricks/l2/model.backup.h5"}  # fmt: skip
    for path in mine:
        write_text(path, "mine")
    Path("data/empty").mkdir()
    clean()
    assert Path("data/empty").is_dir()
    assert not Path("results/benchmarks").exists()
    assert files() == mine | {"data/README.md", "results/README.md"}
    said = capsys.readouterr().out
    assert all(f"  {path}\n" in said for path in mine if "raw" not in path)
    assert "data/raw" not in said


def test_a_file_of_ours_that_was_changed_stays() -> None:
    """Somebody has put something of his own there, which is to be had nowhere else."""
    Path("data/circles.h5").write_text("mine", encoding="utf-8")
    clean()
    assert files() == {"data/README.md", "results/README.md", "data/circles.h5"}


def test_results_of_which_nothing_is_known_stay(capsys: pytest.CaptureFixture[str]) -> None:
    """Those of an earlier version, or copied without their hashes: they are named."""
    paths.CHECKSUMS.unlink()
    clean()
    assert set(OURS) <= files()
    said = capsys.readouterr().out
    assert all(f"  {path}\n" in said for path in OURS)


@pytest.mark.parametrize("owner", ["ours", "mine"])
def test_runs_that_somebody_logged_into_our_store_stay(owner: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The store goes if all of its runs are ours."""
    Path("results/mlflow/artifacts").mkdir(parents=True)
    with closing(sqlite3.connect("results/mlflow/mlflow.db")) as database:
        database.execute("CREATE TABLE runs (run_uuid TEXT)")
        database.execute("CREATE TABLE tags (run_uuid TEXT, key TEXT, value TEXT)")
        database.execute("INSERT INTO runs VALUES ('1'), ('2')")
        database.execute("INSERT INTO tags VALUES ('1', 'seedcheck.writer', 'a'), ('2', ?, 'b')",
                         ("seedcheck.writer" if owner == "ours" else "note",))  # fmt: skip
        database.commit()
    clean()
    assert paths.STORE.exists() == (owner == "mine")
    assert ("1 of its runs were logged by others" in capsys.readouterr().out) == (owner == "mine")


def test_nothing_is_deleted_under_a_call_that_is_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """It holds a lock then: ours, or Snakemake's."""
    monkeypatch.setattr(folder, "PATIENCE", 0.1)
    with Path(".snakemake", folder.PIPELINE).open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(InputError, match="another pipeline runs in this folder"):
            clean()
    write_text(".snakemake/locks/0.input.lock", "data/circles.h5")
    with pytest.raises(InputError, match="snakemake --unlock"):
        clean()
    assert set(OURS) <= files()
