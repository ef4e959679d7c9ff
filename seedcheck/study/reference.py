"""Writes what is known elsewhere: config/README.md and config/schema.json of the model, figures in results/README.md.

python -m seedcheck.study.reference
"""

import json
from pathlib import Path
from typing import Any

from nn.settings import DEFAULTS, SETTINGS
from seedcheck.files import write_text
from seedcheck.presentation.figures.registry import readme_lines
from seedcheck.study.model import Study
from seedcheck.study.published import Published
from seedcheck.study.schema import Schema, accepted, json_schema, part_at, resolved
from seedcheck.study.training_keys import SWEEPABLE
from seedcheck.study.yaml import Place

FOLDER = Path("config")
RESULTS_README = Path("results/README.md")
FIGURES = ("<!-- figures, written by python -m seedcheck.study.reference -->", "<!-- end of figures -->")
INTRODUCTION = Path(__file__).with_suffix(".md")  # of config/README.md
SECTIONS: tuple[tuple[str, Place], ...] = (  # heading, and a place in the schema that it is about
    ("At the top", ()),
    ("files.NAME", ("files", "")),
    ("datasets.NAME", ("datasets", "a")),
    ("datasets.NAME.train and datasets.NAME.test", ("datasets", "a", "train")),
    ("experiments.NAME", ("experiments", "a")),
    ("experiments.NAME.trainer", ("experiments", "a", "trainer")),
    ("experiments.NAME.variants.NAME", ("experiments", "a", "variants", "a")),
    ("experiments.NAME.tune", ("experiments", "a", "tune")),
    ("sweeps.NAME", ("sweeps", "a")),
    ("gates", ("gates",)),
    ("gates.complex_step", ("gates", "complex_step")),
    ("gates.central_difference", ("gates", "central_difference")),
    ("gates.training", ("gates", "training")),
    ("gradient_checks", ("gradient_checks",)),
    ("gradient_checks.one_dimension", ("gradient_checks", "one_dimension")),
    ("gradient_checks.n_dimensions", ("gradient_checks", "n_dimensions")),
)
PUBLISHED: tuple[tuple[str, Place], ...] = (
    ("EXPERIMENT.VARIANT", ("e", "v")),
    ("claims", ("claims", 0)),
    ("gradient_checks.one_dimension and gradient_checks.n_dimensions", ("gradient_checks", "n_dimensions")),
)
PUBLISHED_SECTION = """
## Published numbers and claims

[published.yaml](published.yaml) holds what somebody else published of the study's variants. A file of that name in the
folder config of a study takes the place of the shipped one. At its top may stand, beside the names of experiments:

"""
SETTINGS_SECTION = """
### Settings of a training

In an experiment they hold for all its variants, in a variant or a sweep for that one. In the grid of a sweep each is a
list of different values.
"""


def documents() -> dict[Path, str]:
    """Return the text of each file, in the project's folder."""
    schema = json_schema(Study)
    return {
        FOLDER / "schema.json": json.dumps(schema, indent=2) + "\n",
        FOLDER / "README.md": _readme(schema),
        RESULTS_README: _with_figures(RESULTS_README.read_text(encoding="utf-8")),
    }


def _with_figures(text: str) -> str:
    """Return results/README.md with the rows of the registry of figures between its two marks."""
    before, _, rest = text.partition(FIGURES[0])
    _, _, after = rest.partition(FIGURES[1])
    return "\n".join([before + FIGURES[0], "", "| figure | what it is |", "| --- | --- |", *readme_lines(),
                      "", FIGURES[1] + after])  # fmt: skip


def _readme(schema: Schema) -> str:
    reserved = part_at(schema, ("experiments",))["propertyNames"]["not"]["enum"]
    parts = [INTRODUCTION.read_text(encoding="utf-8").replace("{reserved}", ", ".join(reserved))]
    parts += [f"\n### {heading}\n\n{_section(schema, place)}" for heading, place in SECTIONS]
    published = json_schema(Published)
    parts += [SETTINGS_SECTION, "\n", _settings_table(schema), PUBLISHED_SECTION, _keys(published, published)]
    parts += [f"\n### {heading}\n\n{_section(published, place)}" for heading, place in PUBLISHED]
    return "".join(parts)


def _section(schema: Schema, place: Place) -> str:
    """Return what a section is, and a table of its keys but for the settings of a training."""
    section = part_at(schema, place)
    more = "\nBesides, each of the settings of a training, see below.\n" if _has_settings(section) else ""
    described = schema["$defs"].get(section["title"], section)["description"]
    return f"{described}\n\n{_keys(schema, section)}{more}"


def _has_settings(section: Schema) -> bool:
    return set(SETTINGS) <= set(section["properties"])


def _keys(schema: Schema, section: Schema) -> str:
    """Return a table of a section's keys, but for the settings of a training."""
    keys = [key for key in section["properties"] if not (_has_settings(section) and key in SETTINGS)]
    return _table(["key", "accepted", "if not given", "what it is"], [_row(schema, section, key) for key in keys])


def _row(schema: Schema, section: Schema, key: str) -> list[str]:
    part = resolved(schema, section["properties"][key])
    is_section = part.get("type") == "object"
    default = "" if is_section or "default" not in part else f"`{json.dumps(part['default'])}`"
    absent = "an error" if key in section.get("required", ()) else default
    return [f"`{key}`", accepted(part) + ", see below" * is_section, absent, part["description"]]


def _settings_table(schema: Schema) -> str:
    rows = []
    for name, setting in SETTINGS.items():
        part = part_at(schema, ("experiments", "a", "variants", "a", name))
        absent = f"`{json.dumps(DEFAULTS[name])}`" if name in DEFAULTS else "an error"
        rows.append([f"`{name}`", accepted(part), absent, "yes" if name in SWEEPABLE else "no", setting.description])
    return _table(["key", "accepted", "if given nowhere", "in a grid", "what it is"], rows)


def _table(header: list[str], rows: list[list[str]]) -> str:
    lines: list[Any] = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def main() -> None:
    """Write the files."""
    for path, text in documents().items():
        write_text(path, text)
        print(f"{path}: {len(text.splitlines())} lines")


if __name__ == "__main__":
    main()
