"""The header of a CSV file: each column of inputs and that of the labels has a name of its own."""

import re
from collections import Counter
from collections.abc import Sequence

from seedcheck.errors import InputError

COMMENT = re.compile(r"#|%|//|sep=")
SEPARATORS = {";": "';'", "\t": "tabs", "|": "'|'", " ": "spaces"}

Row = tuple[int, list[str]]  # the line on which a record begins, and its fields


def header_names(row: Row, y: str) -> list[str]:
    """Return the names of the columns, which are all there and different."""
    line, fields = row
    names = [name.strip() for name in fields]
    if not names:
        raise InputError("not a readable CSV file: no line is in it")
    if COMMENT.match(names[0]):
        raise InputError(f"line {line} is a comment ({short(names[0])}); delete it, the header has to come first")
    if y not in names:
        raise InputError(_without_labels(names, y))
    for k, name in enumerate(names):
        if not name or re.fullmatch(r"Unnamed: \d+", name):
            raise InputError(_unnamed(names, k))
    name, count = Counter(names).most_common(1)[0]
    if count > 1:
        raise InputError(f"two columns are called {short(name)}")
    if len(names) < 2:
        raise InputError(f"no columns of inputs besides {y!r}")
    return names


def _without_labels(names: Sequence[str], y: str) -> str:
    """Return why there is no column of labels."""
    for mark, word in SEPARATORS.items():
        if len(names) == 1 and len(names[0].split(mark)) > 1:
            return (
                f"its columns are separated by {word}; save it with commas between the columns,"
                " and with points as decimal marks"
            )
    shown = ", ".join(map(short, names[:20])) + (", ..." if len(names) > 20 else "")
    said = f"no column {y!r}; its columns: {shown}"
    if all(map(is_number, names)):
        return f"{said}. The first line has to be a header with their names"
    return f"{said}; name the one with the labels: `y: NAME` beside `file` in the configuration"


def _unnamed(names: Sequence[str], k: int) -> str:
    said = f"column {k + 1} has no name"
    if k == len(names) - 1 and not names[k]:
        return f"{said}: the lines end with a separator; delete it, or else name the column"
    return f"{said}: an index, which is no measurement? Delete it (pandas: to_csv(index=False)), or else name it"


def is_number(field: str) -> bool:
    """Whether a field is a number."""
    try:
        float(field)
    except ValueError:
        return False
    return True


def short(text: str) -> str:
    """Return a text in quotes, not too long."""
    return repr(text if len(text) <= 40 else f"{text[:39]}…")
