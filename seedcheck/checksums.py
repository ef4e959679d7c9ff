"""What the study has written, byte for byte: results/checksums.txt holds the SHA-256 of each file, and what made it.

A step notes a file before the file gets its name (``seedcheck.files.replacing``), so there is no file without a note.
A note is two appended lines, which processes may do at the same time; of two notes on a file the later one holds.
``sha256sum --check results/checksums.txt`` checks all files without this program.

Next to each hash stands what made the file: a hash of its job's settings and code, the same that Snakemake compares. It
goes where the results go, so that results which were copied without Snakemake's own notes are not taken for others.
"""

import fcntl
import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from seedcheck.study.paths import CHECKSUMS, DATA, RESULTS

MAKERS = "SEEDCHECK_MAKERS"  # environment variable: JSON file with what makes which file, for jobs of a pipeline
NOBODY = "-"  # a file that no job of a pipeline made: by hand, or after an error
LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
MADE_BY = re.compile(r"# made by ([0-9a-f]+|-)")


class Note(NamedTuple):
    """What is known of a file that the study has written."""

    sha256: str
    made_by: str


_makers: dict[str, str] | None = None  # None: this process is no step, nothing is noted


def begin(makers: Mapping[str, str] | None = None) -> None:
    """Note from now on what is written, with what the pipeline says makes it, read once at the start of a job."""
    global _makers  # noqa: PLW0603 - one process is one job
    _makers = dict(_told() if makers is None else makers)


def _told() -> Mapping[str, str]:
    """Return what the pipeline says makes which file, nothing if this process is not one of its jobs."""
    place = os.environ.get(MAKERS)
    try:
        makers: Mapping[str, str] = json.loads(Path(place).read_text(encoding="utf-8"))["makers"] if place else {}
    except (OSError, ValueError):
        return {}
    return makers


def fingerprint(params: Iterable[object]) -> str:
    """Return what stands for settings and code: a hash of a job's parameters as Snakemake notes them."""
    return hashlib.sha256(json.dumps(sorted(map(str, params))).encode()).hexdigest()[:16]


def file_sha256(path: str | Path) -> str:
    """Return the SHA-256 of a file in hex."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def note(path: Path, written: Path) -> None:
    """Note that the contents of ``written`` are about to get the name ``path``, if that is in data/ or results/."""
    if _makers is None or path.is_absolute() or path.parts[0] not in {str(DATA), str(RESULTS)}:
        return
    made_by = _makers.get(path.as_posix(), NOBODY)
    _append(f"# made by {made_by}\n{file_sha256(written)}  {path.as_posix()}\n")


def _append(text: str) -> None:
    CHECKSUMS.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(CHECKSUMS, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o666)
    try:
        with suppress(
            OSError
        ):  # some disks have no locks; on those of a network, two machines would append at one place
            fcntl.flock(file, fcntl.LOCK_EX)
        os.write(file, text.encode())
    finally:
        os.close(file)


def read() -> dict[str, Note]:
    """Return all notes by path; lines that are damaged are left out."""
    notes: dict[str, Note] = {}
    made_by = NOBODY
    text = CHECKSUMS.read_text(encoding="utf-8", errors="replace") if CHECKSUMS.is_file() else ""
    for line in text.splitlines():
        if found := LINE.fullmatch(line):
            notes[found[2]] = Note(found[1], made_by)
        comment = MADE_BY.fullmatch(line)
        made_by = comment[1] if comment else NOBODY
    return notes


def tidy() -> None:
    """Keep the last note on each file that is still there, in the order of their paths: for when no job runs."""
    if not CHECKSUMS.is_file():
        return
    kept = {path: found for path, found in sorted(read().items()) if Path(path).is_file()}
    lines = [f"# made by {found.made_by}\n{found.sha256}  {path}\n" for path, found in kept.items()]
    text = "".join(lines)
    if text != CHECKSUMS.read_text(encoding="utf-8", errors="replace"):
        temporary = CHECKSUMS.with_name(f".{CHECKSUMS.stem}.{os.getpid()}{CHECKSUMS.suffix}")
        try:
            temporary.write_text(text, encoding="utf-8")
            temporary.replace(CHECKSUMS)
        finally:
            temporary.unlink(missing_ok=True)
