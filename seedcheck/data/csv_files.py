"""Reading examples from a CSV file: a header with the names of the columns, then one example per line.

Commas, points as decimal marks, UTF-8 (with a byte order mark or without), numbers or true and false. Each fault is
named with its line and column.
"""

import csv
import re
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from seedcheck.data.classes import MOST_CLASSES, TRUTH, numbered
from seedcheck.data.csv_header import COMMENT, Row, header_names, is_number, short
from seedcheck.data.examples import Examples, check_memory, check_size
from seedcheck.errors import InputError

MOST_BYTES = 4_000_000_000
MOST_LETTERS = 50_000_000  # in a line
SAMPLE = 2**20  # bytes by which the numbers of a file are estimated
MISSING = {"", "na", "nan", "n/a", "#n/a", "<na>", "null", "none", "?", "-"}
# What columns are called that number the examples and measure nothing.
ROW_NUMBERS = {"id", "ids", "idx", "index", "no", "nr", "row", "row_id", "row_names", "rowid", "rownames", "rows"}


def read_csv(path: Path, y: str) -> Examples:
    """Return the examples of a file: labels from the column ``y``, inputs from all others, in their order.

    Raises
    ------
    InputError
        If the file is not as it has to be. OSError passes.
    """
    if path.stat().st_size > MOST_BYTES:
        raise InputError(f"the file has more than {MOST_BYTES:,} bytes; save its numbers as arrays in an .h5 file")
    check_memory("the file has about", _about(path))
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            return _examples(records(file), y)
    except UnicodeDecodeError as error:
        raise InputError("not a readable CSV file: it is not text in UTF-8; save it as that") from error


def _about(path: Path) -> int:
    """Return about how many numbers are in a file, by its beginning: a tenth less, not to refuse one that just fits."""
    with open(path, "rb") as file:
        start = file.read(SAMPLE)
    return int(0.9 * path.stat().st_size * (start.count(b",") + start.count(b"\n")) / max(len(start), 1))


def _lines(file: TextIO) -> Iterator[str]:
    while text := file.readline(MOST_LETTERS):
        if len(text) == MOST_LETTERS:
            raise InputError(f"not a readable CSV file: a line has more than {MOST_LETTERS:,} letters")
        yield text


def records(file: TextIO) -> Iterator[Row]:
    """Yield the records that are not blank; one of several lines has a quoted line break in it."""
    reader = csv.reader(_lines(file), strict=True, skipinitialspace=True)
    line = 1
    try:
        for fields in reader:
            if len(fields) > 1 or any(field.strip() for field in fields):
                yield line, fields
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"line {line}: not a readable CSV file: {error}; is a quote not closed?") from error


def _examples(rows: Iterator[Row], y: str) -> Examples:
    names = header_names(next(rows, (1, [])), y)
    place = names.index(y)
    inputs = (*names[:place], *names[place + 1 :])
    values, lines, labels = array("d"), array("q"), array("b")
    codes: dict[str, int] = {}
    for line, fields in rows:
        if len(fields) != len(names):
            raise InputError(_wrong_length(line, fields, len(names)))
        label = fields.pop(place).strip()
        if label.lower() in MISSING:
            raise InputError(_wrong_field(line, y, label))
        labels.append(codes.setdefault(label, len(codes)))
        if len(codes) > MOST_CLASSES:
            break
        values.extend(_numbers(line, inputs, fields))
        lines.append(line)
        check_size("the file", (len(values),))
    if not lines:
        raise InputError("no line stands below the header: there are no examples in it")
    X = np.frombuffer(values).reshape(len(lines), len(inputs))
    try:
        of_each, classes = numbered(codes, len(lines))
    except InputError as error:
        raise InputError(f"column {short(y)}: {error}{_others(X, inputs)}") from error
    _check_inputs(X, inputs, lines)
    return Examples(X, np.array(of_each)[labels], inputs, classes)


def _wrong_length(line: int, fields: Sequence[str], expected: int) -> str:
    if COMMENT.match(fields[0]):
        return f"line {line} is a comment ({short(fields[0])}); delete it"
    said = f"line {line} has {len(fields)} values, but the header has {expected} names"
    if len(fields) == expected + 1 and not fields[-1].strip():
        return f"{said}: it ends with a separator; delete it"
    return f"{said} (a decimal comma? write a point)" if len(fields) > expected else said


def _numbers(line: int, names: Sequence[str], fields: Sequence[str]) -> list[float]:
    """Return the numbers of a line."""
    try:
        return list(map(float, fields))
    except ValueError:
        return [_number(line, name, field.strip()) for name, field in zip(names, fields, strict=True)]


def _number(line: int, name: str, field: str) -> float:
    if field.lower() in TRUTH:
        return TRUTH[field.lower()]
    if not is_number(field):
        raise InputError(_wrong_field(line, name, field))
    return float(field)


def _wrong_field(line: int, name: str, field: str) -> str:
    where = f"line {line}, column {short(name)}"
    if field.lower() in MISSING:
        return f"{where}: a missing value{f' ({field})' if field else ''}; fill or delete such rows"
    if re.fullmatch(r"[-+]?\d+,\d+", field):
        return f"{where}: {short(field)} has a decimal comma; write a point"
    if COMMENT.match(field):
        return f"{where}: {short(field)} is a comment; delete it"
    return f"{where}: {short(field)}, not a number; correct or delete such rows, or the column"


def _check_inputs(X: NDArray[np.float64], names: Sequence[str], lines: Sequence[int]) -> None:
    """Raise an InputError if inputs are not finite, or a column numbers the examples."""
    for name, column in zip(names, X.T, strict=True):
        wrong = np.flatnonzero(~np.isfinite(column))
        if wrong.size:
            value = column[wrong[0]]
            found = "a missing value" if np.isnan(value) else f"{value}, not a finite number"
            raise InputError(f"line {lines[wrong[0]]}, column {short(name)}: {found}; fill or delete such rows")
        is_whole = name.lower() in ROW_NUMBERS and np.array_equal(column, np.rint(column))
        if is_whole and len(np.unique(column)) == len(column):
            raise InputError(
                f"column {short(name)} numbers the examples and is no measurement; delete it, or else rename it"
            )


def _others(X: NDArray[np.float64], inputs: Sequence[str]) -> str:
    """Return in which column the labels may stand instead."""
    binary = [name for name, column in zip(inputs, X.T, strict=True) if set(np.unique(column)) == {0, 1}]
    return f". Or do they stand in column {short(binary[0])}, which has 0 and 1 only?" if binary else ""
