"""Faults of experiments that a command trains, and of sweeps below them: placeholders, settings, files, data."""

from collections.abc import Iterable, Iterator
from typing import Any

from seedcheck.study.experiment_sections import CommandExperiment, CommandVariant, Experiment
from seedcheck.study.faults import Fault, nearest
from seedcheck.study.name_checks import is_file
from seedcheck.study.yaml import Place
from seedcheck.training.command.template import DATA, OUTPUT, SEED, placeholders

Config = dict[str, Any]

FILLED = (SEED, OUTPUT, DATA)
KEYS = frozenset(CommandExperiment.model_fields) - {SEED}
TAKEN = KEYS | {"experiment", "variant", "status"}  # columns of tables, beside which settings stand
OURS = {SEED: "the random seed", OUTPUT: "the file to write"}


def command_faults(place: Place, experiment: Config) -> Iterator[Fault]:
    """Yield the faults of an experiment with a `trainer`, ``experiment`` as it was given."""
    trainer = experiment.get("trainer")
    trainer = trainer if isinstance(trainer, dict) else {}
    command, here = trainer.get("command"), (*place, "trainer", "command")
    for key in ("redraw_data", "also_redrawn"):
        if experiment.get(key) is True:
            yield Fault((*place, key), "a command draws its own data, from {seed}: take this away")
    if experiment.get("metrics"):
        yield Fault((*place, "metrics"), "these are of networks; of a command, test_accuracy is judged: take this away")
    yield from _source_faults((*place, "trainer", "sources"), trainer.get("sources"))
    if not isinstance(command, str):
        return
    try:
        names = placeholders(command)
    except ValueError as error:
        yield Fault(here, f"{command!r} cannot be read: {str(error)[:1].lower()}{str(error)[1:]}")
        return
    for name, what in OURS.items():
        if name not in names:
            yield Fault(here, f"{{{name}}} is missing: write where {what} goes, as --{name} {{{name}}}")
    yield from _data_faults(place, names, experiment.get("dataset"))
    for name in sorted(TAKEN & {*names}):
        yield Fault(here, f"{{{name}}} has another meaning here; give that setting another name")
    yield from _setting_faults(place, experiment, [name for name in names if name not in {*FILLED, *TAKEN}])


def _data_faults(place: Place, names: Iterable[str], dataset: Any) -> Iterator[Fault]:
    if dataset and DATA not in names:
        text = (
            f"the command does not read it: write {{{DATA}}}, the path of its file, into the command, or take this away"
        )
        yield Fault((*place, "dataset"), text)
    if not dataset and DATA in names:
        yield Fault(
            (*place, "trainer", "command"), f"{{{DATA}}} is the file of a data set: say which, as `dataset: NAME`"
        )


def _source_faults(place: Place, sources: Any) -> Iterator[Fault]:
    for k, file in enumerate(sources if isinstance(sources, list) else ()):
        if isinstance(file, str) and not is_file(file):
            yield Fault((*place, k), f"no file {file!r}; paths are seen from the folder in which the study runs")


def _setting_faults(place: Place, experiment: Config, names: list[str]) -> Iterator[Fault]:
    """Yield a fault for each setting that the command does not use, and each placeholder without a value."""
    for key in _keys(experiment):
        if key not in {*names, *KEYS, SEED}:
            yield _unused((*place, key), key, [*names, *KEYS])
    variants = experiment.get("variants")
    for variant, own in variants.items() if isinstance(variants, dict) else ():
        here = (*place, "variants", variant)
        for key in _keys(own):
            if key not in {*names, *CommandVariant.model_fields}:
                yield _unused((*here, key), key, names)
        for name in names:
            if isinstance(own, dict) and name not in own and name not in experiment:
                yield Fault(
                    here, f"no value for {{{name}}}, which the command has: give `{name}`, here or in the experiment"
                )


def _unused(place: Place, key: str, known: Iterable[str]) -> Fault:
    if key == SEED:
        return Fault(place, "seeds come from `root_seed`, the same for all variants: take this away")
    return Fault(place, f"the command does not use it{nearest(key, sorted(known))}; write {{{key}}} into the command, "
                        "or take this away")  # fmt: skip


def _keys(section: Any) -> list[str]:
    return [key for key in section if isinstance(key, str)] if isinstance(section, dict) else []


def command_sweep_faults(place: Place, sweep: Config, experiment: Config) -> Iterator[Fault]:
    """Yield the faults of a sweep below an experiment with a `trainer`, both as they were given."""
    trainer = experiment.get("trainer")
    command = trainer.get("command") if isinstance(trainer, dict) else None
    try:
        names = [name for name in placeholders(str(command)) if name not in FILLED]
    except ValueError:  # which has been said of the experiment
        return
    own = {*Experiment.model_fields, "experiment", "grid"}
    for key in _keys(sweep):
        if key not in {*names, *own}:
            yield _unused((*place, key), key, names)
    for key in _keys(sweep.get("grid")):
        if key not in names:
            yield _unused((*place, "grid", key), key, names)
