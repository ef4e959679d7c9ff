"""How often equal variants are called different where settings are tuned: real trainings of small networks on moons.

Two variants that differ in nothing but their seeds are compared. What is tuned is the learning rate.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np

import nn
from benchmarks.simulated_studies import Row
from seedcheck.data.datasets import Dataset
from seedcheck.data.make import generated
from seedcheck.statistics.experiments import decide_replicates
from seedcheck.statistics.pairs import Rule
from seedcheck.training import replicates
from seedcheck.training.certified import trained
from seedcheck.training.certifier import Check
from seedcheck.training.replicates import Replicates
from seedcheck.training.seeds import Plan
from seedcheck.training.tuning import Attempt, best_of

RATES = (0.1, 0.03, 0.3, 1.0)  # the first is that of a variant that is not tuned
SETTINGS: Mapping[str, Any] = {"layers": (2, 6, 1), "epochs": 60, "initializer": "he", "record_every": 60,
                               "validation_fraction": 0.25}  # fmt: skip
DATA = {"generator": "moons", "train_examples": 80, "test_examples": 200, "noise": 0.3, "divide_by": 1,
        "labels": ["0", "1"], "standardize": False}  # fmt: skip
SEEDS = (10, 20)
NOTHING = Check(threshold=1e-9, networks=1, entries=0, steps=(), later=0)
# How the two are tuned: the variant, then the reference; "test points" is what nobody should do.
WAYS = {
    "each by its validation split": ("validation", "validation"),
    "neither": ("", ""),
    "each by test points": ("test", "test"),
    "only one, by its validation split": ("validation", ""),
    "only one, by test points": ("test", ""),
}


class Outcomes(NamedTuple):
    """What one side's seeds came to, by how they were tuned, "" for not."""

    validation: Replicates
    test: Replicates
    untuned: Replicates

    def of(self, way: str) -> Replicates:
        """Return them for one way."""
        return getattr(self, way or "untuned")  # type: ignore[no-any-return]


def tuning(studies: int, seed: int) -> Iterator[Row]:
    """Share of studies in which one of two equal variants is called better, or worse, and what it seems to gain."""
    for n in SEEDS:
        found = [_study(n, root) for root in np.random.SeedSequence([seed, 12, n]).generate_state(studies).tolist()]
        for name, (own, other) in WAYS.items():
            rows = [_decided(variant.of(own), reference.of(other)) for variant, reference in found]
            verdicts = [row["verdict"] for row in rows]
            gains = [100 * float(row["comparison"]["mean"]) for row in rows]
            yield {"tuned": name, "n": n, "studies": studies, "better": verdicts.count("better") / studies,
                   "worse": verdicts.count("worse") / studies, "gain [points]": float(np.mean(gains))}  # fmt: skip


def _study(n: int, root: int) -> tuple[Outcomes, Outcomes]:
    """Return both sides of a study on data of its own, from n seeds each."""
    data = generated({**DATA, "seed": root, "test_seed": root ^ 1})
    return _side(data, Plan(n, root)), _side(data, Plan(n, root ^ 2))


def _side(data: Dataset, plan: Plan) -> Outcomes:
    attempts = [_attempt(data, plan, rate) for rate in RATES]
    own = partial(replicates.outcome, members=plan.replicates)
    each = [own(attempt.trained) for attempt in attempts]
    return Outcomes(own(best_of(attempts).trained), _best_on_test(each), each[0])


def _attempt(data: Dataset, plan: Plan, rate: float) -> Attempt:
    training = replicates.prepared(nn.Settings(learning_rate=rate, **SETTINGS), data, plan)._replace(has_recent=False)
    return Attempt(training.ensemble, trained(training, NOTHING, []), np.empty((0, 0)))


def _best_on_test(each: Sequence[Replicates]) -> Replicates:
    """Return of each seed the attempt with the best test accuracy; only what is right on test points counts."""
    accuracy = np.stack([found.accuracy("test") for found in each])
    chosen = np.stack([found.test_correct for found in each])[accuracy.argmax(axis=0), np.arange(accuracy.shape[1])]
    return Replicates(**{**vars(each[0]), "test_correct": chosen})


def _decided(variant: Replicates, reference: Replicates) -> Row:
    return decide_replicates({"reference": reference, "variant": variant}, "reference", Rule(0.02, 0))["variant"]
