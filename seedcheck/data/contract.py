"""What a file of examples has to hold, whatever its kind; everything else is one error with its cause and remedy.

Inputs X are real, finite numbers, one example per row, at least one row and one number in each. Labels y are as many
words or whole numbers (``seedcheck.data.classes``). No array has more numbers than
``examples.check_size`` allows, which is looked up in the file before the numbers are read.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Any

import numpy as np

from seedcheck.data.classes import numbered
from seedcheck.data.examples import Array, Examples
from seedcheck.errors import InputError

SHOWN = 20  # names in a message
KINDS = {
    "c": "complex numbers",
    "O": "objects",
    "S": "text",
    "U": "text",
    "V": "records of several values",
    "M": "dates",
    "m": "times",
}


def listed(names: Iterable[str]) -> str:
    """Return names for a message: the first of them, none too long, and nothing but what can be printed."""
    shown = [*islice(names, SHOWN + 1)]
    words = [name if name.isprintable() and len(name) <= 80 else f"{ascii(name)[:80]}…" for name in shown[:SHOWN]]
    return ", ".join(words + ["..."] * (len(shown) > SHOWN)) or "none"


def checked(X: Array, y: Array, names: tuple[str, str]) -> Examples:
    """Return inputs and labels that are as they have to be.

    Parameters
    ----------
    X, y : as they were read
    names : what the file calls them
    """
    inputs = _numbers(_filled(X, names[0]), names[0])
    labels = _one_column(_filled(y, names[1]), names[1])
    if inputs.ndim == 1:
        inputs = inputs[:, None]
    if len(inputs) != len(labels):
        raise InputError(_wrong_count(inputs, labels, names))
    different, codes = np.unique(_as_words(labels, names[1]), return_inverse=True)
    of_each, classes = numbered(different.tolist(), len(labels))
    return Examples(inputs, np.array(of_each)[codes], classes=classes)


def _filled(array: Array, name: str) -> Array:
    """Return an array that has at least one number."""
    if array.ndim == 0:
        raise InputError(f"{name} is a single value, but one row for each example is needed")
    if not array.size:
        raise InputError(f"{name} has the shape {array.shape}: there are no examples in it")
    return array


def _one_column(y: Array, name: str) -> Array:
    """Return labels as a vector."""
    if y.size == max(y.shape):
        return y.ravel()
    said = f"{name} has the shape {y.shape}; one label for each example is needed, in one column"
    one_hot = "of columns for each class (one-hot), make one of the class's number: y.argmax(axis=1)"
    raise InputError(f"{said}: {one_hot}" if _is_one_hot(y) else said)


def _is_one_hot(y: Array) -> bool:
    if y.ndim != 2 or y.dtype.kind not in "buif":
        return False
    ordered = np.sort(y, axis=int(y.shape[0] > y.shape[1]))
    last = ordered[:, -1:] if y.shape[0] > y.shape[1] else ordered[-1:]
    return bool((last == 1).all() and np.count_nonzero(y) == last.size)


def _wrong_count(X: Array, y: Array, names: tuple[str, str]) -> str:
    """Return why there are not as many examples as labels."""
    counts = f"{len(X)} rows of inputs, but {len(y)} labels"
    if X.shape[-1] == len(y):
        return f"{counts}: the examples stand in the columns of {names[0]}; save it transposed, one example per row"
    return f"{counts}; {names[0]} and {names[1]} have to be of the same examples"


def _numbers(X: Array, name: str) -> Array:
    """Return inputs that are finite numbers; kinds of number that divide alike are kept."""
    if X.dtype.kind not in "buif":
        kind = KINDS.get(X.dtype.kind, str(X.dtype))
        raise InputError(f"{name} holds {kind}; inputs have to be finite numbers, save it as an array of real ones")
    if X.dtype.kind == "b" or X.dtype.itemsize > 8:
        X = X.astype(float)
    finite = np.isfinite(X)
    if not finite.all():
        place = tuple(int(k) for k in np.argwhere(~finite)[0])
        where = f"row {place[0] + 1}" + (f", column {place[1] + 1}" if X.ndim == 2 else "")
        raise InputError(
            f"{name} is {X[place]} in {where}; inputs have to be finite numbers, without gaps: fill or delete such rows"
        )
    return X


def _as_words(y: Array, name: str) -> Array:
    """Return labels as text."""
    if y.dtype.kind in "cVMm":
        raise InputError(f"{name} holds {KINDS[y.dtype.kind]}; labels have to be words or whole numbers")
    return y.astype(str) if y.dtype.kind in "buif" else np.array([*map(_word, y.tolist())], str)


def _word(value: Any) -> str:
    """Return a label as text; HDF5 keeps it as bytes, a cell of MATLAB as an array."""
    while isinstance(value, np.ndarray | list) and len(value) == 1:
        value = value[0]
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)
