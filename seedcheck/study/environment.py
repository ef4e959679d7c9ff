"""What jobs see of a user's environment: enough to work, and nothing that could change a result."""

import os
import site
import sys
from collections.abc import Iterable, MutableMapping, Sequence
from importlib.machinery import PathFinder
from pathlib import Path

from seedcheck.errors import InputError
from seedcheck.study.code import ROOT
from seedcheck.study.startup import sitecustomize

PACKAGES = ("numpy", "scipy", "h5py", "pandas", "matplotlib", "mlflow")
HARMLESS = {"PYTHONFAULTHANDLER", "PYTHONHASHSEED", "PYTHONHOME", "PYTHONNOUSERSITE",
            "PYTHONPYCACHEPREFIX", "PYTHONUNBUFFERED"}  # fmt: skip
IMPOSSIBLE = ":{}"  # the first parts lists of folders, the others are names to Snakemake
MEDDLING = {"BASH_ENV", "BASHOPTS", "ENV", "MATPLOTLIBRC", "POSIXLY_CORRECT", "SHELLOPTS"}


def isolate(variables: MutableMapping[str, str], path: list[str]) -> None:
    """Let this process and its jobs find this interpreter and this project's packages, and nothing that would meddle.

    A PYTHONPATH of the user's is left out, unless packages that are needed are to be found there only. Modules of the
    project's own folder are found no more, but for its packages: a random.py there must not hide Python's own. Jobs
    keep this project's bytecode even with PYTHONDONTWRITEBYTECODE: short ones would compile for a fifth of their time.

    Parameters
    ----------
    variables : the environment
    path : where this process looks for modules

    Raises
    ------
    InputError
        If the project's folder has a name that no list of folders can hold.
    """
    if any(letter in str(ROOT) for letter in IMPOSSIBLE):
        raise InputError(f"{ROOT}: nothing works below a name with one of {IMPOSSIBLE}: rename that folder")
    given = variables.get("PYTHONPATH", "").split(os.pathsep)
    path[:] = _without(path, [".", str(ROOT)])
    kept = given if _missing(_without(path, given)) else []
    path[:] = path if kept else _without(path, given)
    if not _missing(_without(path, [site.getusersitepackages()])):
        variables["PYTHONNOUSERSITE"] = "1"
    meddling = MEDDLING | {name for name in variables if name.startswith("PYTHON")} - HARMLESS
    for name in meddling & set(variables):
        del variables[name]
    variables["PYTHONPATH"] = os.pathsep.join([str(Path(sitecustomize.__file__).parent), *kept])
    variables["PATH"] = os.pathsep.join(filter(None, [str(Path(sys.executable).parent), variables.get("PATH", "")]))
    variables.update({"PYTHONSAFEPATH": "1", "PYTHONUTF8": "1", "MPLBACKEND": "agg"})


def _without(path: Iterable[str], places: Iterable[str]) -> list[str]:
    """Return the entries of a list of folders but those of ``places``."""
    left_out = {Path(place).absolute() for place in places if place}
    return [entry for entry in path if Path(entry).absolute() not in left_out]


def _missing(path: Sequence[str]) -> bool:
    """Return whether a package is not to be found in these folders."""
    return any(PathFinder.find_spec(name, path) is None for name in PACKAGES)
