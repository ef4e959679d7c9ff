"""Faults of a configuration, one line each: the key, what was found, what is accepted."""

import math
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

REQUIRED = ("layers", "learning_rate", "epochs", "initializer")
SOURCES: dict[str, set[str]] = {  # where data come from: the keys of a data set that belong to it
    "generator": {"train_examples", "test_examples", "noise"},
    "train": {"test", "test_fraction", "stand_in"},
    "bundled": {"test_fraction"},
}


def infinite_numbers(value: Any, place: str = "") -> Iterator[str]:
    """Yield one line per number that is infinite or not a number, which a schema lets pass."""
    if isinstance(value, float) and not math.isfinite(value):
        yield f"{place}: {value} is not a finite number"
    parts = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from infinite_numbers(part, f"{place}.{key}".lstrip("."))


def schema_faults(config: dict[str, Any], schema: dict[str, Any]) -> Iterator[str]:
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


def cross_faults(config: dict[str, Any]) -> Iterator[str]:
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
