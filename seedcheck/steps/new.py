"""Write a study of a data file of one's own: `seedcheck new mine.csv`. What can be seen in the file is not asked."""

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from seedcheck.data.classes import number
from seedcheck.data.datasets import Dataset
from seedcheck.data.examples import Examples
from seedcheck.data.formats import read_points
from seedcheck.data.found import Parts, fraction, oddities, parts_of, scaling
from seedcheck.data.from_files import from_files
from seedcheck.errors import InputError
from seedcheck.files import replacing
from seedcheck.study import paths, plan
from seedcheck.study.model import load
from seedcheck.study.name_checks import DEVICES
from seedcheck.study.names import fitting
from seedcheck.study.proposal import Facts, proposed, seconds
from seedcheck.study.yaml import read_yaml

STUDY = "config/config.yaml"
REPLICATES = 20  # where the study has none
LONGEST = 50  # letters of a name that others are made of
FEW = 100  # test examples, below which little can be decided


def options(parser: ArgumentParser) -> None:
    """Say what the command accepts."""
    parser.add_argument("file", type=Path, help="a .csv with a header, or an .npz, .mat or .h5 file")
    parser.add_argument("--test", type=Path, help="a file of test examples; else a part of FILE is split off")
    parser.add_argument("--label", default="", help="column or array of the labels, where it cannot be seen")
    parser.add_argument("--inputs", default="", help="array of the inputs (.npz, .mat, .h5), where it cannot be seen")
    parser.add_argument("--name", default="", help="of the study; else that of FILE")


def new(given: Namespace) -> None:
    """Write config/NAME.yaml once it is checked, and say what was seen and what comes next.

    Raises
    ------
    InputError
        If the data are not as they have to be, or there is such a file already, which stays as it is.
    """
    name = _name(given.name or given.file.stem, given.file)
    path = Path("config", f"{name}.yaml")
    if os.path.lexists(path):
        other = f"--name {name}_2 (with make: NAME={name}_2)"
        raise InputError(f"{path} is there already and stays as it is; give this study another name, as {other}")
    parts = parts_of(given.file, given.test, given.label, given.inputs)
    examples = read_points(given.file, parts["train"])
    facts = _facts(name, parts, examples)
    with replacing(path) as temporary:
        temporary.write_text(proposed(facts, str(path)), encoding="utf-8")
        dataset = _checked(temporary, path, name)
    print("\n".join([*_seen(facts, examples, dataset), f"written: {path}", *_next(path, facts)]))


def _name(wanted: str, file: Path) -> str:
    """Return a name for the data set that can be one of a file, and in data/ not of the one that is read."""
    name = fitting(wanted)[:LONGEST]
    is_taken = DEVICES.fullmatch(name) or file.resolve() == paths.dataset_file(name).resolve()
    return f"own_{name}" if is_taken else name


def _facts(name: str, parts: Parts, examples: Examples) -> Facts:
    study = Path(plan.own_or_shipped(STUDY))  # not there where the package is installed and the folder another
    replicates = read_yaml(study).get("replicates") if study.is_file() else None
    labels = parts["train"].get("y", "y").rsplit("/", 1)[-1]
    return Facts(
        name=name,
        train=parts["train"],
        test=parts.get("test", {}),
        test_fraction=0 if "test" in parts else fraction(examples.y, examples.classes),
        examples=len(examples.y),
        features=examples.X[0].size,
        labels=tuple(name if number(name) is None else f"{labels} {name}" for name in examples.classes),
        scaling=scaling(examples.X),
        replicates=replicates if isinstance(replicates, int) and replicates > 1 else REPLICATES,
    )


def _checked(temporary: Path, path: Path, name: str) -> Dataset:
    """Return the data set as the pipeline will read it, with the configuration that is about to be written."""
    try:
        settings = load([temporary]).datasets[name].settings()
    except InputError as error:
        raise InputError(str(error).replace(str(temporary), str(path))) from error
    names = [settings[part]["file"] for part in ("train", "test") if part in settings]
    return from_files(settings, {name: Path(name) for name in names}, {name: name for name in names})


def _seen(facts: Facts, examples: Examples, dataset: Dataset) -> Iterator[str]:
    """Yield what was seen in the files."""
    labels = facts.train.get("y", "y")
    counts = ", ".join(f"{np.sum(examples.y == k)} are {name}" for k, name in enumerate(examples.classes))
    inputs = f"{facts.features} input{'s'[: facts.features > 1]}"
    yield f"{facts.train['file']}: {facts.examples} examples of {inputs}; labels {labels!r}: {counts}"
    tested = dataset.X_test.shape[1]
    split_off = f"{facts.test_fraction:.0%} split off" if facts.test_fraction else f"from {facts.test['file']}"
    few = "; few, so that only large effects can be decided" if tested < FEW else ""
    yield f"test set: {tested} examples, {split_off}{few}"
    yield from (f"NOTE: {odd}" for odd in oddities(examples))


def _next(path: Path, facts: Facts) -> Iterator[str]:
    """Yield what to do next."""
    has_make = Path("Makefile").is_file()
    command = f"make results CONFIG={path}" if has_make else f"snakemake --cores all --configfile {path}"
    yield f"next: {command}    # some {seconds(facts):.0f} seconds of training; then open {paths.PAGE}"
