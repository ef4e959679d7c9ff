"""What files hold, as hashes: Snakemake looks at times, and a file can be replaced by one of an older or equal time.

Hashes are kept with the size, times and inode of their file, so that a large file is read once. No program can set the
time of the last change (ctime), which a copy, a rename or a write sets to now.
"""

import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from seedcheck.errors import InputError
from seedcheck.files import file_sha256, read_json, write_json
from seedcheck.study import paths
from seedcheck.study.jobs import files_of
from seedcheck.study.model import Study

KEPT = Path(".snakemake", "seedcheck", "hashes.json")
SETTLED = 2.0  # seconds after which a further change would have another time


def raw_hashes(study: Study, dataset: str) -> dict[str, str]:
    """Return the SHA-256 of a data set's files of one's own, and of raw files that are not those of the configuration.

    A parameter of the rules that read them. Raw files that are as they should be are left out: whether one of them was
    there already or was downloaded makes no difference.
    """
    found: dict[str, str] = {}
    for file in files_of(study.datasets[dataset]):
        known = study.files.get(file)
        path = paths.RAW / file if known else Path(file)
        if path.is_file():
            sha256 = content(path)
            if known is None or sha256 != known.sha256:
                found[file] = sha256
    return found


def content(path: Path) -> str:
    """Return the SHA-256 of a file, the one that was kept if the file has not been touched since."""
    kept = _kept()
    state = _state(path)
    entry = kept.get(str(path))
    if isinstance(entry, list) and entry[:-1] == state:
        return str(entry[-1])
    sha256 = file_sha256(path)
    if time.time() - path.stat().st_ctime > SETTLED and _state(path) == state:
        with suppress(OSError, InputError):  # where nothing can be written, it is read again next time
            write_json(KEPT, kept | {str(path): [*state, sha256]})
    return sha256


def _state(path: Path) -> list[int]:
    found = path.stat()
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]


def _kept() -> dict[str, Any]:
    with suppress(InputError):  # not there, or damaged
        kept = read_json(KEPT)
        return kept if isinstance(kept, dict) else {}
    return {}
