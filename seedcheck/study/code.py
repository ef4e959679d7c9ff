"""One hash per module that a step imports: Snakemake reruns a job when one changes, and names it (``params``)."""

import hashlib
import sys
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from pathlib import Path

from seedcheck.study.parsed import source

ROOT = Path(__file__).parents[2]
LOCAL = ("nn", "seedcheck")  # packages of this repository
TEMPLATES = (".css", ".html", ".js")  # of a package
SOFTWARE = ("numpy", "scipy", "h5py", "scikit-learn")  # of which a record says what version it was made with
DISTRIBUTIONS = {"PIL": "pillow", "psycopg2": "psycopg2-binary", "sklearn": "scikit-learn", "yaml": "PyYAML"}


@cache
def _module_file(name: str) -> Path | None:
    """Return the file of a module of this repository, None for all others."""
    if name.split(".", maxsplit=1)[0] not in LOCAL:
        return None
    base = ROOT.joinpath(*name.split("."))
    return next((path for path in (base.with_suffix(".py"), base / "__init__.py") if path.is_file()), None)


@cache
def _closure(modules: tuple[str, ...]) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Return the local files and the distributions that modules import, directly or not, themselves included."""
    files: dict[Path, None] = {}
    distributions = set()
    names = list(modules)
    while names:
        name = names.pop()
        parents = [name.rsplit(".", n)[0] for n in range(1, name.count(".") + 1)]
        path = _module_file(name)
        if path and path not in files:
            files[path] = None
            names.extend([*source(path).imports, *parents])
        package = name.split(".", maxsplit=1)[0]
        if package not in LOCAL:
            distributions.add(DISTRIBUTIONS.get(package, package))
    return tuple(sorted(files)), tuple(sorted(distributions - sys.stdlib_module_names))


@cache
def _hash(path: Path) -> str:
    """Return the hash of a module's syntax tree, and for a package of its templates too."""
    tree = source(path).tree
    if path.name == "__init__.py":
        templates = [file.read_bytes() for file in sorted(path.parent.iterdir()) if file.suffix in TEMPLATES]
        tree = hashlib.sha256(b"\0".join([tree.encode(), *templates])).hexdigest() if templates else tree
    return tree[:12]


@cache
def _version(distribution: str) -> str:
    return metadata.version(distribution)


@cache
def code(step: str, *modules: str) -> Mapping[str, str]:
    """Return {"nn_network": "nn/network.py@1f2e...", "numpy": "numpy@2.4.6", ...} for a step's module and imports.

    ``modules`` are further ones that the step imports by their names. The hash is of the syntax tree without
    docstrings, so a comment changes nothing.
    """
    files, distributions = _closure((f"seedcheck.steps.{step}", *modules))
    names = {path.relative_to(ROOT).with_suffix("").as_posix().replace("/", "_"): path for path in files}
    return {name: f"{path.relative_to(ROOT).as_posix()}@{_hash(path)}" for name, path in names.items()} | {
        name.replace("-", "_"): f"{name}@{_version(name)}" for name in distributions
    }


def code_hash(step: str) -> str:
    """Return one hash of a step's local modules."""
    return hashlib.sha256("\n".join(sorted(v for v in code(step).values() if ".py@" in v)).encode()).hexdigest()


def software() -> dict[str, str]:
    """Return the versions that a record names; a training would look them up for longer than it checks its gate."""
    return {name: _version(name) for name in SOFTWARE}


def version_now(name: str) -> str:
    """Return the hash of a module ("nn/network.py") or the version of a distribution as it is now, "" if it is gone."""
    if name.endswith(".py"):
        return _hash(ROOT / name) if (ROOT / name).is_file() else ""
    try:
        return _version(name)
    except metadata.PackageNotFoundError:
        return ""
