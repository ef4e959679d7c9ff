"""The section of the configuration on tuning: the settings among which each seed of a variant chooses."""

from collections.abc import Mapping
from math import exp, log
from typing import Annotated, Any, get_type_hints

import numpy as np
from pydantic import ConfigDict, Field

from nn.settings import SETTINGS, Settings
from seedcheck.study.training_keys import SEED, SWEEPABLE, Section, with_lists, with_ranges
from seedcheck.study.values import given, whole
from seedcheck.training.grid import cells

# Not what a network is made of, how long it is trained, and by which examples it is chosen.
FIXED = ("layers", "activation", "loss", "batch_norm", "norm_epsilon", "epochs", "patience", "validation_fraction")
TUNABLE = tuple(name for name in SWEEPABLE if name not in FIXED)
RANGED = tuple(name for name in TUNABLE if not SETTINGS[name].choices)
AT_LEAST_ONE = ConfigDict(json_schema_extra={"minProperties": 1})


@with_lists(TUNABLE)
class TunedGrid(Section):
    """Settings with their values, of which every combination is tried."""

    model_config = AT_LEAST_ONE


@with_ranges(RANGED)
class TunedRanges(Section):
    """Settings with the two ends between which values are drawn, evenly, in the logarithm if both are above 0."""

    model_config = AT_LEAST_ONE


class Tuning(Section):
    """What each seed of a variant chooses its settings from, by its validation split and never by test points.

    It trains with each of them and keeps the network with the best accuracy on the examples that `validation_fraction`
    holds back, of equals the one with the lowest cross-entropy. All variants have the same number of settings.
    """

    grid: Annotated[dict[str, list[Any]], given(TunedGrid)] = Field(
        default_factory=dict,
        description=f"Every combination of values of what a sweep can vary, but {', '.join(FIXED)}.",
    )
    random: Annotated[dict[str, list[Any]], given(TunedRanges)] = Field(
        default_factory=dict,
        description="In the place of a grid, for numbers: the two ends between which values are drawn.",
    )
    settings: Annotated[int, whole(2, 1000)] = Field(default=0, description="How many settings are drawn.")
    seed: Annotated[int, SEED] = Field(default=0, description="Seed from which they are drawn.")


def candidates(tune: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the settings to choose from, given what `tune` says; none if it says nothing.

    Of N that are drawn one lies in each Nth part of every range (Latin hypercube: McKay et al. 1979, Technometrics 21).
    """
    if not tune.get("random"):
        return cells(tune["grid"]) if tune.get("grid") else []
    generator, count = np.random.default_rng(tune.get("seed", 0)), tune["settings"]
    shares = {name: (generator.permutation(count) + generator.random(count)) / count for name in tune["random"]}
    return [
        {name: _value(name, low, high, float(shares[name][k])) for name, (low, high) in tune["random"].items()}
        for k in range(count)
    ]


def _value(name: str, low: float, high: float, share: float) -> float:
    """Return the value that is a share of the way from one end to the other, with three digits."""
    value = exp(log(low) + share * log(high / low)) if low > 0 else low + share * (high - low)
    if get_type_hints(Settings)[name] is int:
        return round(value)
    return min(max(float(f"{value:.3g}"), low), high)
