"""What a raw file holds decides whether a data set is made anew, not the file's time."""

import os
import shutil
from pathlib import Path

import pytest

from seedcheck.files import file_sha256
from seedcheck.study import contents
from seedcheck.study.contents import content, raw_hashes
from tests.study.test_model import TINY, loaded

GENERATED = "generator: circles, train_examples: 40, test_examples: 20, noise: 0.05"
OLD, NEW = "a,y\n1,0\n2,1\n", "a,y\n3,0\n4,1\n"  # of one size


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with a file whose hash may be kept at once."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(contents, "SETTLED", -1.0)
    Path("mine.csv").write_text(OLD, encoding="utf-8")


def put(text: str, time: float) -> None:
    """Put another file in the place, with a time of its own, as an archive or `cp -p` does."""
    Path("other.csv").write_text(text, encoding="utf-8")
    os.utime("other.csv", (time, time))
    shutil.copy2("other.csv", "mine.csv")


@pytest.mark.parametrize("older", [0, 10_000])
def test_file_replaced_by_one_of_older_or_equal_time_and_equal_size_is_noticed(older: float) -> None:
    """Its time of change, which nobody can set, is another."""
    before = content(Path("mine.csv"))
    put(NEW, Path("mine.csv").stat().st_mtime - older)
    assert content(Path("mine.csv")) == file_sha256("mine.csv") != before


def test_same_content_has_the_same_hash() -> None:
    """A touched file is as it was."""
    before = content(Path("mine.csv"))
    put(OLD, 1e9)
    assert content(Path("mine.csv")) == before


def test_file_that_is_untouched_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Raw files may be large."""
    before = content(Path("mine.csv"))
    monkeypatch.setattr(contents, "file_sha256", None)  # would be called
    assert content(Path("mine.csv")) == before


def test_file_that_has_just_changed_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """It could change once more within the same tick of the clock."""
    monkeypatch.setattr(contents, "SETTLED", 2.0)
    content(Path("mine.csv"))
    assert not contents.KEPT.exists()


@pytest.mark.parametrize("text", ["", "[]", '{"mine.csv": 5}', "\0"])
def test_damaged_notes_are_no_reason_to_stop(text: str) -> None:
    """The file is read again."""
    contents.KEPT.parent.mkdir(parents=True)
    contents.KEPT.write_text(text, encoding="utf-8")
    assert content(Path("mine.csv")) == file_sha256("mine.csv")


def test_parameter_is_what_ones_own_files_hold(tmp_path: Path) -> None:
    """So a data set is made anew if, and only if, they hold something else."""
    study = loaded(tmp_path, TINY.replace(GENERATED, "train: {file: mine.csv}, test_fraction: 0.5"))
    before = raw_hashes(study, "circles")
    assert before == {"mine.csv": file_sha256("mine.csv")}
    put(NEW, 1e9)
    assert raw_hashes(study, "circles") != before


def test_raw_file_matters_if_it_is_not_the_one_of_the_configuration(tmp_path: Path) -> None:
    """Fetched or not there yet is the same; another content makes the step run, which then refuses it."""
    files = f"files: {{a.csv: {{sha256: {file_sha256('mine.csv')}}}}}\n"
    study = loaded(tmp_path, files + TINY.replace(GENERATED, "train: {file: a.csv}, test_fraction: 0.5"))
    assert raw_hashes(study, "circles") == {}
    Path("data/raw").mkdir(parents=True)
    shutil.copy2("mine.csv", "data/raw/a.csv")
    assert raw_hashes(study, "circles") == {}
    Path("data/raw/a.csv").write_text(NEW, encoding="utf-8")
    assert raw_hashes(study, "circles") == {"a.csv": file_sha256("data/raw/a.csv")}
