"""The study's configuration: read, checked as a whole, and resolved per variant.

All faults are reported at once, one line each: the file, the key, what was found, what is accepted.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from workflow.lib.errors import InputError

SCHEMA = Path(__file__).parents[1] / "schemas" / "config.schema.yaml"
REQUIRED = ("layers", "learning_rate", "epochs", "initializer")
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
SOURCES: dict[str, set[str]] = {  # where data come from: the keys of a data set that belong to it
    "generator": {"train_examples", "test_examples", "noise"},
    "train": {"test", "test_fraction", "stand_in"},
    "bundled": {"test_fraction"},
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
    faults = [*_schema_faults(config, schema), *_infinite(config)]
    if not faults:
        fill_defaults(config, schema, schema)
        faults = list(_cross_faults(config))
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


def _infinite(value: Any, place: str = "") -> Iterator[str]:
    """Yield one line per number that is infinite or not a number, which a schema lets pass."""
    if isinstance(value, float) and not math.isfinite(value):
        yield f"{place}: {value} is not a finite number"
    parts = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from _infinite(part, f"{place}.{key}".lstrip("."))


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


def _schema_faults(config: dict[str, Any], schema: dict[str, Any]) -> Iterator[str]:
    """Yield one line per violation of the schema."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - only the workflow itself needs it, not the steps

    errors = Draft202012Validator(schema).iter_errors(config)
    for error in sorted(errors, key=lambda e: [str(part) for part in e.absolute_path]):
        place = ".".join(str(part) for part in error.absolute_path)
        if error.validator == "additionalProperties":
            known = list(error.schema.get("properties", {}))
            for key in sorted(set(error.instance) - set(known)):
                yield f"{place}.{key}: unknown key{nearest(str(key), known)}".lstrip(".")
        else:
            description = error.schema.get("description", "")
            yield f"{place or 'top level'}: {error.message}{f'. {description}' if description else ''}"


def nearest(name: str, known: Sequence[str]) -> str:
    """Return "; did you mean 'x'? (known: ...)" for an unknown name."""
    close = get_close_matches(name, known, 1)
    return f"{f'; did you mean {close[0]!r}?' if close else ''} (known: {', '.join(known)})"


def _cross_faults(config: dict[str, Any]) -> Iterator[str]:
    """Yield one line per fault that spans several keys."""
    for name, dataset in config["datasets"].items():
        for fault in _dataset_faults(dataset, config["files"]):
            yield f"datasets.{name}{fault}"
    for name, experiment in config["experiments"].items():
        if experiment["dataset"] not in config["datasets"]:
            yield f"experiments.{name}.dataset: no dataset {experiment['dataset']!r}" + nearest(
                experiment["dataset"], list(config["datasets"])
            )
        elif experiment.get("redraw_data"):
            yield from _redraw_faults(name, config["datasets"][experiment["dataset"]])
        reference = experiment.get("reference")
        if reference and reference not in experiment["variants"]:
            yield f"experiments.{name}.reference: no variant {reference!r}" + nearest(
                reference, [*experiment["variants"]]
            )
        for variant in experiment["variants"]:
            place = f"experiments.{name}.variants.{variant}"
            given = experiment | experiment["variants"][variant]
            missing = [key for key in REQUIRED if key not in given]
            yield from (f"{place}: {key} is missing, here and in the experiment" for key in missing)
            if given.get("layers", [1])[-1] != 1:
                yield f"{place}: layers {given['layers']}: the last size has to be 1, the probability of class 1"
    for name in config["sweeps"]:
        yield from _sweep_faults(config, name)
    chosen = config.get("gradient_checks", {}).get("n_dimensions")
    if chosen and chosen["variant"] not in config["experiments"].get(chosen["experiment"], {}).get("variants", {}):
        yield f"gradient_checks.n_dimensions: no variant {chosen['experiment']}.{chosen['variant']}"


def _sweep_faults(config: Mapping[str, Any], name: str) -> Iterator[str]:
    sweep = config["sweeps"][name]
    if sweep["experiment"] not in config["experiments"]:
        unknown = nearest(sweep["experiment"], list(config["experiments"]))
        yield f"sweeps.{name}.experiment: no experiment {sweep['experiment']!r}{unknown}"
    elif sweep.get("replicates", config["replicates"]) < 2:
        yield f"sweeps.{name}: a sweep needs at least 2 replicates, here or for the whole study"
    for layers in sweep["grid"].get("layers", []):
        if layers[-1] != 1:
            yield f"sweeps.{name}.grid.layers: {layers}: the last size has to be 1, the probability of class 1"


def _redraw_faults(name: str, dataset: Mapping[str, Any]) -> Iterator[str]:
    if "generator" not in dataset or dataset.get("standardize"):
        yield f"experiments.{name}.redraw_data: only generated data that are not standardized can be drawn anew"


def _dataset_faults(dataset: dict[str, Any], files: Mapping[str, Any]) -> Iterator[str]:
    sources = [source for source in SOURCES if source in dataset]
    if len(sources) != 1:
        yield ": give exactly one of `generator`, `train` and `bundled`"
    else:
        foreign = set(dataset) & set().union(*SOURCES.values()) - SOURCES[sources[0]]
        yield from (f".{key}: has no meaning beside `{sources[0]}`" for key in sorted(foreign))
    if "generator" in dataset and not SOURCES["generator"] <= set(dataset):
        yield ": a generator needs train_examples, test_examples and noise"
    if "bundled" in dataset and "test_fraction" not in dataset:
        yield ": bundled data need a test_fraction"
    if "train" in dataset and ("test" in dataset) == ("test_fraction" in dataset):
        yield ": give either `test` or `test_fraction`"
    for part in ("train", "test"):
        file = dataset.get(part, {}).get("file")
        if file and file not in files and not Path(file).is_file():
            yield f".{part}.file: {file!r} is neither in `files` nor a file on disk" + nearest(file, list(files))


def settings(
    config: Mapping[str, Any], experiment: str, variant: str, changes: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return all training settings of a variant: ``changes``, else its own, its experiment's, or the defaults."""
    own = config["experiments"][experiment]
    given = DEFAULTS | own | own["variants"][variant] | dict(changes or {})
    return {key: given[key] for key in (*REQUIRED, *DEFAULTS)}
