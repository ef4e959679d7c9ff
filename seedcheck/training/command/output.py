"""What a command has to write, and what is wrong with what it wrote: docs/judge-a-script.md is the contract."""

import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seedcheck.errors import InputError

Array = NDArray[Any]

ENDINGS = ("", ".json", ".npz")  # of the file: numpy.savez adds its own
METRICS, CORRECT, COSTS = "metrics", "correct", "costs"
TEST, TRAIN = "test_accuracy", "train_accuracy"  # shares of the points, from 0 to 1
METRIC = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,99}")
ROUNDING = 1e-3  # by which a test accuracy may be off the mean of `correct`


@dataclass(frozen=True)
class Output:
    """What one run of a command came to.

    Attributes
    ----------
    metrics : numbers by name, ``test_accuracy`` among them, not finite where training diverged
    correct : (m,) bool, which test points are right; (0,) if that is not said
    costs : (k,) at its records; (0,) if there are none
    """

    metrics: Mapping[str, float]
    correct: Array = field(default_factory=lambda: np.empty(0, bool))
    costs: Array = field(default_factory=lambda: np.empty(0))

    @property
    def diverged(self) -> bool:
        """Whether the training diverged."""
        return not (np.isfinite(self.metrics[TEST]) and np.isfinite(self.costs).all())

    @property
    def diverged_at(self) -> int | None:
        """At which record of its costs it has diverged, 0 if they do not say so, None if it has not."""
        bad = np.flatnonzero(~np.isfinite(self.costs))
        return (int(bad[0]) if bad.size else 0) if self.diverged else None


def read(place: Path) -> Output:
    """Return what a command wrote to a path, with or without one of ENDINGS.

    Raises
    ------
    InputError
        In one line, if there is no such file, or it is not as the contract says.
    """
    there = [path for ending in ENDINGS if (path := place.with_name(place.name + ending)).is_file()]
    if not there:
        raise InputError("the command ended well, but has written nothing to {output}")
    path = there[0]
    found = _npz(path) if zipfile.is_zipfile(path) else _json(path)
    metrics = {name: _metric(name, value) for name, value in found[METRICS].items()}
    output = Output(metrics, _correct(found.get(CORRECT, ())), _costs(found.get(COSTS, ())))
    return _with_accuracy(output)


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"its output is no JSON: {error}") from None
    if not isinstance(found, dict) or not isinstance(found.get(METRICS), dict):
        raise InputError(f'its output has no "{METRICS}": write {{"{METRICS}": {{"{TEST}": 0.93}}}}')
    if unknown := sorted({*found} - {METRICS, CORRECT, COSTS}):
        raise InputError(f"its output has {unknown[0]!r}; accepted: {METRICS}, {CORRECT} and {COSTS}, and numbers "
                         f"within {METRICS}")  # fmt: skip
    return found


def _npz(path: Path) -> dict[str, Any]:
    """Return the arrays of a file of NumPy: single numbers are metrics."""
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file}
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise InputError(f"its output cannot be read as .npz: {error}") from None
    rest = {name: array.tolist() for name, array in arrays.items() if name not in {CORRECT, COSTS}}
    return {METRICS: rest} | {name: array for name, array in arrays.items() if name in {CORRECT, COSTS}}


def _metric(name: str, value: Any) -> float:
    """Return a metric; those that are accuracies are shares."""
    if not METRIC.fullmatch(name):
        raise InputError(f"its metric {name!r}: names have letters, digits, points, dashes and underscores")
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(
            f"its metric {name} is {str(value)[:40]}, and no number; of a training that diverged, write NaN"
        )
    if name in {TEST, TRAIN} and not (0 <= value <= 1 or not np.isfinite(value)):
        raise InputError(f"its {name} is {value:g}; give it as a share from 0 to 1, so 0.93 for 93 %")
    return float(value)


def _correct(value: Any) -> Array:
    array = _numbers(CORRECT, value)
    if not np.isin(array, (0, 1)).all():
        raise InputError(f"its {CORRECT} has {array[~np.isin(array, (0, 1))][0]:g}; give 1 for each test point that is "
                         "right, and 0 for each that is wrong")  # fmt: skip
    return array.astype(bool)


def _costs(value: Any) -> Array:
    return _numbers(COSTS, value)


def _numbers(name: str, value: Any) -> Array:
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise InputError(f"its {name} is no list of numbers") from None
    if array.ndim != 1:
        raise InputError(f"its {name} has the shape {array.shape}; give one list of numbers")
    return array


def _with_accuracy(found: Output) -> Output:
    """Return an output with the test accuracy that follows from its test points, if it has them."""
    if TEST not in found.metrics and not found.correct.size:
        named = ", ".join(found.metrics) or "none"
        raise InputError(f"its output has neither the metric {TEST} nor `{CORRECT}` (its metrics: {named})")
    if not found.correct.size:
        return found
    share = float(found.correct.mean())
    told = found.metrics.get(TEST, share)
    if not np.isfinite(told):
        return found
    if abs(told - share) > ROUNDING:
        raise InputError(
            f"its {TEST} is {told:g}, but {share:g} of `{CORRECT}` are right; are both of the same points?"
        )
    return Output({**found.metrics, TEST: share}, found.correct, found.costs)
