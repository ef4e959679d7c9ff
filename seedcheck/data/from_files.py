"""Data sets read from files on disk."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from seedcheck.data.datasets import Dataset
from seedcheck.data.formats import read_points
from seedcheck.data.preparation import prepare, split
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
        If a file is malformed, or the data do not fit two classes.
    """
    names = {part: settings[part]["file"] for part in PARTS if part in settings}
    points = {part: read_points(paths[name], settings[part]) for part, name in names.items()}
    train, test = (points["train"], points["test"]) if "test" in points else split(points["train"], settings)
    files = list(dict.fromkeys(names.values()))
    source = {
        "source": ", ".join(sources[name] for name in files),
        "source_sha256": ", ".join(file_sha256(paths[name]) for name in files),
    }
    return prepare(train, test, settings, source)
