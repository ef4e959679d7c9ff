"""Examples as they are read of a file, and how many numbers may be read at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from numpy.typing import NDArray

from seedcheck import memory
from seedcheck.errors import InputError

Array = NDArray[Any]
MOST_NUMBERS = 100_000_000  # 800 MB, as they are calculated with
FEWER = "take fewer examples or inputs, or a machine with more memory"
COPIES = 6  # of the inputs that are there at once while a data set is split, scaled and written: 5 to 7 were measured


@dataclass(frozen=True)
class Examples:
    """What was read of a file.

    Attributes
    ----------
    X : (examples, ...) inputs
    y : (examples,) classes 0, 1, ...
    columns : names of the inputs, None where a file has none
    classes : what the file calls the classes, in their order
    """

    X: Array
    y: Array
    columns: tuple[str, ...] | None = None
    classes: tuple[str, ...] = ()


def check_size(name: str, shape: Sequence[int], copies: int = COPIES) -> None:
    """Raise an InputError if an array of this shape has too many numbers, or there is no memory for these copies."""
    numbers = prod(shape)
    if numbers > MOST_NUMBERS:
        raise InputError(
            f"{name} has {numbers:,} numbers, more than the {MOST_NUMBERS:,} that are read; take fewer examples"
        )
    check_memory(f"{name} has", numbers, copies)


def check_memory(has: str, numbers: int, copies: int = COPIES) -> None:
    """Raise an InputError if there is no memory for these copies of so many numbers; ``has`` is "the file has"."""
    memory.check(f"{has} {numbers:,} numbers, {memory.shown(8 * numbers)}; to read it", 8 * copies * numbers, FEWER)
