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

FORM = 2  # of what is found: raise it, and nothing that was kept before counts


class Source(NamedTuple):
    """The hash of a module's syntax tree without docstrings, and the names that it imports."""

    tree: str
    imports: tuple[str, ...]


_used: dict[str, Source] = {}


@cache
def source(path: Path) -> Source:
    """Return what there is in a file; ``from a import b`` imports "a.b" too, relative imports are not used here."""
    text = path.read_bytes()
    key = hashlib.sha256(f"{FORM} {sys.version}".encode() + b"\0" + text).hexdigest()
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
    words: list[str] = []
    imports: list[ast.AST] = []
    _walk(ast.parse(text), words, imports)
    return hashlib.sha256(",".join(words).encode()).hexdigest(), tuple(_imported(imports))


def _walk(node: object, words: list[str], imports: list[ast.AST]) -> None:
    """Add a part of a syntax tree to its words as ``ast.dump`` has them, which takes twice as long, and its imports."""
    if isinstance(node, list):
        words.append("[")
        for part in node:
            _walk(part, words, imports)
        words.append("]")
    elif isinstance(node, ast.AST):
        words.append(type(node).__name__)
        if isinstance(node, ast.Import | ast.ImportFrom):
            imports.append(node)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            node.body = node.body[1:]
        for name in node._fields:
            _walk(getattr(node, name, None), words, imports)
    else:
        words.append(repr(node))


def _imported(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
