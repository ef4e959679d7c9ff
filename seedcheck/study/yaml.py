"""Strict YAML and JSON, read in one way: 1e-3 is a number, 010 is none, keys are not doubled, every part has its line.

YAML 1.1 takes 1e-3 for text, 010 for 8 and 1:30 for 90. Here the first is a number, and the others are text, which is a
fault where a number is wanted.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from seedcheck.errors import InputError

Place = tuple[Any, ...]  # keys and positions in lists that lead to a value, outermost first
MOST_PARTS = 100_000  # with those that anchors repeat
MOST_BYTES = 10_000_000
PITFALL = re.compile(r"[-+]?(0[0-9_]+|[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?)")  # numbers of another base


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
    """Safe YAML with one reading of numbers, in which every key stands once."""

    def number(self, node: yaml.ScalarNode) -> Any:
        """Return a number, or text that looks like one but has other values in other programs."""
        text = self.construct_scalar(node)
        if PITFALL.fullmatch(text):
            return text
        return self.construct_yaml_int(node) if node.tag.endswith(":int") else self.construct_yaml_float(node)

    def inspect(self, root: yaml.Node) -> None:
        """Raise an InputError if a part contains itself, has a key twice, or anchors make it endless."""
        weights: dict[int, int] = {}  # of a node and all below, by its id; 0 while it is being looked at

        def weigh(node: yaml.Node) -> int:
            if weights.get(id(node)) == 0:
                raise self._fault(node, "this part contains itself; write it out instead")
            if id(node) not in weights:
                weights[id(node)] = 0
                if isinstance(node, yaml.MappingNode):
                    self._check_keys(node)
                parts = [part for entry in node.value for part in (entry if isinstance(entry, tuple) else (entry,))]
                below = sum(map(weigh, parts)) if isinstance(node, yaml.CollectionNode) else 0
                weights[id(node)] = 1 + below
                if below > MOST_PARTS:
                    raise self._fault(node, f"more than {MOST_PARTS:,} settings, with those that anchors repeat")
            return weights[id(node)]

        weigh(root)

    def _check_keys(self, node: yaml.MappingNode) -> None:
        seen: dict[Any, yaml.ScalarNode] = {}
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self._fault(key, "a key has to be a name, not a list or mapping")
            value = key.value if key.value == "<<" else self.construct_object(key)
            if value in seen:
                first = seen[value]
                what = f"key {key.value!r} appears twice"
                spelt = "" if first.value == key.value else f" as {first.value!r}, which is the same to YAML"
                raise self._fault(key, f"{what} (first in line {first.start_mark.line + 1}{spelt})")
            seen[value] = key

    def _fault(self, node: yaml.Node, text: str) -> InputError:
        return InputError(f"{self.name}: line {node.start_mark.line + 1}: {text}")

    def lines(self, node: yaml.Node, place: Place = ()) -> Iterator[tuple[Place, int]]:
        """Yield the place and the line of each key and list entry below a node; call it after the construction."""
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                here = (*place, self.construct_object(key))
                yield here, key.start_mark.line + 1
                yield from self.lines(value, here)
        elif isinstance(node, yaml.SequenceNode):
            for k, entry in enumerate(node.value):
                yield (*place, k), entry.start_mark.line + 1
                yield from self.lines(entry, (*place, k))


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^[-+]?([0-9][0-9_]*(\.[0-9_]*)?|\.[0-9][0-9_]*)[eE][-+]?[0-9]+$"),
    list("-+.0123456789"),
)
for _kind in ("int", "float"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_kind}", _Loader.number)


def read_yaml(path: str | Path) -> dict[str, Any]:
    """Read a mapping from YAML or JSON.

    Raises
    ------
    InputError
        If the file is missing, is neither, has a key twice, or is not a mapping.
    """
    return read_with_lines(path)[0]


def read_with_lines(path: str | Path) -> tuple[dict[str, Any], dict[Place, int]]:
    """Read a mapping as ``read_yaml`` does, and return it with the line of each place in it."""
    try:
        with open(path, "rb") as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise InputError(f"{path}: more than {MOST_BYTES:,} bytes, too many for settings")
        return _mapping_and_lines(path, content.decode("utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise InputError(f"{path}: {place}not valid YAML: {error.problem}") from error
    except RecursionError as error:
        raise InputError(f"{path}: lists or mappings stand too deep in each other") from error
    except (yaml.YAMLError, ValueError) as error:  # not UTF-8, or a date such as 2024-13-45
        reason = " ".join(str(error).split())
        raise InputError(f"{path}: not valid YAML in UTF-8: {reason}") from error


def _mapping_and_lines(path: str | Path, text: str) -> tuple[dict[str, Any], dict[Place, int]]:
    """Read JSON as JSON, where tabs are blanks, and anything else as YAML; the lines come from YAML in both cases."""
    json_content = _json(path, text)
    loader = _Loader(text if json_content is None else text.replace("\t", " "))
    loader.name = str(path)
    node = loader.get_single_node()
    if node:
        loader.inspect(node)
    content = loader.construct_document(node) if node else None
    if node is None or not isinstance(content, dict):
        raise InputError(f"{path}: a mapping of settings is expected, found {type(content).__name__}")
    return content if json_content is None else json_content, dict(loader.lines(node))


def _json(path: str | Path, text: str) -> dict[str, Any] | None:
    """Return the mapping of a JSON file, None if it is none."""
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        if Path(path).suffix.lower() == ".json":
            place = f"line {error.lineno}, column {error.colno}"
            raise InputError(f"{path}: {place}: not valid JSON: {error.msg}") from error
        return None
    return content if isinstance(content, dict) else None
