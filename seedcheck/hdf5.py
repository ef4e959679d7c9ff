"""Writing HDF5 files whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import h5py

from seedcheck.files import replacing


@contextmanager
def writing(path: str | Path) -> Iterator[h5py.File]:
    """Give an HDF5 file to fill, which gets its name once it is complete.

    It is filled in memory and written in one go (driver "core"): on a full disk, h5py crashes while it fills a file.
    """
    with replacing(path) as temporary, h5py.File(temporary, "w", libver="v110", driver="core") as file:
        yield file
