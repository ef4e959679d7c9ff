"""The study's configuration: read, checked as a whole, and resolved per variant.

All faults are reported at once, one line each: the file, the key, what was found, what is accepted.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from seedcheck.errors import InputError
from seedcheck.study.faults import REQUIRED, cross_faults, infinite_numbers, schema_faults

SCHEMA = Path(__file__).with_name("config.schema.yaml")
DEFAULTS: dict[str, Any] = {
    "loss": "logits",
    "scale": 1.0,
    "seed": 0,
    "l2_lambda": 0.0,
    "keep_prob": 1.0,
    "masks": "fresh",
    "mask_seed": 0,
    "record_every": 100,
}


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
    try:
        with open(path, encoding="utf-8") as file:
            content = yaml.load(file, _Loader)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise InputError(f"{path}: {place}not valid YAML: {error.problem}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not valid YAML in UTF-8: {error}") from error
    if not isinstance(content, dict):
        raise InputError(f"{path}: a mapping of settings is expected, found {type(content).__name__}")
    return content


def load(paths: Sequence[str | Path], overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the checked configuration from files, later ones and then ``overrides`` winning, with defaults filled in.

    Raises
    ------
    InputError
        If anything is wrong: one line per fault.
    """
    config: dict[str, Any] = {}
    for path in paths:
        merge(config, read_yaml(path))
    merge(config, overrides or {})
    with open(SCHEMA, encoding="utf-8") as file:
        schema = yaml.safe_load(file)
    faults = [*schema_faults(config, schema), *infinite_numbers(config)]
    if not faults:
        fill_defaults(config, schema, schema)
        faults = list(cross_faults(config))
    if faults:
        name = ", ".join(map(str, paths))
        raise InputError("\n".join(["the configuration has faults", *(f"{name}: {fault}" for fault in faults)]))
    return config


def merge(config: dict[str, Any], other: Mapping[str, Any]) -> None:
    """Put ``other`` into ``config``, mapping by mapping."""
    for key, value in other.items():
        if isinstance(value, Mapping) and isinstance(config.get(key), dict):
            merge(config[key], value)
        else:
            config[key] = value


def _deref(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    part: Any = root
    for step in schema.get("$ref", "#").split("/")[1:]:
        part = part[step]
    return part | schema if "$ref" in schema else schema


def fill_defaults(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> None:
    """Fill the schema's defaults into the mapping ``value``, at all levels; 1e4 becomes 10000 where it counts."""
    schema = _deref(schema, root)
    if not isinstance(value, dict):
        return
    for key, part in schema.get("properties", {}).items():
        if "default" in part:
            default = part["default"]
            value.setdefault(key, dict(default) if isinstance(default, dict) else default)
    for key, item in value.items():
        part = schema.get("properties", {}).get(key, schema.get("additionalProperties"))
        if isinstance(part, dict):
            kind = _deref(part, root)
            if isinstance(item, float) and kind.get("type") == "integer":
                value[key] = int(item)
            elif isinstance(item, list) and _deref(kind.get("items", {}), root).get("type") == "integer":
                value[key] = [int(number) for number in item]
            fill_defaults(item, part, root)


def settings(
    config: Mapping[str, Any], experiment: str, variant: str, changes: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return all training settings of a variant: ``changes``, else its own, its experiment's, or the defaults."""
    own = config["experiments"][experiment]
    given = DEFAULTS | own | own["variants"][variant] | dict(changes or {})
    return {key: given[key] for key in (*REQUIRED, *DEFAULTS)}
