"""Writing files whole or not at all, reading them back with a word on what is wrong, and hashing them."""

import csv
import errno
import hashlib
import io
import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from glob import escape
from math import isfinite
from pathlib import Path
from typing import Any

from seedcheck import checksums
from seedcheck.checksums import file_sha256
from seedcheck.errors import InputError

__all__ = [
    "REMEDIES", "Row", "file_sha256", "read_json", "reading", "replacing", "sha256", "without_nan", "write_csv",
    "write_json", "write_text",
]  # fmt: skip

Row = dict[str, Any]
# What to do where a file cannot be written; all other faults keep their traceback.
REMEDIES = {
    errno.ENOSPC: "the disk is full: free some space and run again",
    errno.EDQUOT: "your share of the disk is used up: free some space and run again",
    errno.EFBIG: "larger than files may be here: raise the limit (ulimit -f) and run again",
    errno.EROFS: "the disk is read-only: make it writable, or work in a copy elsewhere",
    errno.EACCES: "no right to write there: change owner or mode (chmod -R u+w FOLDER) and run again",
    errno.EPERM: "not permitted to write there: change owner, mode or attributes and run again",
    errno.EIO: "the disk fails: save what you need elsewhere",
}
REMEDY = "run the study again, which makes it anew"


@contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """Give a temporary path beside ``path`` to write to, and rename it to ``path`` once that has gone well.

    A kill at any moment, a full disk or a power loss leaves either what was there before or all that is new.

    Raises
    ------
    InputError
        If there is no room or no right to write, with the remedy.
    """
    path = Path(path)
    temporary = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path)
        yield temporary
        checksums.note(path, temporary)
        _reach_the_disk(temporary)
        temporary.replace(path)
        with suppress(OSError):  # not all file systems can do it for folders
            _reach_the_disk(path.parent)
    except (OSError, RuntimeError) as error:  # HDF5's are RuntimeErrors when a file is closed
        remedy = REMEDIES.get(_number(error))
        if remedy is None:
            raise
        raise InputError(f"{path} cannot be written, {remedy}") from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _reach_the_disk(path: Path) -> None:
    """Wait until a file or folder is on the disk: a power loss must not leave a name without its content."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _number(error: OSError | RuntimeError) -> int:
    """Return the operating system's number of an error, which HDF5 has in its text only."""
    found = re.search(r"errno = (\d+)", str(error))
    return getattr(error, "errno", None) or (int(found[1]) if found else 0)


def _sweep(path: Path) -> None:
    """Delete temporary files for ``path`` whose writers were killed."""
    for other in path.parent.glob(f".{escape(path.stem)}.*{escape(path.suffix)}"):
        process = other.name.removeprefix(f".{path.stem}.").removesuffix(path.suffix)
        if process.isdecimal() and not _alive(int(process)):
            other.unlink(missing_ok=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # another user's
        return True
    return True


def write_text(path: str | Path, text: str) -> None:
    """Write ``text`` as UTF-8."""
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def write_json(path: str | Path, value: Any) -> None:
    """Write ``value`` as indented JSON; NaN and infinity are errors, since JSON has none."""
    write_text(path, json.dumps(value, indent=1, allow_nan=False) + "\n")


def without_nan(value: Any) -> Any:
    """Return nested dicts and lists with None for numbers that are not finite, fit for JSON."""
    if isinstance(value, dict):
        return {key: without_nan(part) for key, part in value.items()}
    if isinstance(value, list):
        return [without_nan(part) for part in value]
    return None if isinstance(value, float) and not isfinite(value) else value


@contextmanager
def reading(path: str | Path) -> Iterator[None]:
    """Say of whatever goes wrong while reading one of our own files: which file, what is wrong, and the remedy.

    Raises
    ------
    InputError
        In place of any error that a file which is missing, damaged or not ours can lead to.
    """
    try:
        yield
    except FileNotFoundError:
        raise InputError(f"{path} is not there; run the study, which makes it") from None
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError) as error:
        if isinstance(error, OSError) and error.strerror:
            raise InputError(f"{path} cannot be read: {error.strerror}") from error
        reason = next(iter(str(error).splitlines()), "") or type(error).__name__
        raise InputError(f"{path} is damaged, or seedcheck did not write it ({reason}); {REMEDY}") from error


def read_json(path: str | Path, *keys: str) -> Any:
    """Read a JSON file, in which these keys have to be.

    Raises
    ------
    InputError
        If the file is missing, no JSON, or something else.
    """
    with reading(path):
        value = json.loads(Path(path).read_text(encoding="utf-8"))
        if keys and not isinstance(value, dict):
            raise TypeError(f"it holds a {type(value).__name__}, not a mapping")
        if missing := [key for key in keys if key not in value]:
            raise LookupError(f"{', '.join(missing)} not in it")
        return value


def write_csv(path: str | Path, rows: Sequence[Row], columns: Sequence[str] = ()) -> None:
    """Write rows as CSV; floats in full, None as an empty field."""
    names = list(columns) or list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_text(path, text.getvalue())


def sha256(data: bytes) -> str:
    """Return the SHA-256 of ``data`` in hex."""
    return hashlib.sha256(data).hexdigest()
