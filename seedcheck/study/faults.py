"""Faults of a configuration, one line each: where, what was found, what is accepted, and what may have been meant."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar

from seedcheck.study.names import refused
from seedcheck.study.schema import FORMS, Schema, accepted, part_at, plain
from seedcheck.study.sources import Sources
from seedcheck.study.values import NAME
from seedcheck.study.yaml import PITFALL, Place, Unquoted

TAGS = ("<network>", "<command>")  # what trains an experiment or sweep, which pydantic puts into places
RENAMED = {"family": "suite"}
Kind = TypeVar("Kind")
WRONG = {  # pydantic's type of an error: what is said of the value
    "greater_than": "is not above {gt}",
    "greater_than_equal": "is less than the minimum of {ge}",
    "less_than": "is not below {lt}",
    "less_than_equal": "is more than the maximum of {le}",
    "multiple_of": "is not a multiple of {multiple_of}",
    "finite_number": "is not a finite number",
    "int_type": "is not a whole number",
    "int_from_float": "is not a whole number",
    "float_type": "is not a number",
    "bool_type": "is not true or false",
    "string_type": "is not text",
    "string_too_short": "is too short",
    "unprintable": "has {letter}, which cannot be written",
    "string_pattern_mismatch": "has another form",
    "literal_error": "is unknown",
    "list_type": "is not a list",
    "model_type": "is not a mapping",
    "dict_type": "is not a mapping",
    "too_short": "has too few entries",
    "too_long": "has too many entries",
    "double": "has {value} twice",
    "word": "is not a number, a word, true or false",
}


@dataclass(frozen=True)
class Fault:
    """A fault: where it is, what is wrong, and for a misspelt key the one that was meant, if one is near."""

    place: Place
    text: str
    meant: str = ""


def part(config: Any, kind: type[Kind], *place: str) -> Kind:
    """Return the part of a configuration at a place, or an empty one where there is none of that kind."""
    for key in place:
        config = config.get(key) if isinstance(config, dict) else None
    if isinstance(config, Unquoted) and kind is not str:
        config = config.scalar()
    if kind is int and isinstance(config, float) and config.is_integer():
        config = int(config)
    return config if isinstance(config, kind) else kind()


def key_faults(errors: Iterable[Mapping[str, Any]], schema: Schema) -> Iterator[Fault]:
    """Yield the faults of single keys from pydantic's errors."""
    for error in errors:
        place, value = tuple(step for step in error["loc"] if step not in TAGS), error["input"]
        if error["type"] == "extra_forbidden":
            yield _unknown_key(place, list(part_at(schema, place[:-1]).get("properties", {})))
        elif error["type"] == "word":
            yield Fault(place, f"{shown(value)} {WRONG['word']}{_quotes(value)}")
        elif error["type"] == "invalid_key":
            yield Fault((*place[:-1], value), f"{shown(value)} cannot be a key{_quotes(value)}")
        elif place and place[-1] == "[key]":
            form = next(iter(part_at(schema, place[:-2]).get("patternProperties", {})), "")
            wrong = f"{shown(value)} cannot be a key{_quotes(value)}; accepted: {FORMS.get(form, 'text')}"
            yield Fault((*place[:-2], value), refused(value) if form == NAME else wrong)
        else:
            yield Fault(place, f"{_wrong(error)}; {_accepted(value, part_at(schema, place))}")


def _unknown_key(place: Place, known: Sequence[str]) -> Fault:
    key = place[-1]
    if RENAMED.get(key) in known:
        return Fault(place, f"is called `{RENAMED[key]}` now")
    close = get_close_matches(key, known, 1)
    return Fault(place, f"unknown key{nearest(key, known)}", close[0] if close else "")


def _wrong(error: Mapping[str, Any]) -> str:
    value, kind = error["input"], error["type"]
    if kind == "missing":
        return "is missing"
    if value is None:
        return "nothing is given" + (" (write {} for an empty mapping)" if kind in {"model_type", "dict_type"} else "")
    bounds = {key: plain(bound) for key, bound in error.get("ctx", {}).items()}
    wrong = WRONG[kind].format(**bounds) if kind in WRONG else f"is wrong ({error['msg']})"
    return f"{shown(value)} {wrong}" + _hint(value, kind)


def _accepted(value: Any, part: Schema) -> str:
    meant = _meant(value, part.get("enum", ()))
    return f"accepted: {accepted(part)}{meant or '.'} {part.get('description', '')}"


def _hint(value: Any, kind: str) -> str:
    """Return the remedy where YAML reads something else than other programs do."""
    if kind == "string_type":
        return _quotes(value)
    if isinstance(value, str) and PITFALL.fullmatch(value):
        return " (with a 0 in front or a colon it is a number of another base to some programs: write it without)"
    return ""


def _quotes(value: Any) -> str:
    """Return the remedy where text is wanted, and YAML read something else."""
    if isinstance(value, bool):
        return " (YAML takes no, off, yes and on without quotes for false and true: put it in quotes)"
    return "" if isinstance(value, str | list | dict) else " (put it in quotes)"


def shown(value: Any) -> str:
    """Return a value as it is shown in a message: on one line, and not too long."""
    text = repr(value) if isinstance(value, str) else written(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def written(value: Any) -> str:
    """Return a key or value as YAML writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _meant(value: Any, names: Iterable[str]) -> str:
    close = get_close_matches(value, names, 1) if isinstance(value, str) else []
    return f"; did you mean {close[0]!r}?" if close else ""


def nearest(name: str, known: Sequence[str]) -> str:
    """Return "; did you mean 'x'? (known: ...)" for an unknown name."""
    return f"{_meant(name, known)} (known: {', '.join(known)})"


def repaired(content: dict[str, Any], faults: Iterable[Fault]) -> dict[str, Any]:
    """Return a copy with misspelt keys put right, so that the keys that were meant are not reported as missing too."""
    copy = deepcopy(content)
    for fault in faults:
        if fault.meant:
            around = copy
            for step in fault.place[:-1]:
                around = around[step]
            around.setdefault(fault.meant, around.pop(fault.place[-1]))
    return copy


def report(faults: Iterable[Fault], sources: Sources) -> str:
    """Return one line per fault, in the order of the sources and their lines; a heading above more than one."""
    lines = []
    for fault in sorted(faults, key=lambda fault: sources.origin(fault.place)):
        key = ".".join(map(written, fault.place)) or "top level"
        lines.append(f"{sources.origin(fault.place)}: {key}: {fault.text.strip()}")
    return "\n".join(["the configuration has faults", *lines] if len(lines) > 1 else lines)
