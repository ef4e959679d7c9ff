"""Where raw files come from: data/raw/, then a local mirror, then their public addresses; always checked by SHA-256."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from seedcheck.errors import InputError
from seedcheck.files import file_sha256
from seedcheck.study.paths import RAW

TIMEOUT = 20  # seconds without an answer


class UnreachableError(InputError):
    """No source gave the file; the message lists every source and why it failed."""


def locate(name: str, known: Mapping[str, Any], mirror: str = "") -> Path:
    """Return the path of the raw file ``name``, downloaded to data/raw/ if it is nowhere else.

    Parameters
    ----------
    name : the file's name
    known : its ``sha256`` and ``urls``
    mirror : a local folder, "" for none

    Raises
    ------
    InputError
        If a source has a file of another SHA-256, or the mirror is no folder.
    UnreachableError
        If no source has it.
    """
    if mirror and not Path(mirror).is_dir():
        raise InputError(f"the data mirror {mirror!r} is not a folder; correct data_mirror or SEEDCHECK_DATA_MIRROR")
    tried = []
    for folder in [RAW, *([Path(mirror)] if mirror else [])]:
        path = folder / name
        if path.is_file():
            return checked(path, known["sha256"])
        tried.append(f"{path}: no such file")
    for url in known["urls"]:
        try:
            return _download(url, name, known["sha256"])
        except OSError as error:  # pooch passes on requests' exceptions, which are OSErrors
            tried.append(f"{url}: {_reason(error)}")
    raise UnreachableError(f"no source of {name} can be reached; tried\n  " + "\n  ".join(tried))


def checked(path: Path, sha256: str) -> Path:
    """Return ``path`` if the file has this SHA-256, else raise an InputError that names both."""
    found = file_sha256(path)
    if found != sha256:
        raise InputError(
            f"{path}: SHA-256 is {found}, expected {sha256}. Delete or replace the file,"
            " or correct `files` in the config if this version is meant"
        )
    return path


def _download(url: str, name: str, sha256: str) -> Path:
    """Download to data/raw/ with pooch, which keeps nothing whose hash is wrong."""
    import pooch  # noqa: PLC0415 - brings requests along, needed only for downloads

    print(f"downloading {url}")
    try:
        downloader = pooch.HTTPDownloader(timeout=TIMEOUT)
        return Path(pooch.retrieve(url, f"sha256:{sha256}", fname=name, path=RAW, downloader=downloader))
    except ValueError as error:
        raise InputError(f"{url}: {error} Correct the address or the sha256 in `files` of the config") from error


def _reason(error: OSError) -> str:
    """Return the innermost cause of a failed download, in one line."""
    cause: BaseException = error
    while cause.__cause__ or cause.__context__:
        cause = cause.__cause__ or cause.__context__  # type: ignore[assignment]
    return f"{type(cause).__name__}: {cause}".splitlines()[0]
