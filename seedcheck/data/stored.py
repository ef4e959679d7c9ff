"""Whether a file at data/{dataset}.h5 is one that seedcheck wrote: a file of the user's may have that name, too."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import prod
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from seedcheck.data.examples import Array, check_size
from seedcheck.errors import InputError
from seedcheck.files import reading

FAULTS = (OSError, RuntimeError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError, MemoryError)
KINDS = {"divide_by": int | float, "labels": list, "seed": int, "sha256": str, "shape": list, "source": str,
         "source_sha256": str, "stand_in": str}  # fmt: skip


@contextmanager
def own_file(path: str | Path) -> Iterator[None]:
    """Say of whatever goes wrong while a data set is read which file is none, and what to do.

    Raises
    ------
    InputError
        With the path.
    """
    with reading(path):
        try:
            yield
        except FileNotFoundError:
            raise
        except (*FAULTS, InputError) as error:
            reason = " ".join(str(error).split())[:200] or type(error).__name__
            raise ValueError(f"no data set of seedcheck: {reason}") from error


def array_of(file: Any, name: str) -> Array:
    """Return an array of a file, as it is stored."""
    item = file[name]
    if not isinstance(item, h5py.Dataset) or item.shape is None or len(item.shape) != 2 or item.dtype.kind not in "uif":
        raise ValueError(f"{name} is no table of numbers")
    check_size(name, item.shape, copies=1)
    array: Array = item[...]
    return array


def arrays_sha256(arrays: Iterable[Array]) -> str:
    """Return the SHA-256 of the numbers of arrays, one after another, without a copy of those that lie row by row."""
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()


def check(arrays: Sequence[Array], attributes: Mapping[str, Any]) -> None:
    """Raise a ValueError if these are not the arrays and attributes that ``preparation.prepare`` makes."""
    for name, kind in KINDS.items():
        if not isinstance(attributes.get(name), kind):
            raise ValueError(f"no attribute {name}")
    X_train, Y_train, X_test, Y_test = arrays
    for X, Y in ((X_train, Y_train), (X_test, Y_test)):
        if Y.shape != (1, X.shape[1]) or len(X) != prod(attributes["shape"]):
            raise ValueError(f"inputs {X.shape} and labels {Y.shape} do not fit together")
    if arrays_sha256(arrays) != attributes["sha256"]:
        raise ValueError("its numbers are not those of which it has the SHA-256")
