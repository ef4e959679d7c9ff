"""Faults of what an experiment is tuned over: each variant has to choose among as many settings as the others."""

from collections.abc import Iterator
from math import prod
from typing import Any

from nn.settings import DEFAULTS, SETTINGS, applies
from seedcheck.study.faults import Fault, part
from seedcheck.study.yaml import Place

Config = dict[str, Any]


def tune_of(experiment: Config, variant: str) -> tuple[Place, Config]:
    """Return where it is said, below the experiment, what a variant is tuned over, and what is said."""
    own = part(experiment, dict, "variants", variant)
    return (("variants", variant, "tune"), part(own, dict, "tune")) if "tune" in own else (
        ("tune",), part(experiment, dict, "tune"))  # fmt: skip


def lists_of(tune: Config) -> tuple[str, dict[str, list[Any]]]:
    """Return which key of `tune` says what is tuned, and the values or ends of each setting."""
    key = "random" if "random" in tune else "grid"
    given = part(tune, dict, key)
    return key, {name: part(given, list, name) for name in given if name in SETTINGS and part(given, list, name)}


def tuning_faults(place: Place, experiment: Config) -> Iterator[Fault]:
    """Yield the faults of what an experiment is tuned over."""
    variants = [name for name in part(experiment, dict, "variants") if isinstance(name, str)]
    tunes = {name: tune_of(experiment, name) for name in variants}
    if not any(tune for _, tune in tunes.values()):
        return
    for where, tune in {where: tune for where, tune in tunes.values() if tune}.items():
        yield from _faults((*place, *where), tune)
    counts = {name: _count(tune) for name, (_, tune) in tunes.items()}
    first = next(iter(variants))
    for name in variants:
        here = (*place, "variants", name)
        if counts[name] != counts[first]:
            text = f"is tuned over {counts[name] or 1} settings and {first!r} over {counts[first] or 1}"
            yield Fault(here, f"{text}: give each variant as many")
        yield from _beside(place, experiment, name, tunes[name][1])


def _count(tune: Config) -> int:
    key, lists = lists_of(tune)
    return part(tune, int, "settings") if key == "random" else prod(map(len, lists.values())) if lists else 0


def _faults(place: Place, tune: Config) -> Iterator[Fault]:
    """Yield the faults of one `tune` by itself."""
    if ("grid" in tune) == ("random" in tune):
        yield Fault(place, "give either `grid` or `random`")
    elif "random" not in tune:
        yield from (Fault((*place, key), "has no meaning beside `grid`") for key in ("settings", "seed") if key in tune)
    elif "settings" not in tune:
        yield Fault(place, "say how many `settings` are drawn")
    key, lists = lists_of(tune)
    if key == "grid" and _count(tune) == 1:
        yield Fault((*place, key), "one setting is no choice; give several values")
    for name, (low, *others) in lists.items():
        if key == "random" and _are_numbers(low, *others) and not all(low < high for high in others):
            yield Fault((*place, key, name), f"{[low, *others]}: the first end has to be below the second")


def _are_numbers(*values: Any) -> bool:
    return all(isinstance(value, int | float) for value in values)


def _beside(place: Place, experiment: Config, variant: str, tune: Config) -> Iterator[Fault]:
    """Yield what of a variant's settings does not go with its tuning."""
    _, lists = lists_of(tune)
    own = part(experiment, dict, "variants", variant)
    chosen = {**DEFAULTS, **experiment, **own}
    for name in lists:
        places = [(*place, name)] * (name in experiment) + [(*place, "variants", variant, name)] * (name in own)
        yield from (Fault(where, "is tuned, so that a value here means nothing: leave it out") for where in places)
        only = SETTINGS[name].only_with
        if only and only[0] not in lists and not applies(name, {only[0]: part(chosen, str, only[0])}):
            text = f"makes no use of {name}, which is tuned: give it a `tune` of its own, with as many settings"
            yield Fault((*place, "variants", variant), text)
    if not part(chosen, float, "validation_fraction") and lists:
        yield Fault((*place, "tune"), "needs a validation_fraction above 0, by which settings are chosen")
