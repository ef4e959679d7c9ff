"""Strict YAML: 1e-3 is a number, a doubled key is an error, and every key and list entry has its line."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from seedcheck.errors import InputError

Place = tuple[Any, ...]  # keys and positions in lists that lead to a value, outermost first


class Unquoted(str):
    """Text that came without quotes, as from the command line: it may be meant as a number or a truth value."""

    __slots__ = ()

    def scalar(self) -> Any:
        """Return what YAML would read: a number, a truth value, None, or the text itself."""
        loader = _Loader("")
        tag = loader.resolve(yaml.ScalarNode, str(self), (True, False))  # type: ignore[no-untyped-call]
        try:
            return loader.construct_object(yaml.ScalarNode(tag, str(self)))
        except (yaml.YAMLError, ValueError):
            return str(self)


class _Loader(yaml.SafeLoader):
    """Safe YAML, with 1e-3 as a number (YAML 1.1 takes it for text) and doubled keys as errors."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: dict[str, int] = {}
        for key, _ in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise InputError(f"{self.name}: line {line}: a key has to be a name, not a list or mapping")
            if key.value in seen:
                first = seen[key.value]
                raise InputError(f"{self.name}: line {line}: key {key.value!r} appears twice (first in line {first})")
            seen[key.value] = line
        return super().construct_mapping(node, deep)

    def lines(self, node: yaml.Node, place: Place = (), around: tuple[yaml.Node, ...] = ()) -> Iterator[Any]:
        """Yield the place and the line of each key and list entry below a node; call it after the construction."""
        line = node.start_mark.line + 1
        if node in around:
            raise InputError(f"{self.name}: line {line}: this part contains itself; write it out instead")
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                here = (*place, self.construct_object(key))
                yield here, key.start_mark.line + 1
                yield from self.lines(value, here, (*around, node))
        elif isinstance(node, yaml.SequenceNode):
            for k, entry in enumerate(node.value):
                yield (*place, k), entry.start_mark.line + 1
                yield from self.lines(entry, (*place, k), (*around, node))


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9][0-9_]*(\.[0-9]*)?[eE][-+]?[0-9]+$"), list("-+0123456789")
)


def read_yaml(path: str | Path) -> dict[str, Any]:
    """Read a YAML mapping.

    Raises
    ------
    InputError
        If the file is missing, is not valid YAML, has a key twice, or is not a mapping.
    """
    return read_with_lines(path)[0]


def read_with_lines(path: str | Path) -> tuple[dict[str, Any], dict[Place, int]]:
    """Read a YAML mapping as ``read_yaml`` does, and return it with the line of each place in it."""
    try:
        with open(path, encoding="utf-8") as file:
            return _mapping_and_lines(_Loader(file))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise InputError(f"{path}: {place}not valid YAML: {error.problem}") from error
    except (yaml.YAMLError, ValueError) as error:  # not UTF-8, or a date such as 2024-13-45
        raise InputError(f"{path}: not valid YAML in UTF-8: {error}") from error


def _mapping_and_lines(loader: _Loader) -> tuple[dict[str, Any], dict[Place, int]]:
    node = loader.get_single_node()
    content = loader.construct_document(node) if node else None
    if node is None or not isinstance(content, dict):
        raise InputError(f"{loader.name}: a mapping of settings is expected, found {type(content).__name__}")
    return content, dict(loader.lines(node))
