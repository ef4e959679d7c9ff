"""What there is in a source: a hash of its syntax tree, and what it imports.

Parsing all modules takes seconds, so what was found is kept from one call to the next, by the hash of the source's
bytes: it cannot be out of date, and may be deleted.
"""

import ast
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

from seedcheck.files import write_json
from seedcheck.study.paths import SOURCES


class Source(NamedTuple):
    """The hash of a module's syntax tree without docstrings, and the names that it imports."""

    tree: str
    imports: tuple[str, ...]


_used: dict[str, Source] = {}


@cache
def source(path: Path) -> Source:
    """Return what there is in a file; ``from a import b`` imports "a.b" too, relative imports are not used here."""
    text = path.read_bytes()
    key = hashlib.sha256(sys.version.encode() + b"\0" + text).hexdigest()
    tree, imports = _kept().get(key) or _parse(text)
    _used[key] = Source(str(tree), tuple(imports))
    return _used[key]


def keep() -> None:
    """Keep what this call has found, if it is not kept already."""
    if _used.keys() - _kept().keys():
        write_json(SOURCES, _used)


@cache
def _kept() -> dict[str, tuple[str, tuple[str, ...]]]:
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    with suppress(OSError, ValueError, TypeError, AttributeError):  # not there, or damaged
        found = {key: (tree, imports) for key, (tree, imports) in json.loads(SOURCES.read_text("utf-8")).items()}
    return found


def _parse(text: bytes) -> tuple[str, tuple[str, ...]]:
    tree = ast.parse(text)
    nodes = list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            node.body = node.body[1:]
    return hashlib.sha256(ast.dump(tree).encode()).hexdigest(), tuple(_imported(nodes))


def _imported(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
