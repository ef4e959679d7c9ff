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
from seedcheck.study.schema import Schema, accepted, json_schema, part_at, resolved
from seedcheck.study.training_keys import SWEEPABLE
from seedcheck.study.yaml import Place

FOLDER = Path("config")
RESULTS_README = Path("results/README.md")
FIGURES = ("<!-- figures, written by python -m seedcheck.study.reference -->", "<!-- end of figures -->")
INTRODUCTION = """\
<!-- Made from the model of the configuration by: python -m seedcheck.study.reference -->
# Configuration

A study says which data there are, which networks are trained on them, and which variants of the training are compared.
It is one YAML file, [config.yaml](config.yaml) if nothing else is said. Several files are merged key by key, where
later ones win, and `--config` on the command line wins over all:

```sh
snakemake --cores 4                                                                  # config/config.yaml
snakemake --cores 4 --configfile config/config.yaml config/study.yaml                # the one, changed by the other
snakemake --cores 4 --config replicates=5 'experiments={cats: {replicates: 2}}'      # single keys
```

[config.yaml](config.yaml) is the notebook's study, [study.yaml](study.yaml) asks the same of more data,
[tiny.yaml](tiny.yaml) runs in seconds. [published.yaml](published.yaml) is no study: it holds the notebook's numbers.
[schema.json](schema.json) lets editors complete and check the keys; its address is in the first line of config.yaml.

Everything is checked before anything runs, and all faults are listed at once, each with its file, line and key:

```
config/config.yaml: line 52: experiments.initialization.learning_rat: unknown key; did you mean 'learning_rate'? ...
```

## Adding a variant

A variant is a line below its experiment that names what differs from the experiment's settings:

```yaml
experiments:
  regularization:
    variants:
      l2_strong: {title: "L2 (3)", l2_lambda: 3}
```

The `title` is what people read on the page and in its figures; files and runs are named by the name. A variant is
trained from its own seed and from the seeds of all replicates, and compared with the experiment's `reference`.

## Adding a data set

A data set of your own is a CSV file with a header and a column of labels 0 and 1 (or a .mat or .h5 file with one
example per row of `X`), and an experiment on it:

```yaml
datasets:
  mine: {train: {file: mine.csv, y: label}, test_fraction: 0.25}

experiments:
  own:
    dataset: mine
    layers: [2, 8, 1]        # the first is the number of inputs of an example, the last is 1
    learning_rate: 0.1
    epochs: 5000
    variants:
      scaled: {initializer: scaled}
      he: {initializer: he}
```

A data set has exactly one source: `generator` (with `train_examples`, `test_examples` and `noise`), `bundled` (with
`test_fraction`), or `train` (with either `test` or `test_fraction`). A file that is named in `files` is looked for in
data/raw/, then in the mirror, then at its addresses, and used only if its SHA-256 is right.

## Adding a sweep

A sweep is a grid of one or two settings below an experiment; its first cell is the reference of the others:

```yaml
sweeps:
  strength: {experiment: regularization, grid: {l2_lambda: [0, 0.1, 0.7, 3], keep_prob: [1, 0.86]}, epochs: 10000}
```

Where it says nothing, the settings of the experiment's reference hold. It needs at least two replicates.

## Names and values

- Names of data sets, experiments, variants, sweeps and suites become names of files and folders, so they are of small
  letters, digits and underscores, first a letter, 64 at most. The folders that the pipeline needs below results/ are no
  names of experiments: {reserved}.
- YAML reads `no`, `off`, `yes` and `on` as truth values and `2024-01-01` as a date: text like these is put in quotes.
- Numbers may be written as `1e-3`, but not as `010` or `1:30`, which some programs read in another base; a key that
  appears twice is an error. JSON is read as well.

## All keys

Where "if not given" is empty, a key may be left out, and nothing or what its description says takes its place.
"""
SECTIONS: tuple[tuple[str, Place], ...] = (  # heading, and a place in the schema that it is about
    ("At the top", ()),
    ("files.NAME", ("files", "")),
    ("datasets.NAME", ("datasets", "a")),
    ("datasets.NAME.train and datasets.NAME.test", ("datasets", "a", "train")),
    ("experiments.NAME", ("experiments", "a")),
    ("experiments.NAME.variants.NAME", ("experiments", "a", "variants", "a")),
    ("sweeps.NAME", ("sweeps", "a")),
    ("gates", ("gates",)),
    ("gates.complex_step", ("gates", "complex_step")),
    ("gates.central_difference", ("gates", "central_difference")),
    ("gates.training", ("gates", "training")),
    ("gradient_checks", ("gradient_checks",)),
    ("gradient_checks.one_dimension", ("gradient_checks", "one_dimension")),
    ("gradient_checks.n_dimensions", ("gradient_checks", "n_dimensions")),
)
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
    parts = [INTRODUCTION.replace("{reserved}", ", ".join(reserved))]
    parts += [f"\n### {heading}\n\n{_section(schema, place)}" for heading, place in SECTIONS]
    return "".join([*parts, SETTINGS_SECTION, "\n", _settings_table(schema)])


def _section(schema: Schema, place: Place) -> str:
    """Return what a section is, and a table of its keys but for the settings of a training."""
    section = part_at(schema, place)
    keys = list(section["properties"])
    has_settings = set(SETTINGS) <= set(keys)
    rows = [_row(schema, section, key) for key in keys if not (has_settings and key in SETTINGS)]
    table = _table(["key", "accepted", "if not given", "what it is"], rows)
    more = "\nBesides, each of the settings of a training, see below.\n" if has_settings else ""
    return f"{schema['$defs'].get(section['title'], section)['description']}\n\n{table}{more}"


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
