"""The configuration merged from its sources, and where each of its parts was given."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from seedcheck.study.yaml import Place, Unquoted, read_with_lines


@dataclass(frozen=True, order=True)
class Origin:
    """Where a part was given: the number of the source, the line (0 where there are none), and the source's name."""

    order: int
    line: int
    source: str

    def __str__(self) -> str:
        return f"{self.source}: line {self.line}" if self.line else self.source


@dataclass
class Sources:
    """Settings merged mapping by mapping, so that later sources win.

    Attributes
    ----------
    content : the merged settings
    origins : where each part was given: a mapping where it first was, any other value where it last was
    names : the names of the sources
    """

    content: dict[str, Any] = field(default_factory=dict)
    origins: dict[Place, Origin] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)

    def add_file(self, path: str | Path) -> None:
        """Merge a YAML or JSON file."""
        content, lines = read_with_lines(path)
        order, name = len(self.names), str(path)
        self.names.append(name)
        self._merge(self.content, content, (), lambda place: Origin(order, lines.get(place, 0), name))

    def add_mapping(self, settings: Mapping[str, Any], name: str) -> None:
        """Merge settings that have no lines; those that are there already keep their origin."""
        origin = Origin(len(self.names), 0, name)
        self.names.append(name)
        self._merge(self.content, _changes(settings, self.content), (), lambda _: origin)

    def origin(self, place: Place) -> Origin:
        """Return where a part was given, or else the nearest part around it, or else all sources."""
        for n in range(len(place), 0, -1):
            if place[:n] in self.origins:
                return self.origins[place[:n]]
        return Origin(-1, 0, ", ".join(self.names))

    def _merge(self, present: dict[str, Any], new: Mapping[str, Any], place: Place,
               origin: Callable[[Place], Origin]) -> None:  # fmt: skip
        for key, value in new.items():
            here = (*place, key)
            if isinstance(value, Mapping) and isinstance(present.get(key), dict):
                self._merge(present[key], value, here, origin)
            else:
                present[key] = self._noted(value, here, origin)

    def _noted(self, value: Any, place: Place, origin: Callable[[Place], Origin]) -> Any:
        """Note where a value and all below it were given, and return a copy (aliases in YAML are one object)."""
        self.origins[place] = origin(place)
        if isinstance(value, Mapping):
            return {key: self._noted(part, (*place, key), origin) for key, part in value.items()}
        if isinstance(value, list):
            return [self._noted(part, (*place, k), origin) for k, part in enumerate(value)]
        return value


def as_typed(settings: Mapping[str, Any], arguments: Sequence[str]) -> dict[str, Any]:
    """Return settings of the command line as they were typed: Snakemake makes 10 of --config root_seed=010."""
    typed = dict(argument.split("=", 1) for argument in arguments if "=" in argument)
    return {
        key: Unquoted(typed[key]) if isinstance(value, int | float) and key in typed else value
        for key, value in settings.items()
    }


def _changes(new: Mapping[str, Any], present: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of ``new`` differs from what is there, with its text marked as unquoted."""
    changes = {}
    for key, value in new.items():
        old = present.get(key)
        if isinstance(value, Mapping) and isinstance(old, Mapping):
            changes[key] = _changes(value, old)
        elif key not in present or not _is_same(_unquoted(value), old):
            changes[key] = _unquoted(value)
    return changes


def _unquoted(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _unquoted(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_unquoted(part) for part in value]
    return Unquoted(value) if isinstance(value, str) else value


def _is_same(new: Any, old: Any) -> bool:
    if isinstance(new, list) and isinstance(old, list):
        return len(new) == len(old) and all(map(_is_same, new, old))
    readings = [str(new), new.scalar()] if isinstance(new, Unquoted) else [new]
    return any(type(reading) is type(old) and reading == old for reading in readings)
