"""The kinds of values in the configuration: each accepts what is meant, and keeps a number as it was written."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from unicodedata import category

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    WithJsonSchema,
    WrapValidator,
)
from pydantic_core import CoreSchema, PydanticCustomError

from seedcheck.study.yaml import Unquoted

NAME = "^[a-z][a-z0-9_]{0,63}$"
FILE = r"""^[^\s./\\:*?"<>|~-][^/\\:*?"<>|]{0,99}$"""  # no path, so that what is fetched lands in data/raw/
SHA256 = "^[0-9a-f]{64}$"
URL = "^https?://"


@dataclass(frozen=True)
class As:
    """Checks what is given as ``kind``; the annotation beside it may say None, where nothing is given."""

    kind: Any

    def __get_pydantic_core_schema__(self, _: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return handler.generate_schema(self.kind)


def number(
    minimum: float | None = None, above: float | None = None, maximum: float | None = None, below: float | None = None
) -> As:
    """Return a finite number; a whole one stays an int, so that 10 does not become 10.0 in the records."""
    bounds = Field(strict=True, allow_inf_nan=False, ge=minimum, gt=above, le=maximum, lt=below)
    return As(Annotated[float, bounds, WrapValidator(_as_written)])


def whole(minimum: float | None = None, maximum: float | None = None, multiple_of: int | None = None) -> As:
    """Return a whole number; 1e4 and 10000.0 are the int 10000."""
    bounds = Field(strict=True, ge=minimum, le=maximum, multiple_of=multiple_of)
    return As(Annotated[int, bounds, BeforeValidator(_as_int)])


def truth() -> As:
    """Return true or false."""
    return As(Annotated[bool, Field(strict=True), BeforeValidator(_scalar)])


def text(pattern: str | None = None, minimum: int | None = None) -> As:
    """Return text, of a form or a least length."""
    bounds = Field(strict=True, pattern=pattern, min_length=minimum)
    return As(Annotated[str, bounds, AfterValidator(_printable)])


def word() -> As:
    """Return a number, a word, or true or false: what can stand in the command line of any program."""
    return As(Annotated[Any, BeforeValidator(_word), WithJsonSchema({"type": ["number", "string", "boolean"]})])


def one_of(names: Iterable[str]) -> As:
    """Return one of some names."""
    return As(Literal[tuple(names)])


def many(kind: As, minimum: int | None = None, maximum: int | None = None) -> As:
    """Return a list."""
    return As(Annotated[list[Annotated[Any, kind]], Field(min_length=minimum, max_length=maximum)])


def different(kind: As) -> As:
    """Return a list of at least one value, none of them twice."""
    bounds = Field(min_length=1, json_schema_extra={"uniqueItems": True})
    return As(Annotated[list[Annotated[Any, kind]], AfterValidator(_without_doubles), bounds])


def given(model: type[BaseModel]) -> As:
    """Return a mapping with keys of ``model``, as a dict of those that were given, in that order."""
    return As(Annotated[model, WrapValidator(_given)])


def _scalar(value: Any) -> Any:
    return value.scalar() if isinstance(value, Unquoted) else value


def _as_int(value: Any) -> Any:
    value = _scalar(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _as_written(value: Any, check: Any) -> Any:
    value = _scalar(value)
    check(value)
    return value


def _word(value: Any) -> Any:
    value = _scalar(value)
    if isinstance(value, bool | int | float):
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("word", "is not a number, a word, true or false")
    return _printable(value)


def _printable(value: str) -> str:
    """Return text that can be written into a page and a figure: without control characters and halves of letters."""
    wrong = [letter for letter in value if category(letter) in {"Cc", "Cs"} and letter not in "\n\t"]
    if wrong:
        raise PydanticCustomError("unprintable", "has {letter}", {"letter": ascii(wrong[0])})
    return value


def _without_doubles(values: list[Any]) -> list[Any]:
    kinds = [(isinstance(value, bool), value) for value in values]  # true is not 1, though Python takes it so
    for k, value in enumerate(values):
        if kinds[k] in kinds[:k]:
            raise PydanticCustomError("double", "has {value} twice", {"value": value})
    return values


def _given(value: Any, check: Any) -> dict[str, Any]:
    checked = check(value)
    more = checked.model_extra or {}
    return {key: more[key] if key in more else getattr(checked, key) for key in value}
