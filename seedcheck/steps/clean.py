"""Delete what the study has written, and nothing else: what lies in data/ and results/ besides stays, and is named.

Ours is a file whose bytes results/checksums.txt has, a log of one of our jobs, and the MLflow store below results/, as
long as nobody else has logged to it. Raw files below data/raw/ stay.
"""

import json
import shutil
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from seedcheck import checksums
from seedcheck.errors import InputError
from seedcheck.steps import plain_errors
from seedcheck.study import folder, paths
from seedcheck.tracking import private

NAMED = 20  # files that are left
KEPT = {top / name for top in (paths.DATA, paths.RESULTS) for name in ("README.md", ".writer")}  # and are no news


def clean() -> None:
    """Delete what is ours, say what is left."""
    alone()
    deleted = [path for path in ours() if path.is_file()]
    delete(deleted)
    if paths.STORE.is_dir():
        _delete_store()
    shutil.rmtree(paths.SNAKEMAKE, ignore_errors=True)
    left = sorted(_left())
    print(f"{len(deleted)} files deleted, and Snakemake's notes")
    if left:
        print("left, since the study did not write them, or they were changed since; delete them yourself if you like:")
        print("\n".join(f"  {path}" for path in left[:NAMED]))
        print(f"  and {len(left) - NAMED} more" if len(left) > NAMED else "", end="")


def alone() -> None:
    """Be the only one at work in this folder, for as long as this process lives.

    Raises
    ------
    InputError
        If another one is, or was killed.
    """
    folder.hold([])
    locks = paths.SNAKEMAKE / "locks"  # of a call without profiles/default
    if locks.is_dir() and any(locks.iterdir()):
        raise InputError("a call of Snakemake is at work here, or was killed; let it end, or run `snakemake --unlock`")


def delete(files: Collection[Path]) -> None:
    """Delete files, and the folders below data/ and results/ that are empty then."""
    folders = {parent for path in files for parent in path.parents} - {Path(), paths.DATA, paths.RESULTS}
    for path in files:
        path.unlink()
    for place in sorted(folders, reverse=True):  # what is in a folder comes before it
        if place.is_dir() and not any(place.iterdir()):
            place.rmdir()


def ours() -> Iterator[Path]:
    """Yield the files that the study has written, as it wrote them, the notes on them last."""
    for name, note in checksums.read().items():
        path = Path(name)
        if path.is_file() and checksums.file_sha256(path) == note.sha256:
            yield path
    with suppress(OSError, ValueError, LookupError):
        yield from map(Path, json.loads(paths.JOBS.read_text(encoding="utf-8"))["logs"])
    yield paths.SNAKEMAKE_REPORT
    yield paths.CHECKSUMS


def _delete_store() -> None:
    """Delete the MLflow store if all in it is ours."""
    others = private.runs_of_others(paths.STORE / "mlflow.db")
    if others:
        print(f"{paths.STORE} stays: {others}")
    else:
        shutil.rmtree(paths.STORE)


def _left() -> Iterator[str]:
    """Yield what is left in data/ and results/."""
    for path in (path for top in (paths.DATA, paths.RESULTS) for path in top.rglob("*")):
        if not path.is_dir() and path not in KEPT and not {paths.RAW, paths.STORE} & {*path.parents}:
            yield str(path)


if __name__ == "__main__":
    with plain_errors():
        clean()
