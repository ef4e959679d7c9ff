"""Data sets read from files on disk."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from seedcheck.data import classes
from seedcheck.data.contract import listed
from seedcheck.data.datasets import Dataset
from seedcheck.data.examples import Array, Examples
from seedcheck.data.formats import read_points
from seedcheck.data.generators import Points
from seedcheck.data.preparation import prepare, split
from seedcheck.errors import InputError
from seedcheck.files import file_sha256

PARTS = ("train", "test")


def from_files(settings: Mapping[str, Any], paths: Mapping[str, Path], sources: Mapping[str, str]) -> Dataset:
    """Return a data set that is read from files.

    Parameters
    ----------
    settings : the data set's part of the configuration
    paths : where each named file lies
    sources : what to say of where each named file comes from

    Raises
    ------
    InputError
        If a file is malformed, train and test have other columns, or their classes do not fit.
    """
    names = {part: settings[part]["file"] for part in PARTS if part in settings}
    read = {part: read_points(paths[name], settings[part]) for part, name in names.items()}
    points, found = _in_order(read["train"], settings.get("labels"))
    parts = (points, _test_points(read["train"], read["test"], names, found)) if "test" in read else None
    train, test = parts or split(points, settings, found)
    files = list(dict.fromkeys(names.values()))
    source = {
        "source": ", ".join(sources[name] for name in files),
        "source_sha256": ", ".join(file_sha256(paths[name]) for name in files),
    }
    return prepare(train, test, {**settings, "labels": classes.names(settings.get("labels"), found)}, source)


def _in_order(train: Examples, labels: Sequence[str] | None) -> tuple[Points, Sequence[str]]:
    """Return the training points and the classes, in the order of ``labels`` where these are the words of the file."""
    found = [*labels] if labels and set(labels) == set(train.classes) else [*train.classes]
    return (train.X, _numbered(train, found)), found


def _numbered(examples: Examples, found: Sequence[str]) -> Array:
    """Return labels by the order of all classes."""
    return np.array([found.index(name) for name in examples.classes])[examples.y]


def _test_points(train: Examples, test: Examples, names: Mapping[str, str], found: Sequence[str]) -> Points:
    """Return the points of the test set, with named inputs in the order that they have in the training set."""
    if unknown := [name for name in test.classes if name not in found]:
        raise InputError(
            f"{names['test']}: its label {unknown[0]!r} is not in {names['train']}, which has {listed(found)};"
            " a network learns only classes that it is shown"
        )
    y = _numbered(test, found)
    if train.columns is None or test.columns is None or train.columns == test.columns:
        return test.X, y
    if set(train.columns) != set(test.columns):
        missing = [name for name in train.columns if name not in test.columns]
        further = [name for name in test.columns if name not in train.columns]
        raise InputError(
            f"{names['test']}: its columns are not those of {names['train']}; "
            f"missing: {listed(map(repr, missing))}; further: {listed(map(repr, further))};"
            " give both files the same columns"
        )
    return test.X[:, [test.columns.index(name) for name in train.columns]], y
