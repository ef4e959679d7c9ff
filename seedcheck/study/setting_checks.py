"""Faults between the settings of a training: those that mean nothing beside the others, and those that do not fit.

They are looked for in what was given, as in ``seedcheck.study.cross_checks``.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from types import MappingProxyType
from typing import Any, NamedTuple

from nn.losses import LOSSES, unfit
from nn.settings import DEFAULTS, SETTINGS, applies
from seedcheck.study.faults import Fault, part, written
from seedcheck.study.tuning_checks import lists_of, tune_of

# The settings that are looked at here: those beside which others mean nothing, and some more.
LOOKED_AT = {
    *(beside[0] for each in SETTINGS.values() for beside in (each.only_with, each.idle_with) if beside),
    *("epochs", "schedule_every", "schedule_epochs", "warmup_epochs", "patience"),
}
UNKNOWN = {"epochs": 0, "initializer": ""}  # of settings without a default, where they are not given
Config = dict[str, Any]
Place = tuple[Any, ...]


class Given(NamedTuple):
    """A part of the configuration that gives settings, where it stands, and of a grid which of its values they are."""

    place: Place
    settings: Config
    numbers: Mapping[str, int] = MappingProxyType({})

    def place_of(self, name: str) -> Place:
        """Return where a setting stands."""
        return (*self.place, name, *([self.numbers[name]] if name in self.numbers else []))


def trained_faults(place: Place, trainings: Sequence[Sequence[Given]]) -> Iterator[Fault]:
    """Yield the faults of trainings that belong together, such as the variants of an experiment, each fault once.

    Parameters
    ----------
    place : of the experiment or sweep
    trainings : the parts that give each of them its settings, later ones winning
    """
    yield from _meaningless(place, trainings)
    for faults in (_schedule_faults, _patience_faults, _output_faults):
        yield from dict.fromkeys(fault for parts in trainings for fault in faults(place, parts))


def variants_of(place: Place, experiment: Config) -> list[list[Given]]:
    """Return the trainings of an experiment, of tuned variants one for each setting."""
    variants = part(experiment, dict, "variants")
    trainings = []
    for name in variants:
        own = [Given(place, experiment), Given((*place, "variants", name), part(variants, dict, name))]
        where, tune = tune_of(experiment, name)
        key, values = lists_of(tune)
        trainings += [[*own, *cell] for cell in _cells((*place, *where, key), values)]
    return trainings


def cells_of(place: Place, sweep: Config, variants: Sequence[list[Given]]) -> list[list[Given]]:
    """Return the trainings of a sweep, given those of its experiment: what it does not say, the reference does."""
    experiment = variants[0][0].settings if variants else {}
    named = [parts for parts in variants if parts[-1].place[-1] == part(experiment, str, "reference")]
    reference, grid = next(iter([*named, *variants]), []), part(sweep, dict, "grid")
    values = {name: part(grid, list, name) for name in grid if isinstance(name, str)}
    return [[*reference, Given(place, sweep), *cell] for cell in _cells((*place, "grid"), values)]


def _cells(place: Place, values: Mapping[str, list[Any]]) -> list[list[Given]]:
    """Return the cells of a grid, one that gives nothing if there is no grid."""
    return (
        [[]]
        if not values
        else [[_cell(place, values, numbers)] for numbers in product(*(range(len(each)) for each in values.values()))]
    )


def _cell(place: Place, values: Mapping[str, list[Any]], numbers: Sequence[int]) -> Given:
    chosen = dict(zip(values, numbers, strict=True))
    return Given(place, {name: values[name][k] for name, k in chosen.items()}, chosen)


def _meaningless(place: Place, trainings: Sequence[Sequence[Given]]) -> Iterator[Fault]:
    """Yield the settings that are given where no training that they hold for makes use of them."""
    why: dict[Place, list[str]] = {}
    for parts in trainings:
        chosen = _chosen(parts)
        for given in _of(place, parts):
            for name in (name for name in SETTINGS if name in given.settings):
                why.setdefault((*given.place, name), []).append(_why_meaningless(name, chosen))
    yield from (Fault(where, texts[-1]) for where, texts in why.items() if all(texts))


def _why_meaningless(name: str, chosen: Mapping[str, Any]) -> str:
    """Return why a setting means nothing beside the others that are chosen, empty if it does mean something."""
    only, idle = SETTINGS[name].only_with, SETTINGS[name].idle_with
    if only and not applies(name, chosen):
        return f"means nothing with {only[0]} {chosen[only[0]]}: it goes with {', '.join(only[1])}"
    if idle and chosen[idle[0]] in idle[1]:
        return f"means nothing with {idle[0]} {written(chosen[idle[0]])}: give another {idle[0]}, or take this away"
    return ""


def _schedule_faults(place: Place, parts: Sequence[Given]) -> Iterator[Fault]:
    """Yield what of a schedule does not fit the length of the training."""
    chosen = _chosen(parts)
    epochs = chosen["epochs"]
    if epochs < 1:
        return
    if chosen["schedule"] == "cosine" and 0 < chosen["schedule_epochs"] < epochs:
        text = f"the training goes on, for {epochs} epochs: give at least so many, or leave it out"
        yield _fault(place, parts, "schedule_epochs", chosen, text)
    if chosen["schedule"] in {"step", "inverse_time"} and chosen["schedule_every"] >= epochs:
        yield _fault(place, parts, "schedule_every", chosen, f"the learning rate never changes in {epochs} epochs")
    if chosen["warmup_epochs"] > epochs:
        yield _fault(place, parts, "warmup_epochs", chosen, f"the training is over before, after {epochs} epochs")


def _patience_faults(place: Place, parts: Sequence[Given]) -> Iterator[Fault]:
    """Yield an early stopping that has no validation split."""
    chosen = _chosen(parts)
    if chosen["patience"] > 0 and not chosen["validation_fraction"]:
        text = "early stopping needs a validation_fraction above 0, here or in the experiment"
        yield _fault(place, parts, "patience", chosen, text)


def _output_faults(place: Place, parts: Sequence[Given]) -> Iterator[Fault]:
    """Yield layers and a loss that do not fit each other, where the later one of the two is given."""
    layers, loss, where = list[Any](), DEFAULTS["loss"], ()
    for given in parts:
        if "loss" in given.settings:
            loss, where = part(given.settings, str, "loss"), given.place_of("loss")
        if "layers" in given.settings:
            layers, where = part(given.settings, list, "layers"), given.place_of("layers")
    outputs = part(layers[-1] if layers else 0, int)
    if outputs > 0 and loss in LOSSES and unfit(loss, outputs) and where[: len(place)] == place:
        yield Fault(where, f"{layers}: {unfit(loss, outputs)}")


def _fault(place: Place, parts: Sequence[Given], name: str, chosen: Mapping[str, Any], text: str) -> Fault:
    """Return a fault of a setting, where it is given, or else at the training."""
    places = [(*given.place, name) for given in _of(place, parts) if name in given.settings]
    return Fault(places[-1] if places else parts[-1].place, f"{name} {chosen[name]}: {text}")


def _of(place: Place, parts: Sequence[Given]) -> list[Given]:
    """Return the parts that stand at or below a place."""
    return [given for given in parts if given.place[: len(place)] == place]


def _chosen(parts: Sequence[Given]) -> dict[str, Any]:
    """Return what is chosen of the settings that are looked at here."""
    chosen: dict[str, Any] = {}
    for name in LOOKED_AT:
        default = {**UNKNOWN, **DEFAULTS}[name]
        found = [part(given.settings, type(default), name) for given in parts if name in given.settings]
        chosen[name] = (found[-1] if found else default) or default
    return chosen
