"""Snakemake's notes of how files were made: from which inputs, settings and code, and when."""

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from seedcheck.study.passing import from_text

NOTES = Path(".snakemake")


@dataclass(frozen=True)
class Note:
    """How a file was made.

    Attributes
    ----------
    rule, inputs : by which rule, from which files
    settings : what its step was given on standard input
    modules, packages : hash per module of this project, and version per package
    ended : when, in seconds since 1970
    """

    rule: str
    inputs: Sequence[str]
    settings: Mapping[str, Any]
    modules: Mapping[str, str]
    packages: Mapping[str, str]
    ended: float

    @property
    def time(self) -> str:
        """When, in words."""
        return datetime.fromtimestamp(self.ended).astimezone().isoformat(" ", "seconds")


def read_notes(paths: Iterable[str]) -> dict[str, Note]:
    """Return Snakemake's notes of some files; one that it has none of is left out."""
    from snakemake.persistence.file import FilePersistence  # noqa: PLC0415 - over a second

    if not (NOTES / "metadata").is_dir():
        return {}
    store = FilePersistence(nolock=True, path=NOTES)
    records = {path: store._read_record(path) for path in paths}
    return {path: _note(record) for path, record in records.items() if record and record.rule}


def with_upstream(path: str) -> dict[str, Note]:
    """Return the notes of a file and of all that it was made from, as far as there are any."""
    found: dict[str, Note] = {}
    new = [path]
    while new:
        notes = read_notes(new)
        found |= notes
        new = sorted({name for note in notes.values() for name in note.inputs} - set(found))
    return found


def _note(record: Any) -> Note:
    params = [ast.literal_eval(text) for text in record.params or ()]
    texts = [text for text in params if isinstance(text, str)]
    settings = [from_text(text) for text in texts if text.startswith("{")]
    tagged = [text.rsplit("@", 1) for text in texts if not text.startswith("{") and "@" in text]
    modules = {name: version for name, version in tagged if name.endswith(".py")}
    packages = {name: version for name, version in tagged if not name.endswith(".py")}
    return Note(record.rule, sorted(record.input or ()), settings[0] if settings else {}, modules, packages,
                record.endtime or 0.0)  # fmt: skip
