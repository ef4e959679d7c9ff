"""Parts of a configuration as it was given, which may be wrong anywhere."""

from typing import Any, TypeVar

from seedcheck.study.yaml import Unquoted

Kind = TypeVar("Kind")


def part(config: Any, kind: type[Kind], *place: str) -> Kind:
    """Return the part of a configuration at a place, or an empty one where there is none of that kind."""
    for key in place:
        config = config.get(key) if isinstance(config, dict) else None
    if isinstance(config, Unquoted) and kind is not str:
        config = config.scalar()
    if kind is int and isinstance(config, float) and config.is_integer():
        config = int(config)
    return config if isinstance(config, kind) else kind()
