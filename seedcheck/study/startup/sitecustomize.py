"""Let Python find the packages of this project, and nothing else in its folder.

A ``random.py`` or ``types.py`` that a user keeps there would else hide Python's own modules from every job. Python
imports this module at its start, since ``prepare_environment`` puts this folder on PYTHONPATH.
"""

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

FOLDER = __file__.rpartition("/")[0]
ROOT = FOLDER.rsplit("/", 3)[0]
PACKAGES = ("nn", "seedcheck")


class OwnPackages:
    """Finds the packages of this project before any others of the same names."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        """Return where a package of this project is, None for all others."""
        return PathFinder.find_spec(name, [ROOT], target) if name in PACKAGES and path is None else None


sys.meta_path.insert(0, OwnPackages)

if __name__ == "sitecustomize":  # at Python's start: the machine's own module of this name has its turn, too
    sys.path[:] = [entry for entry in sys.path if entry != FOLDER]
    del sys.modules["sitecustomize"]
    try:
        import sitecustomize  # type: ignore[import-not-found]  # noqa: F401
    except ImportError:
        sys.modules["sitecustomize"] = ModuleType("sitecustomize")
