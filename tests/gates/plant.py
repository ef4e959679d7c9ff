"""Loads the project's code anew with a bug in its source: the files on disk stay as they are."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder, SourceLoader
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[2]
LOADED_ANEW = ("nn", "seedcheck")
Edit = tuple[str, str, str]  # module below nn, text that is there, and what replaces it


class Changed(SourceLoader):
    """Loads a module from a changed source."""

    def __init__(self, path: Path, source: str):
        self.path, self.source = path, source

    def get_filename(self, fullname: str) -> str:
        """Return the file that the source was."""
        return str(self.path)

    def get_data(self, path: str | bytes) -> bytes:
        """Return the changed source."""
        return self.source.encode()


class Finder(MetaPathFinder):
    """Finds the modules whose source is changed."""

    def __init__(self, sources: Mapping[str, tuple[Path, str]]):
        self.sources = sources

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return how to load a changed module, None for all others."""
        if fullname not in self.sources:
            return None
        file, source = self.sources[fullname]
        return spec_from_file_location(fullname, file, loader=Changed(file, source))


def changed(edits: Sequence[Edit]) -> dict[str, tuple[Path, str]]:
    """Return file and changed source of each edited module."""
    sources: dict[str, tuple[Path, str]] = {}
    for module, old, new in edits:
        path = ROOT.joinpath(*module.split(".")).with_suffix(".py")
        text = sources[module][1] if module in sources else path.read_text(encoding="utf-8")
        if text.count(old) != 1:
            raise ValueError(f"{module}: {old!r} is there {text.count(old)} times")
        sources[module] = path, text.replace(old, new)
    return sources


@contextmanager
def planted(edits: Sequence[Edit]) -> Iterator[None]:
    """Let imports find the edited code; what was imported before is put back in the end."""
    finder = Finder(changed(edits))
    before = {name: module for name, module in sys.modules.items() if name.split(".")[0] in LOADED_ANEW}
    for name in before:
        del sys.modules[name]
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name in sys.modules if name.split(".")[0] in LOADED_ANEW]:
            del sys.modules[name]
        sys.modules.update(before)
