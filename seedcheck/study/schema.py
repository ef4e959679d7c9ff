"""The JSON Schema of the configuration, which editors understand, and what each of its parts accepts in words."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from seedcheck.study.values import FILE, NAME, SHA256, URL
from seedcheck.study.yaml import Place

Schema = dict[str, Any]
FORMS = {
    NAME: "a name of at most 64 small letters, digits and underscores, first a letter",
    FILE: "the name of a file, without a folder, of at most 100 letters",
    SHA256: "64 digits 0 to 9 and a to f, in small letters",
    URL: "an address that begins with http:// or https://",
}
BOUNDS = {
    "minimum": "at least {}",
    "exclusiveMinimum": "above {}",
    "maximum": "at most {}",
    "exclusiveMaximum": "below {}",
    "multipleOf": "divisible by {}",
}


class _Generator(GenerateJsonSchema):
    """pydantic's JSON Schema without titles of keys and empty defaults, and with no other names than those accepted."""

    def field_title_should_be_set(self, _: Any) -> bool:
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        if schema.get("default") is None or schema["default"] == "":
            return self.generate_inner(schema["schema"])
        return super().default_schema(schema)

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        return {"anyOf": [self.generate_inner(choice) for choice in schema["choices"].values()]}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        made = super().dict_schema(schema)
        return made | {"additionalProperties": False} if "patternProperties" in made else made


def json_schema(model: type[BaseModel]) -> Schema:
    """Return the JSON Schema (2020-12) of a model."""
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return dialect | model.model_json_schema(schema_generator=_Generator)


def part_at(schema: Schema, place: Place) -> Schema:
    """Return the part of the schema that is about a place in the configuration, empty if there is none."""
    part = schema
    for step in place:
        if isinstance(step, int) and "items" in part:
            part = {"description": part.get("description", "")} | part["items"]
        elif step in part.get("properties", {}):
            part = part["properties"][step]
        else:
            [part] = part.get("patternProperties", {"": part.get("additionalProperties") or {}}).values()
        part = resolved(schema, part)
    return part


def resolved(schema: Schema, part: Schema) -> Schema:
    """Return a part of the schema with what it refers to written out, and alternatives as one, the first one first."""
    if "anyOf" in part:
        first, *others = [resolved(schema, choice) for choice in part["anyOf"]]
        keys = dict(first["properties"])
        for other in others:
            keys |= {name: found for name, found in other["properties"].items() if name not in keys}
        return {**first, "properties": keys} | {key: found for key, found in part.items() if key != "anyOf"}
    if "$ref" not in part:
        return part
    definitions: dict[str, Schema] = schema["$defs"]
    return definitions[part["$ref"].rsplit("/", 1)[1]] | part


def accepted(part: Schema) -> str:
    """Return in words what a part of the schema accepts."""
    names = part.get("enum") or [part[key] for key in ("const",) if key in part]
    if names:
        return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else str(names[0])
    kind = part.get("type", "")
    if kind == "string":
        return FORMS.get(part.get("pattern", ""), "text, not empty" if part.get("minLength") else "text")
    if kind in {"integer", "number"}:
        return _number(part, "a whole number" if kind == "integer" else "a number")
    if kind == "array":
        different = ", all different" if part.get("uniqueItems") else ""
        return f"a list of {_count(part, 'Items')}{different}, each {accepted(part['items'])}"
    if kind == "object":
        count = _count(part, "Properties")
        return "a mapping" if count == "entries" else f"a mapping of {count}"
    return "true or false" if kind == "boolean" else "anything"


def _number(part: Schema, words: str) -> str:
    bounds = {key: plain(part[key]) for key in BOUNDS if key in part}
    if bounds.keys() == {"minimum", "maximum"}:
        return f"{words} from {bounds['minimum']} to {bounds['maximum']}"
    limits = " and ".join(BOUNDS[key].format(bound) for key, bound in bounds.items())
    return f"{words}, {limits}" if limits else words


def _count(part: Schema, what: str) -> str:
    """Return how many entries a list or mapping may have."""
    least, most = part.get(f"min{what}", 0), part.get(f"max{what}")
    if least == most:
        return f"{least} entries"
    if least and most:
        return f"{least} to {most} entries"
    bounds = [f"at least {least}"] * bool(least) + [f"at most {most}"] * (most is not None)
    return f"{' and '.join(bounds)} {'entry' if least == 1 and most is None else 'entries'}" if bounds else "entries"


def plain(number: Any) -> Any:
    """Return a whole number without its decimal point."""
    return int(number) if isinstance(number, float) and number.is_integer() else number
