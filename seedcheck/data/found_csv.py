"""Which column of a CSV file holds the labels: found by its name and its values."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from seedcheck.data.classes import is_binary, number
from seedcheck.data.contract import listed
from seedcheck.data.csv_files import MISSING, records
from seedcheck.data.csv_header import short
from seedcheck.errors import InputError

NAMES = {"y", "label", "labels", "target", "targets", "class", "classes", "outcome", "diagnosis", "response", "output",
         "truth", "result", "is_positive"}  # fmt: skip
FEW = 3  # different values of which it is clear that they are not two


def label_column(path: Path) -> str:
    """Return the column that holds the labels: that has 0 and 1, or else by its name, or the one that has words.

    Where it is none of these, it is the one of which the reader says what is wrong.

    Raises
    ------
    InputError
        If several columns could be it, or the file is no CSV. OSError passes.
    """
    values = _values(path)
    binary = [name for name, found in values.items() if is_binary(found)]
    named = [name for name in values if name.lower() in NAMES]
    chosen = [name for name in binary if name in named] or binary
    if len(chosen) > 1:
        said = f"several columns have 0 and 1 only ({listed(map(short, chosen))}); say which holds the labels"
        raise InputError(f"{said}, as --label {chosen[-1]} (with make: LABEL={chosen[-1]})")
    if len(values) < 2:
        return "y"
    worded = [name for name, found in values.items() if all(number(value) is None for value in found)]
    two = [name for name, found in values.items() if len(found) == 2]
    return next(iter([*chosen, *named, *reversed(worded), *reversed(two), *reversed(values)]))


def _values(path: Path) -> dict[str, set[str]]:
    """Return some different values of each column that has a name, a few at most."""
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            rows = records(file)
            names = [name.strip() for name in next(rows, (1, []))[1]]
            found: list[set[str]] = [set() for _ in names]
            for _, fields in rows:
                _collect(found, fields)
    except UnicodeDecodeError:
        return {}  # the reader says so
    return {name: values - MISSING for name, values in zip(names, found, strict=True) if name}


def _collect(found: Sequence[set[str]], fields: Iterable[str]) -> None:
    for values, field in zip(found, fields, strict=False):
        if len(values) <= FEW + len(MISSING):
            values.add(field.strip().lower())
