"""Every file that a step writes is noted with its hash, before it gets its name, and only there."""

import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from seedcheck import checksums
from seedcheck.checksums import Note
from seedcheck.files import file_sha256, write_json, write_text
from seedcheck.study.paths import CHECKSUMS


@pytest.fixture(autouse=True)
def step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Work in an empty folder, as a job that is said to make the file results/a.txt."""
    monkeypatch.chdir(tmp_path)
    checksums.begin({"results/a.txt": "0f"})
    yield
    checksums._makers = None


def test_a_file_is_noted_with_what_makes_it() -> None:
    """Files of which the pipeline knows nothing are made by nobody."""
    write_text("results/a.txt", "a")
    write_text("data/b.txt", "b")
    assert checksums.read() == {
        "results/a.txt": Note(file_sha256("results/a.txt"), "0f"),
        "data/b.txt": Note(file_sha256("data/b.txt"), "-"),
    }


def test_the_note_is_there_before_the_file_has_its_name() -> None:
    """A process that is killed in between leaves no file that nobody knows."""
    Path("results/a.txt").mkdir(parents=True)
    with pytest.raises(IsADirectoryError):
        write_text("results/a.txt", "a")
    assert "results/a.txt" in checksums.read()


def test_the_usual_program_checks_the_notes() -> None:
    """`sha256sum --check` finds a file that was changed, and takes our comments."""
    write_text("results/a.txt", "a")
    write_text("results/ä b.txt", "b")
    checksums.tidy()
    command = ["sha256sum", "--check", "--strict", str(CHECKSUMS)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    Path("results/a.txt").write_text("other", encoding="utf-8")
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


def test_the_last_note_on_a_file_holds_and_tidying_keeps_it() -> None:
    """In the order of the paths, whatever the order of writing, and without files that are gone."""
    for text in ("1", "2"):
        write_text("results/b.txt", text)
    write_text("results/a.txt", "a")
    write_text("results/gone.txt", "a")
    Path("results/gone.txt").unlink()
    before = checksums.read()
    checksums.tidy()
    assert list(checksums.read()) == ["results/a.txt", "results/b.txt"]
    assert checksums.read()["results/b.txt"] == before["results/b.txt"] == Note(file_sha256("results/b.txt"), "-")
    assert len(CHECKSUMS.read_text(encoding="utf-8").splitlines()) == 4


def test_damaged_lines_are_left_out() -> None:
    """A line that a full disk cut off takes no other along, and what made a file is not guessed."""
    write_text("results/a.txt", "a")
    with CHECKSUMS.open("a", encoding="utf-8") as file:
        file.write("# made by 0f\n1234567")
    write_text("results/b.txt", "b")
    assert checksums.read()["results/a.txt"].made_by == "0f"
    assert checksums.read()["results/b.txt"] == Note(file_sha256("results/b.txt"), "-")


def test_writers_at_the_same_time_lose_nothing() -> None:
    """Eight threads, each with files of its own."""
    names = [[f"results/{thread}/{number}.txt" for number in range(40)] for thread in range(8)]
    threads = [threading.Thread(target=lambda mine=mine: [write_text(name, name) for name in mine]) for mine in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(checksums.read()) == {name for mine in names for name in mine}


def test_nothing_is_noted_elsewhere(tmp_path: Path) -> None:
    """Neither files outside of data/ and results/, nor what is written by no step."""
    write_json("mine.json", {})
    write_json(tmp_path / "results" / "a.txt", {})
    checksums._makers = None
    write_json("results/a.txt", {})
    assert checksums.read() == {}


def test_a_job_knows_what_makes_its_files_from_the_pipeline(monkeypatch: pytest.MonkeyPatch) -> None:
    """A damaged list of makers means that nothing is known."""
    monkeypatch.setenv(checksums.MAKERS, "jobs.json")
    write_json("jobs.json", {"makers": {"results/a.txt": "ab"}, "logs": []})
    checksums.begin()
    write_text("results/a.txt", "a")
    Path("jobs.json").write_text("{", encoding="utf-8")
    checksums.begin()
    write_text("results/b.txt", "a")
    assert {name: note.made_by for name, note in checksums.read().items()} == {
        "results/a.txt": "ab", "results/b.txt": "-"}  # fmt: skip
