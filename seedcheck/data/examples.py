"""Examples as they are read of a file, and how many numbers may be read at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from numpy.typing import NDArray

from seedcheck.errors import InputError

Array = NDArray[Any]
MOST_NUMBERS = 100_000_000  # 800 MB, as they are calculated with


@dataclass(frozen=True)
class Examples:
    """What was read of a file.

    Attributes
    ----------
    X : (examples, ...) inputs
    y : (examples,) labels 0 and 1
    columns : names of the inputs, None where a file has none
    """

    X: Array
    y: Array
    columns: tuple[str, ...] | None = None


def check_size(name: str, shape: Sequence[int]) -> None:
    """Raise an InputError if an array of this shape has too many numbers."""
    if prod(shape) > MOST_NUMBERS:
        raise InputError(
            f"{name} has {prod(shape):,} numbers, more than the {MOST_NUMBERS:,} that are read; take fewer examples"
        )
