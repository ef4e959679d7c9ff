"""What a file of examples has to hold, whatever its kind; everything else is one error with its cause and remedy.

Inputs X are real, finite numbers, one example per row, at least one row and one number in each. Labels y are as many
numbers, 0 or 1, and both are there. Truth values count as 0 and 1. No array has more numbers than
``examples.check_size`` allows, which is looked up in the file before the numbers are read.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Any

import numpy as np

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
    return Examples(inputs, _classes(labels, names[1]))


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
    raise InputError(f"{said}: of columns for each class (one-hot), keep that of class 1" if _is_one_hot(y) else said)


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


def _classes(y: Array, name: str) -> Array:
    """Return labels that are 0 and 1, as whole numbers."""
    if y.dtype.kind in "cVMm":
        raise InputError(f"{name} holds {KINDS[y.dtype.kind]}; the labels have to be 0 and 1")
    if y.dtype.kind in "buif" and set(np.unique(y).tolist()) == {0, 1}:
        return y.astype(np.int64)
    raise InputError(wrong_classes(np.unique(y).tolist() if y.dtype.kind in "buif" else map(_word, y.tolist())))


def _word(value: Any) -> str:
    """Return a label as text; HDF5 keeps it as bytes, a cell of MATLAB as an array."""
    while isinstance(value, np.ndarray | list) and len(value) == 1:
        value = value[0]
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def wrong_classes(labels: Iterable[Any]) -> str:
    """Return what to say of labels that are not 0 and 1, with what they may have been meant for."""
    found = sorted({label if isinstance(label, str) else f"{label:g}" for label in labels}, key=_by_size)
    shown = ", ".join(label[:20] for label in found[:5]) + (", ..." if len(found) > 5 else "")
    said = f"the labels are {shown}; accepted are the two classes 0 and 1, both present"
    return f"{said}: write {found[0]} as 0 and {found[1]} as 1, or the other way round" if len(found) == 2 else said


def _by_size(label: str) -> tuple[bool, float, str]:
    try:
        return False, float(label), label
    except ValueError:
        return True, 0.0, label
