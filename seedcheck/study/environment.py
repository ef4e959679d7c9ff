"""What jobs see of a user's environment: enough to work, and nothing that could change a result."""

import os
import site
import sys
from collections.abc import Collection, MutableMapping
from importlib.machinery import PathFinder
from pathlib import Path

from seedcheck.errors import InputError
from seedcheck.study.code import ROOT
from seedcheck.study.startup import sitecustomize

PACKAGES = ("numpy", "scipy", "h5py", "pandas", "matplotlib", "mlflow")
HARMLESS = {"PYTHONDONTWRITEBYTECODE", "PYTHONFAULTHANDLER", "PYTHONHASHSEED", "PYTHONHOME", "PYTHONPYCACHEPREFIX",
            "PYTHONUNBUFFERED"}  # fmt: skip
MEDDLING = {"BASH_ENV", "BASHOPTS", "ENV", "MATPLOTLIBRC", "POSIXLY_CORRECT", "SHELLOPTS"}


def isolate(variables: MutableMapping[str, str]) -> None:
    """Let Python find this interpreter and the packages of this project first, and leave out what would meddle.

    A PYTHONPATH of the user's is left out, unless packages that are needed are to be found there only.

    Raises
    ------
    InputError
        If the project's folder has a name that no list of folders can hold.
    """
    if os.pathsep in str(ROOT):
        raise InputError(f"{ROOT}: the '{os.pathsep}' in this name parts lists of folders: rename that folder")
    path = variables.get("PYTHONPATH", "")
    kept = path if _needed(path.split(os.pathsep)) else ""
    meddling = MEDDLING | {name for name in variables if name.startswith("PYTHON")} - HARMLESS
    for name in meddling & set(variables):
        del variables[name]
    if not _needed([site.getusersitepackages()]):
        variables["PYTHONNOUSERSITE"] = "1"
    startup = str(Path(sitecustomize.__file__).parent)
    variables["PYTHONPATH"] = os.pathsep.join(filter(None, [startup, kept]))
    variables["PATH"] = os.pathsep.join(filter(None, [str(Path(sys.executable).parent), variables.get("PATH", "")]))
    variables.update({"PYTHONSAFEPATH": "1", "PYTHONUTF8": "1", "MPLBACKEND": "agg"})


def _needed(places: Collection[str]) -> bool:
    """Return whether a package is to be found in these places only."""
    left_out = {Path(place).absolute() for place in places if place}
    others = [entry for entry in sys.path if Path(entry).absolute() not in left_out]
    return any(PathFinder.find_spec(name, others) is None for name in PACKAGES)
