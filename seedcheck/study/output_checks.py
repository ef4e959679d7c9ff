"""Faults of networks whose last layer does not fit their loss: in variants and in the cells of sweeps."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from nn.losses import LOSSES, unfit
from nn.settings import DEFAULTS
from seedcheck.study.faults import Fault, part

Config = dict[str, Any]
Place = tuple[Any, ...]
Chosen = dict[str, tuple[Place, Any]]  # layers and loss, each with where it is said
KINDS: dict[str, type] = {"loss": str, "layers": list}


def output_faults(config: Config) -> Iterator[Fault]:
    """Yield a fault for each place at which layers or a loss are given that do not fit the other."""
    found: dict[Place, Fault] = {}
    for chosen in [*_variants(config), *_cells(config)]:
        places, (layers, loss) = [chosen[key][0] for key in KINDS], [chosen[key][1] for key in ("layers", "loss")]
        outputs, place = part(layers[-1] if layers else 0, int), max(places[::-1], key=len)
        if outputs > 0 and loss in LOSSES and unfit(loss, outputs):
            found.setdefault(place, Fault(place, f"{layers}: {unfit(loss, outputs)}"))
    yield from found.values()


def _chosen(config: Config, *place: str) -> Chosen:
    """Return what a part of the configuration says of layers and loss."""
    own = part(config, dict, *place)
    return {key: ((*place, key), part(own, kind, key)) for key, kind in KINDS.items() if key in own}


def _of_variant(config: Config, experiment: str, variant: str) -> Chosen:
    place = ("experiments", experiment)
    given: Chosen = {"loss": ((), DEFAULTS["loss"]), "layers": ((), [])}
    return given | _chosen(config, *place) | _chosen(config, *place, "variants", variant)


def _variants(config: Config) -> Iterator[Chosen]:
    for experiment, own in part(config, dict, "experiments").items():
        if isinstance(own, dict) and "trainer" in own:
            continue
        for variant in part(config, dict, "experiments", experiment, "variants"):
            yield _of_variant(config, experiment, variant)


def _cells(config: Config) -> Iterator[Chosen]:
    for sweep in part(config, dict, "sweeps"):
        experiment = part(config, str, "sweeps", sweep, "experiment")
        own = part(config, dict, "experiments", experiment)
        if "trainer" in own:
            continue
        reference = part(own, str, "reference") or next(iter(part(own, dict, "variants")), "")
        given = _of_variant(config, experiment, reference) | _chosen(config, "sweeps", sweep)
        for cell in product(*(_options(config, sweep, key) or [given[key]] for key in KINDS)):
            yield dict(zip(KINDS, cell, strict=True))


def _options(config: Config, sweep: str, key: str) -> list[tuple[Place, Any]]:
    """Return the values of layers or loss in a sweep's grid, each with its place."""
    place = ("sweeps", sweep, "grid", key)
    return [((*place, k), part(value, KINDS[key])) for k, value in enumerate(part(config, list, *place))]
