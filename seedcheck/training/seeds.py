"""The seeds of replicates: all from one root seed, a stream per purpose and replicate, so that variants are paired.

Replicate 7 of every variant starts from the same normal draws, with dropout or without, and adding replicates leaves
earlier ones unchanged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

import nn
from nn.activations import Array

STREAMS = {"weights": 0, "masks": 1, "data": 2, "shuffles": 3, "splits": 4}


@dataclass(frozen=True)
class Plan:
    """How many replicates, from which root seed, and whether each with training data of its own.

    Attributes
    ----------
    count : S, 0 for the configured seed alone
    root_seed : where all their streams come from
    redraw : None, or how each replicate draws its own training data: from the generator that this part of the
        configuration names, else as a bootstrap sample (Efron 1979; of seeds and data: Bouthillier et al. 2021)
    first : number of the first replicate, where seeds are added to others; the configured seed is trained with 0
    """

    count: int
    root_seed: int
    redraw: Mapping[str, Any] | None = None
    first: int = 0

    @property
    def numbers(self) -> range:
        """The numbers of the replicates."""
        return range(self.first, self.first + self.count)

    @property
    def has_configured(self) -> bool:
        """Whether the configured seed is trained with these replicates, as the first network."""
        return self.first == 0

    @property
    def replicates(self) -> slice:
        """Which of the networks are replicates."""
        return slice(1 if self.has_configured else 0, None)

    def number(self, network: int) -> int:
        """Return the number of a network of this job among all of the variant, of which the configured seed's is 0."""
        return network if self.has_configured else 1 + self.first + network

    @property
    def networks(self) -> int:
        """How many networks are trained."""
        return self.count + self.has_configured


def stream(root_seed: int, purpose: str, replicate: int) -> np.random.SeedSequence:
    """Return the seed of a replicate's stream for a purpose in STREAMS."""
    return np.random.SeedSequence(root_seed, spawn_key=(STREAMS[purpose], replicate))


def initial_ensemble(settings: nn.Settings, plan: Plan) -> Array:
    """Return the replicates' initial parameters (S, P)."""
    theta = np.empty((plan.count, settings.form.count_parameters(settings.layers)))
    for row, number in enumerate(plan.numbers):
        generator = np.random.Generator(np.random.PCG64(stream(plan.root_seed, "weights", number)))
        drawn = nn.initialize(settings.initializer, settings.layers, generator, settings.scale)
        theta[row] = settings.form.start(drawn, settings.layers)
    return theta


def mask_streams(plan: Plan) -> list[np.random.SeedSequence]:
    """Return the seeds of the replicates' dropout masks."""
    return [stream(plan.root_seed, "masks", s) for s in plan.numbers]


def shuffle_streams(plan: Plan) -> list[np.random.SeedSequence]:
    """Return the seeds of the orders in which minibatches of the replicates are drawn."""
    return [stream(plan.root_seed, "shuffles", s) for s in plan.numbers]


def split_streams(plan: Plan) -> list[np.random.SeedSequence]:
    """Return the seeds of the replicates' validation splits."""
    return [stream(plan.root_seed, "splits", s) for s in plan.numbers]


def data_seeds(plan: Plan) -> list[int]:
    """Return the seeds from which replicates draw training data of their own."""
    return [int(stream(plan.root_seed, "data", s).generate_state(1)[0]) for s in plan.numbers]


def command_seeds(plan: Plan) -> list[int]:
    """Return the seeds with which replicates are trained by a command: below 2^31, which every language takes."""
    return [int(stream(plan.root_seed, "weights", s).generate_state(1)[0]) >> 1 for s in plan.numbers]
