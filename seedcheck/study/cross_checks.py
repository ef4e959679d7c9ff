"""Faults between several keys of a configuration.

They are looked for in what was given, even where single keys are wrong, so that all faults are found at once.
"""

from collections.abc import Iterator
from typing import Any

from nn.settings import REQUIRED
from seedcheck.study.command_checks import command_faults, command_sweep_faults
from seedcheck.study.faults import Fault, nearest, part, written
from seedcheck.study.name_checks import is_file, name_faults, path_faults
from seedcheck.study.setting_checks import cells_of, trained_faults, variants_of
from seedcheck.study.titles import title_faults
from seedcheck.study.tuning_checks import lists_of, tune_of, tuning_faults
from seedcheck.study.yaml import Unquoted

SOURCE_KEYS: dict[str, set[str]] = {  # where data come from: the keys of a data set that belong to it
    "generator": {"train_examples", "test_examples", "noise"},
    "train": {"test", "test_fraction", "stand_in"},
    "bundled": {"test_fraction"},
}
REDRAWN = "_redrawn"  # ends the name of an experiment that repeats another with other training data for each seed

Config = dict[str, Any]


def cross_faults(config: Config) -> Iterator[Fault]:
    """Yield the faults between keys."""
    yield from name_faults(config)
    for section, faults in (
        ("datasets", _dataset_faults),
        ("experiments", _experiment_faults),
        ("sweeps", _sweep_faults),
    ):
        for name in _mappings(part(config, dict, section)):
            yield from faults(config, name)
    place = ("gradient_checks", "n_dimensions")
    experiment, variant = (part(config, str, *place, key) for key in ("experiment", "variant"))
    variants = part(config, dict, "experiments", experiment, "variants")
    yield from _unknown((*place, "experiment"), "experiment", experiment, part(config, dict, "experiments"))
    if variants:
        yield from _unknown((*place, "variant"), "variant", variant, variants)
    if "trainer" in part(config, dict, "experiments", experiment):
        yield Fault((*place, "experiment"), f"a command trains {experiment!r}, which has no gradient to check")


def _mappings(config: Config) -> list[str]:
    return [name for name, value in config.items() if isinstance(value, dict)]


def _unknown(place: tuple[str, ...], what: str, name: str, known: Config) -> Iterator[Fault]:
    if name and name not in known:
        yield Fault(place, f"no {what} {name!r}{nearest(name, list(map(written, known)))}")


def _dataset_faults(config: Config, name: str) -> Iterator[Fault]:
    place, dataset = ("datasets", name), part(config, dict, "datasets", name)
    sources = [source for source in SOURCE_KEYS if source in dataset]
    if len(sources) != 1:
        yield Fault(place, "give exactly one of `generator`, `train` and `bundled`")
    else:
        foreign = set(dataset) & set().union(*SOURCE_KEYS.values()) - SOURCE_KEYS[sources[0]]
        yield from (Fault((*place, key), f"has no meaning beside `{sources[0]}`") for key in sorted(foreign))
    if "generator" in dataset and not SOURCE_KEYS["generator"] <= set(dataset):
        yield Fault(place, "a generator needs train_examples, test_examples and noise")
    if "bundled" in dataset and "test_fraction" not in dataset:
        yield Fault(place, "bundled data need a test_fraction")
    if "train" in dataset and ("test" in dataset) == ("test_fraction" in dataset):
        yield Fault(place, "give either `test` or `test_fraction`")
    for key in ("train", "test"):
        yield from _file_faults((*place, key, "file"), part(dataset, str, key, "file"), config)
    yield from _axes_faults((*place, "axes"), part(dataset, list, "axes"))


def _axes_faults(place: tuple[str, ...], axes: list[Any]) -> Iterator[Fault]:
    edges = [edge.scalar() if isinstance(edge, Unquoted) else edge for edge in axes]
    numbers = [edge for edge in edges if isinstance(edge, int | float)]
    if len(edges) == len(numbers) == 4 and not (numbers[0] < numbers[1] and numbers[2] < numbers[3]):
        yield Fault(place, f"{edges}: a range has to begin below its end; give x from, x to, y from, y to")


def _file_faults(place: tuple[str, ...], file: str, config: Config) -> Iterator[Fault]:
    files = part(config, dict, "files")
    if not file or file in files:
        return
    unfit = list(path_faults(place, file, config))
    yield from unfit
    if not unfit and not is_file(file):
        known = list(map(written, files))
        yield Fault(place, f"{file!r} is neither in `files` nor a file on disk{nearest(file, known)}")


def _experiment_faults(config: Config, name: str) -> Iterator[Fault]:
    place, experiment = ("experiments", name), part(config, dict, "experiments", name)
    datasets, variants = part(config, dict, "datasets"), part(experiment, dict, "variants")
    dataset = part(experiment, str, "dataset")
    yield from _unknown((*place, "dataset"), "dataset", dataset, datasets)
    yield from _unknown((*place, "reference"), "variant", part(experiment, str, "reference"), variants)
    names = [variant for variant in variants if isinstance(variant, str)]
    titles = [(variant, part(variants, str, variant, "title")) for variant in names]
    yield from title_faults((*place, "variants"), titles)
    if "trainer" in experiment:
        yield from command_faults(place, experiment)
        return
    yield from _redrawn_faults(config, name)
    for variant in _mappings(variants):
        here, own = (*place, "variants", variant), part(variants, dict, variant)
        tuned = lists_of(tune_of(experiment, variant)[1])[1]
        missing = [key for key in REQUIRED if key not in experiment and key not in own and key not in tuned]
        yield from (Fault(here, f"{key} is missing, here and in the experiment") for key in missing)
    yield from tuning_faults(place, experiment)
    yield from trained_faults(place, variants_of(place, experiment))


def _redrawn_faults(config: Config, name: str) -> Iterator[Fault]:
    twin = name + REDRAWN
    if part(config, bool, "experiments", name, "also_redrawn") and twin in part(config, dict, "experiments"):
        text = f"makes an experiment {twin!r}, but there is one of that name already: give that one another name"
        yield Fault(("experiments", name, "also_redrawn"), text)


def _sweep_faults(config: Config, name: str) -> Iterator[Fault]:
    place, sweep = ("sweeps", name), part(config, dict, "sweeps", name)
    experiment = part(sweep, str, "experiment")
    yield from _unknown((*place, "experiment"), "experiment", experiment, part(config, dict, "experiments"))
    if "replicates" not in sweep and part(config, int, "replicates") < 2:
        yield Fault(place, "a sweep needs at least 2 replicates, here or for the whole study")
    above = part(config, dict, "experiments", experiment)
    variants = part(above, dict, "variants")
    if "trainer" in above:
        yield from command_sweep_faults(place, sweep, above)
        return
    if len(part(sweep, dict, "grid")) not in {1, 2} and isinstance(sweep.get("grid"), dict):
        yield Fault((*place, "grid"), f"{len(sweep['grid'])} settings are given; accepted: one or two")
    if "tune" in above or any("tune" in part(above, dict, "variants", name) for name in _mappings(variants)):
        text = f"each seed of {experiment!r} has tuned settings of its own; a sweep needs an experiment without `tune`"
        yield Fault((*place, "experiment"), text)
        return
    yield from trained_faults(place, cells_of(place, sweep, variants_of(("experiments", experiment), above)))
