"""Reading points with labels from .csv, .npz, .mat and .h5 files, with one clear error for each fault."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from seedcheck.data.csv_files import read_csv
from seedcheck.data.examples import Examples
from seedcheck.data.isolation import isolated
from seedcheck.data.npz_files import read_npz
from seedcheck.errors import InputError

SIGNATURE = b"\x89HDF\r\n\x1a\n"


def read_points(path: Path, part: Mapping[str, str]) -> Examples:
    """Return the examples of a file.

    Parameters
    ----------
    path : a .csv file with a header, or an .npz, .mat or .h5 file with one example per row of its arrays
    part : names of the arrays, ``X`` and ``y``; in a .csv ``y`` is the column of labels, all others are inputs

    Raises
    ------
    InputError
        If the file cannot be read, lacks an array or column, or does not hold what ``contract`` asks for.
    """
    X, y = part.get("X", "X"), part.get("y", "y")
    try:
        return _reader(path)(path, X, y)
    except OSError as error:
        raise InputError(f"{path}: not a readable file: {error.strerror or error}") from error
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


def _reader(path: Path) -> Callable[[Path, str, str], Examples]:
    """Return how to read a kind of file."""
    kinds = {".csv": _csv, ".npz": _npz, ".mat": _mat, ".h5": _hdf5, ".hdf5": _hdf5}
    if path.suffix.lower() not in kinds:
        raise InputError(f"unknown kind of file {path.suffix!r}; known: {', '.join(kinds)}")
    return kinds[path.suffix.lower()]


def _csv(path: Path, _: str, y: str) -> Examples:
    return read_csv(path, y)


def _npz(path: Path, X: str, y: str) -> Examples:
    return isolated(partial(read_npz, path, *_different(X, y)), ".npz file")


def _mat(path: Path, X: str, y: str) -> Examples:
    if is_hdf5(path):
        return _hdf5(path, X, y)
    from seedcheck.data.mat_files import read_mat  # noqa: PLC0415 - only needed here

    return isolated(partial(read_mat, path, *_different(X, y)), ".mat file")


def _hdf5(path: Path, X: str, y: str) -> Examples:
    from seedcheck.data.hdf5_files import read_hdf5  # noqa: PLC0415 - only needed here

    if not is_hdf5(path):
        raise InputError("not a readable HDF5 file (truncated or damaged?): it does not begin like one")
    return isolated(partial(read_hdf5, path, *_different(X, y)), "HDF5 file")


def _different(X: str, y: str) -> tuple[str, str]:
    if y == X:
        raise InputError(f"X and y both name the array {X!r}; the labels cannot be the inputs")
    return X, y


def is_hdf5(path: Path) -> bool:
    """Whether a file is HDF5: its signature stands at its beginning, or behind 512 bytes and their doubles."""
    with open(path, "rb") as file:
        start = 0
        while True:
            file.seek(start)
            found = file.read(len(SIGNATURE))
            if found == SIGNATURE or len(found) < len(SIGNATURE):
                return found == SIGNATURE
            start = 2 * start or 512
