"""From points as they were generated or read to a data set: split, brought to columns, scaled and described."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from seedcheck.data.datasets import Array, Dataset
from seedcheck.data.generators import Points
from seedcheck.data.stored import arrays_sha256
from seedcheck.errors import InputError

LEAST, MOST = 1e-100, 1e100  # largest number of an input whose squares are neither 0 nor infinite


def split(points: Points, settings: Mapping[str, Any], classes: Sequence[str]) -> tuple[Points, Points]:
    """Return training and test points, each of the classes in the same proportion, split with the seed.

    Raises
    ------
    InputError
        If ``test_fraction`` leaves one part without a class.
    """
    from sklearn.model_selection import train_test_split  # noqa: PLC0415 - over a second, only needed here

    X, y = points
    try:
        parts = train_test_split(X, y, test_size=settings["test_fraction"], random_state=settings["seed"], stratify=y)
    except ValueError:
        raise InputError(_too_few(y, settings["test_fraction"], classes)) from None
    if any(len(np.unique(part)) < len(classes) for part in parts[2:]):
        raise InputError(_too_few(y, settings["test_fraction"], classes))
    return (parts[0], parts[2]), (parts[1], parts[3])


def counted(y: Array, classes: Sequence[str]) -> str:
    """Return how many examples there are of each class, or of the five rarest: "4 of class 0 and 1 of class 1"."""
    counts = [int(np.sum(y == k)) for k in range(len(classes))]
    rarest = sorted(np.argsort(counts, kind="stable")[:5].tolist())
    return " and ".join(f"{counts[k]} of class {classes[k]}" for k in rarest)


def _too_few(y: Array, fraction: float, classes: Sequence[str]) -> str:
    return (
        f"test_fraction {fraction}: of {counted(y, classes)} no two parts can be made that both have all classes;"
        " add examples, take another fraction, or give a file of test examples (`test`)"
    )


def prepare(train: Points, test: Points, settings: Mapping[str, Any], source: Mapping[str, str]) -> Dataset:
    """Return a data set of training and test points (examples, ...), scaled as the settings say.

    Raises
    ------
    InputError
        If training and test examples have different shapes.
    """
    shape = train[0].shape[1:]
    if test[0].shape[1:] != shape:
        raise InputError(
            f"a training example has the shape {shape}, a test example {test[0].shape[1:]}; they have to agree"
        )
    X_train, Y_train = _columns(train, settings["divide_by"])
    X_test, Y_test = _columns(test, settings["divide_by"])
    if settings.get("standardize"):
        X_train, X_test = _standardized(X_train, X_test)
    attributes = {"source": "", "source_sha256": "", "stand_in": "", "seed": settings["seed"]} | dict(source)
    attributes |= {"labels": settings["labels"], "shape": list(shape), "divide_by": settings["divide_by"]}
    if settings.get("standardize"):
        attributes["standardized"] = True
    attributes["sha256"] = arrays_sha256((X_train, Y_train, X_test, Y_test))
    return Dataset(X_train, Y_train, X_test, Y_test, attributes)


def _columns(points: Points, divide_by: float) -> tuple[Array, Array]:
    """Return inputs (features, examples) and labels (1, examples)."""
    X, y = points
    columns = np.ascontiguousarray(X.reshape(len(X), -1).T / divide_by, dtype=float)
    return columns, np.asarray(y, dtype=float)[None]


def _standardized(X_train: Array, X_test: Array) -> tuple[Array, Array]:
    """Return inputs (features, examples), both minus the training mean and over the training standard deviation."""
    largest = np.abs(X_train).max(axis=1, keepdims=True)
    unit = np.where((largest > MOST) | ((largest < LEAST) & (largest > 0)), largest, 1.0)  # where squares would not fit
    X_train, X_test = X_train / unit, X_test / unit
    mean, deviation = X_train.mean(axis=1, keepdims=True), X_train.std(axis=1, keepdims=True)
    deviation[np.ptp(X_train, axis=1) == 0] = 1.0  # of equal numbers it need not be 0: std([0.1] * 3) is 1e-17
    return (X_train - mean) / deviation, (X_test - mean) / deviation
