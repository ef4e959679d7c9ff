"""Data sets whose raw files are fetched, or marked stand-ins where no source can be reached."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from seedcheck.data import classes
from seedcheck.data.datasets import Dataset
from seedcheck.data.download import UnreachableError, locate
from seedcheck.data.from_files import PARTS, from_files
from seedcheck.data.generators import STAND_INS
from seedcheck.data.preparation import prepare


def fetched(settings: Mapping[str, Any], files: Mapping[str, Any], mirror: str, stand_in: bool) -> Dataset:
    """Return a data set from raw files, or its stand-in where no source can be reached and ``stand_in`` allows it.

    Parameters
    ----------
    settings : the data set's part of the configuration
    files : what the configuration says of the raw files that it needs: ``sha256`` and ``urls`` by name
    mirror : local folder with raw files, "" for none
    stand_in : whether a generated stand-in may take the place of unreachable files

    Raises
    ------
    InputError
        If a file is unreachable, has a wrong hash or is malformed, or its classes do not fit.
    """
    names = dict.fromkeys(settings[part]["file"] for part in PARTS if part in settings)
    try:
        paths = {name: locate(name, files[name], mirror) if name in files else Path(name) for name in names}
    except UnreachableError as error:
        if not stand_in or "stand_in" not in settings:
            raise
        return _stand_in(settings, error)
    sources = {name: (files.get(name, {}).get("urls") or [name])[0] for name in names}
    return from_files(settings, paths, sources)


def _stand_in(settings: Mapping[str, Any], error: UnreachableError) -> Dataset:
    kind = settings["stand_in"]
    print(f"WARNING: {error}\nWARNING: STAND-IN DATA ({kind}) take the place of the real ones. Results on them are not")
    print("comparable with published numbers. With network access run: make refetch")
    reason = f"generated ({kind}), because no source of the real data could be reached"
    train, test = STAND_INS[kind]()
    labels = classes.names(settings.get("labels"), ["0", "1"])
    return prepare(train, test, {**settings, "labels": labels}, {"source": f"stand-in: {kind}", "stand_in": reason})
