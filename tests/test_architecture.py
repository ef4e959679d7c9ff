"""The floor plan: rooms import downwards only, no module imports in a circle, and none is too long."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Every room may import from those above it in this list, and from itself.
ROOMS = ("nn", "seedcheck.errors", "seedcheck.memory", "seedcheck.study.paths", "seedcheck.checksums",
         "seedcheck.files", "seedcheck.hdf5", "seedcheck.study.passing",
         "seedcheck.study.yaml", "seedcheck.study.seal", "seedcheck.study.parsed", "seedcheck.study.code",
         "seedcheck.data", "seedcheck.training",
         "seedcheck.statistics", "seedcheck.presentation.style", "seedcheck.presentation.units",
         "seedcheck.presentation.advice", "seedcheck.presentation.captions", "seedcheck.presentation.words",
         "seedcheck.presentation.answers", "seedcheck.presentation.judged", "seedcheck.presentation.landing",
         "seedcheck.presentation.looks",
         "seedcheck.presentation.more", "seedcheck.presentation.one_seed", "seedcheck.presentation.plan",
         "seedcheck.presentation.tables", "seedcheck.presentation.figures.svg",
         "seedcheck.tracking", "seedcheck.presentation.figures", "seedcheck.presentation.page", "seedcheck.judging",
         "seedcheck.origin",
         "seedcheck.study", "seedcheck.terminal", "seedcheck.steps")  # fmt: skip
LONGEST = 200
FILES = sorted([*(ROOT / "nn").rglob("*.py"), *(ROOT / "seedcheck").rglob("*.py")])


def name_of(path: Path) -> str:
    """Return a module's name."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in FILES}


def imports(path: Path) -> Iterator[str]:
    """Yield the modules of this project that a module imports, within functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found = [name for name in names if name in MODULES]
            yield from found or ([node.module] if node.module in MODULES else [])


def room_of(module: str) -> int:
    """Return the number of the most special room that a module is in, -1 for a package's own docstring."""
    inside = [room for room in ROOMS if module == room or module.startswith(f"{room}.")]
    return ROOMS.index(max(inside, key=len)) if inside else -1


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_from_rooms_above_only(module: str) -> None:
    """`nn` knows nothing of the study, data nothing of training, statistics nothing of words, and so on."""
    upwards = [other for other in imports(MODULES[module]) if room_of(other) > room_of(module)]
    assert upwards == []


def test_every_module_is_in_a_room() -> None:
    """But for the packages themselves, which have a docstring only."""
    homeless = [module for module in MODULES if room_of(module) < 0]
    assert homeless == ["seedcheck", "seedcheck.presentation"]


def test_no_module_imports_in_a_circle() -> None:
    """Not even through a function. The packages' own files are left out: they name what is in them."""
    graph = {
        module: [other for other in imports(path) if other != "nn"]
        for module, path in MODULES.items()
        if path.name != "__init__.py"
    }
    assert len(list(TopologicalSorter(graph).static_order())) >= len(graph)  # raises CycleError


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_module_is_too_long(path: Path) -> None:
    """What does not fit is two things."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_nn_needs_numpy_only() -> None:
    """And the standard library."""
    for path in (ROOT / "nn").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert name.split(".")[0] in {"nn", "numpy", "collections", "dataclasses", "functools", "itertools",
                                              "math", "os", "typing"}, path.name  # fmt: skip


def test_only_the_snakefiles_side_imports_pydantic() -> None:
    """A step would pay for it at every start; commands of the user's that check a configuration do."""
    users = {module for module, path in MODULES.items() if "pydantic" in path.read_text(encoding="utf-8")}
    assert all(module.startswith("seedcheck.study.") for module in users)
    importers = {module for module, path in MODULES.items() if users & set(imports(path))}
    commands = {"seedcheck.steps.command", "seedcheck.steps.new", "seedcheck.steps.prune"}
    allowed = ("seedcheck.study.", "seedcheck.terminal.")
    assert all(module.startswith(allowed) for module in importers - commands)
    steps = {module: path for module, path in MODULES.items() if module.startswith("seedcheck.steps")}
    of_steps = {other for module, path in steps.items() if module not in commands for other in imports(path)}
    assert of_steps.isdisjoint(importers | users)
