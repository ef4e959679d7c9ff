"""Data sets read from files on disk."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from seedcheck.data.contract import listed
from seedcheck.data.datasets import Dataset
from seedcheck.data.examples import Examples
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
        If a file is malformed, train and test have other columns, or the data do not fit two classes.
    """
    names = {part: settings[part]["file"] for part in PARTS if part in settings}
    read = {part: read_points(paths[name], settings[part]) for part, name in names.items()}
    train = read["train"].X, read["train"].y
    test = _test_points(read["train"], read["test"], names) if "test" in read else None
    train, test = (train, test) if test else split(train, settings)
    files = list(dict.fromkeys(names.values()))
    source = {
        "source": ", ".join(sources[name] for name in files),
        "source_sha256": ", ".join(file_sha256(paths[name]) for name in files),
    }
    return prepare(train, test, settings, source)


def _test_points(train: Examples, test: Examples, names: Mapping[str, str]) -> Points:
    """Return the points of the test set, with named inputs in the order that they have in the training set."""
    if train.columns is None or test.columns is None or train.columns == test.columns:
        return test.X, test.y
    if set(train.columns) != set(test.columns):
        missing = [name for name in train.columns if name not in test.columns]
        further = [name for name in test.columns if name not in train.columns]
        raise InputError(
            f"{names['test']}: its columns are not those of {names['train']}; "
            f"missing: {listed(map(repr, missing))}; further: {listed(map(repr, further))};"
            " give both files the same columns"
        )
    return test.X[:, [test.columns.index(name) for name in train.columns]], test.y
