"""Who we are in MLflow, which others log to as well: each run carries its writer, and only its writer touches it.

The identity is random and kept in results/.writer, so it outlives the store. The number of that file on its disk is
part of it: a copy of the folder is another writer, a renamed folder is the same. While a folder logs, it holds the lock
on that file, so whatever it left unfinished before is of a process that is dead.
"""

import fcntl
import os
import re
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO

from seedcheck.errors import InputError
from seedcheck.files import sha256
from seedcheck.study.paths import WRITER

TAG = "seedcheck.writer"  # of runs, experiments and versions of models
PATIENCE = 60.0  # seconds


@contextmanager
def alone() -> Iterator[str]:
    """Give this folder's identity, made if need be, while no other process of this folder has it.

    Raises
    ------
    InputError
        If another process keeps it.
    """
    WRITER.parent.mkdir(parents=True, exist_ok=True)
    with WRITER.open("a+", encoding="ascii") as file:
        _lock(file)
        if not _text(file):
            file.truncate(0)
            file.write(f"{uuid.uuid4().hex}\n")
            file.flush()
        yield _identity(file)


def known() -> str | None:
    """Return this folder's identity, None if it has none yet."""
    if not WRITER.is_file():
        return None
    with WRITER.open(encoding="ascii") as file:
        return _identity(file) if _text(file) else None


def wrote(writer: str | None, tags: Mapping[str, str]) -> bool:
    """Whether what has these tags is of a writer."""
    return writer is not None and tags.get(TAG) == writer


def _lock(file: IO[str]) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                raise InputError(f"{WRITER}: another process of this folder is logging to MLflow; wait for its end, or "
                                 "end it, and run again") from None  # fmt: skip
            time.sleep(0.1)


def _text(file: IO[str]) -> str:
    file.seek(0)
    text = file.read().strip()
    return text if re.fullmatch("[0-9a-f]{32}", text) else ""


def _identity(file: IO[str]) -> str:
    return sha256(f"{_text(file)}:{os.fstat(file.fileno()).st_ino}".encode())[:16]
