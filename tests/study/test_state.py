"""What is not what the study would write is found, named, and kept where its owner finds it."""

import json
import os
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from snakemake.persistence.file import FilePersistence

from seedcheck import checksums
from seedcheck.files import write_text
from seedcheck.study import paths, state
from seedcheck.study.state import DAMAGED, FOREIGN, STALE, Finding

MAKERS = {"data/a.h5": "0a", "results/e/v/record.json": "0b", "results/missing.json": "0c"}


@pytest.fixture(autouse=True)
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Work in a folder with two files of a study, each with its note."""
    monkeypatch.chdir(tmp_path)
    checksums.begin(MAKERS)
    for path in ("data/a.h5", "results/e/v/record.json"):
        write_text(path, f"contents of {path}")
    yield
    checksums._makers = None


def test_what_the_study_wrote_is_fine() -> None:
    """And what is not there is Snakemake's business."""
    assert state.examine(MAKERS) == []


@pytest.mark.parametrize("contents", [b"", b"contents of data/a", b"contents of data/b.h5"])
def test_other_bytes_are_damage_even_of_the_same_size_and_time(contents: bytes) -> None:
    """An empty file, a truncated one, and one of which a letter was changed."""
    before = Path("data/a.h5").stat()
    Path("data/a.h5").write_bytes(contents)
    os.utime("data/a.h5", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert state.examine(MAKERS) == [Finding("data/a.h5", DAMAGED)]


def test_a_file_without_a_note_is_foreign() -> None:
    """However much it looks like ours."""
    Path("results/missing.json").write_text("{}", encoding="utf-8")
    assert state.examine(MAKERS) == [Finding("results/missing.json", FOREIGN)]


def test_other_settings_make_a_file_stale() -> None:
    """Without Snakemake's own notes, or with those on another file of that name."""
    now = MAKERS | {"data/a.h5": "0d"}
    assert state.examine(now) == [Finding("data/a.h5", STALE)]
    snakemake_notes("data/a.h5", ["other"])
    assert state.examine(now) == [Finding("data/a.h5", STALE)]


def test_what_snakemake_notes_is_left_to_snakemake() -> None:
    """Its rules see for themselves that settings have changed, and say which."""
    checksums.begin({"data/a.h5": checksums.fingerprint(["'setting'"])})
    write_text("data/a.h5", "contents")
    snakemake_notes("data/a.h5", ["'setting'"])
    assert state.examine({"data/a.h5": "0d"}) == []


def snakemake_notes(path: str, params: list[str]) -> None:
    """Write what Snakemake notes on a file."""
    record = Path(".snakemake/metadata", urlsafe_b64encode(path.encode()).decode())
    write_text(record, json.dumps({"params": params}))


@pytest.mark.parametrize("path", ["data/a.h5", f"s3://bucket/{'folder/' * 60}results/e/v/chunks/0.h5"])
def test_notes_are_where_snakemake_has_them(path: str) -> None:
    """Names that are too long for a file become folders."""
    theirs = FilePersistence._record_path(SimpleNamespace(_fetch_max_len=lambda _: 255), ".snakemake/metadata", path)
    assert state.note_on(path) == Path(theirs)


def test_what_is_not_ours_is_kept_under_another_name() -> None:
    """Beside it, numbered if there is one already; an empty file is not worth it."""
    for number in ("", ".2", ".3"):
        Path("data/a.h5").write_text(f"mine{number}", encoding="utf-8")
        findings = state.examine(MAKERS)
        (line,) = state.said(findings)
        state.set_aside(findings)
        assert line.startswith("data/a.h5 is not as seedcheck wrote it")
        assert f"data/set-aside/a{number}.h5" in line
        assert Path(f"data/set-aside/a{number}.h5").read_text(encoding="utf-8") == f"mine{number}"
        assert not Path("data/a.h5").exists()
    Path("data/a.h5").touch()
    state.set_aside(state.examine(MAKERS))
    assert len(list(Path("data/set-aside").iterdir())) == 3
    assert not Path("data/a.h5").exists()


def test_links_and_folders_are_kept_as_well() -> None:
    """A relative link leads to the same file as before."""
    Path("data/own").mkdir()
    Path("data/own/mine.h5").write_text("mine", encoding="utf-8")
    Path("data/a.h5").unlink()
    Path("data/a.h5").symlink_to("own/mine.h5")
    Path("results/missing.json").mkdir()
    Path("results/missing.json/notes.txt").write_text("mine", encoding="utf-8")
    state.set_aside(state.examine(MAKERS))
    assert Path("data/set-aside/a.h5").read_text(encoding="utf-8") == "mine"
    assert Path("results/set-aside/missing.json/notes.txt").is_file()
    assert not Path("results/missing.json").exists()


def test_stale_files_are_one_line() -> None:
    """They are the study's own, and written over."""
    (line,) = state.said(state.examine(dict.fromkeys(MAKERS, "0d")))
    assert line.startswith("2 files of data, results/e/v made with other settings")
    state.set_aside([])
    assert Path("data/a.h5").exists()


def test_the_list_of_logs_only_grows() -> None:
    """So that cleaning finds the logs of an earlier configuration, too."""
    state.write_jobs(MAKERS, ["results/logs/a.log"])
    state.write_jobs(MAKERS, ["results/logs/b.log"])
    assert json.loads(paths.JOBS.read_text(encoding="utf-8"))["logs"] == ["results/logs/a.log", "results/logs/b.log"]
