"""Replicates: the same variant from other seeds, all seeds from one root, variants paired by replicate.

Each replicate has a stream per purpose, spawned from the root seed by the purpose and the replicate's number. So
replicate 7 of every variant starts from the same normal draws, dropout or not, and more replicates change none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import h5py
import numpy as np

import nn
from nn.activations import Array
from nn.dropout import Seed
from nn.training import Progress
from seedcheck.data import datasets
from seedcheck.data.datasets import Dataset
from seedcheck.files import replacing
from seedcheck.training.variants import descent, initial_parameters

STREAMS = {"weights": 0, "masks": 1, "data": 2}
COLUMNS = ("replicate", "train_accuracy", "test_accuracy", "final_cost", "diverged", "collapsed")


@dataclass(frozen=True)
class Plan:
    """How many replicates, from which root seed, and of generated data optionally with training data of their own.

    Attributes
    ----------
    count : S, 0 for the published seed alone
    root_seed : where all their streams come from
    redraw : the data set's part of the config if each replicate draws its training data anew, else None
    """

    count: int
    root_seed: int
    redraw: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Replicates:
    """What the S replicates of a variant came to.

    Attributes
    ----------
    train_correct, test_correct : (S, m) bool, which points each classifies right
    epochs, costs : (k,) and (S, k) recorded cost, nan once a replicate has diverged
    diverged, collapsed : (S,) bool; collapsed ones predict one class for all test points
    """

    train_correct: Array
    test_correct: Array
    epochs: Array
    costs: Array
    diverged: Array
    collapsed: Array

    def correct(self, part: str) -> Array:
        """Return (S, m) 1 where a replicate is right on a "train" or "test" point, 0 where not, nan if it diverged."""
        right = {"train": self.train_correct, "test": self.test_correct}[part]
        return np.where(self.diverged[:, None], np.nan, right)

    def accuracy(self, part: str) -> Array:
        """Return the "train" or "test" accuracy (S,), nan where a replicate diverged."""
        return np.asarray(self.correct(part).mean(axis=1))


def stream(root_seed: int, purpose: str, replicate: int) -> np.random.SeedSequence:
    """Return the seed of a replicate's stream for a purpose in STREAMS."""
    return np.random.SeedSequence(root_seed, spawn_key=(STREAMS[purpose], replicate))


def initial_ensemble(settings: Mapping[str, Any], plan: Plan) -> Array:
    """Return the replicates' initial parameters (S, P)."""
    theta = np.empty((plan.count, nn.count_parameters(settings["layers"])))
    for s in range(plan.count):
        generator = np.random.Generator(np.random.PCG64(stream(plan.root_seed, "weights", s)))
        theta[s] = nn.initialize(settings["initializer"], settings["layers"], generator, settings["scale"])
    return theta


def training_data(dataset: Dataset, plan: Plan) -> tuple[Array, Array]:
    """Return inputs (n_0, m) and labels (1, m) of all networks, or (1 + S, ...) where replicates draw their own."""
    if plan.redraw is None:
        return dataset.X_train, dataset.Y_train
    seeds = [int(stream(plan.root_seed, "data", s).generate_state(1)[0]) for s in range(plan.count)]
    drawn = [datasets.make({**plan.redraw, "seed": seed}, {}) for seed in seeds]
    sets = [dataset, *drawn]
    return np.stack([own.X_train for own in sets]), np.stack([own.Y_train for own in sets])


def train(settings: Mapping[str, Any], dataset: Dataset, plan: Plan,
          progress: Progress | None = None) -> tuple[nn.Run, Replicates]:  # fmt: skip
    """Train a variant from its own seed and from those of its replicates, together, and return both outcomes.

    Raises
    ------
    InputError
        If the layers do not fit the data.
    """
    setup = descent(settings, dataset)
    theta = np.concatenate([initial_parameters(settings)[None], initial_ensemble(settings, plan)])
    seeds = [settings["mask_seed"], *(stream(plan.root_seed, "masks", s) for s in range(plan.count))]
    X, Y = training_data(dataset, plan)
    run = _train(setup, theta, (X, Y), seeds, progress)
    own, others = slice(0, 1), slice(1, None)
    if plan.redraw is not None:
        X, Y = X[others], Y[others]
    return nn.Run(run.theta[own][0], run.epochs, run.costs[own][0]), outcome(
        setup, nn.Run(run.theta[others], run.epochs, run.costs[others]), (X, Y), dataset
    )


def _train(setup: nn.Descent, theta: Array, data: tuple[Array, Array], seeds: Sequence[Seed],
           progress: Progress | None) -> nn.Run:  # fmt: skip
    """Train networks (1 + S, P); one alone, or equal ones (zeros), is trained once."""
    X, Y = data
    same = len(theta) == 1 or (setup.keep_prob == 1.0 and X.ndim == 2 and (theta == theta[0]).all())
    if not same:
        return nn.train(setup, theta, X, Y, seeds, progress)
    run = nn.train(setup, theta[0], X, Y, seeds[0], progress)
    return nn.Run(np.tile(run.theta, (len(theta), 1)), run.epochs, np.tile(run.costs, (len(theta), 1)))


def outcome(setup: nn.Descent, run: nn.Run, data: tuple[Array, Array], dataset: Dataset) -> Replicates:
    """Return what trained replicates get right on their training data and on the test points."""
    X, Y = data
    predicted = (nn.predict(setup.layers, run.theta, dataset.X_test) > 0.5)[:, 0]
    return Replicates(
        train_correct=((nn.predict(setup.layers, run.theta, X) > 0.5) == Y)[:, 0],
        test_correct=predicted == dataset.Y_test,
        epochs=run.epochs,
        costs=run.costs,
        diverged=run.diverged,
        collapsed=(predicted == predicted[:, :1]).all(axis=1),
    )


def rows(replicates: Replicates) -> list[dict[str, Any]]:
    """Return one row per replicate; a diverged one has neither accuracy nor cost."""
    values = {"train_accuracy": replicates.accuracy("train"), "test_accuracy": replicates.accuracy("test")}
    values["final_cost"] = np.where(replicates.diverged, np.nan, replicates.costs[:, -1])
    flags = {"diverged": replicates.diverged, "collapsed": replicates.collapsed}
    return [
        {"replicate": s}
        | {name: None if np.isnan(column[s]) else float(column[s]) for name, column in values.items()}
        | {name: bool(column[s]) for name, column in flags.items()}
        for s in range(len(replicates.diverged))
    ]


def file_of(experiment: str, variant: str) -> Path:
    """Return where a variant's replicates are kept."""
    return Path("results", experiment, variant, "replicates.h5")


def write(path: str | Path, replicates: Replicates) -> None:
    """Write replicates as HDF5 arrays of their names."""
    with replacing(path) as temporary, h5py.File(temporary, "w", libver="v110") as file:
        for field in fields(replicates):
            file.create_dataset(field.name, data=getattr(replicates, field.name))


def read(path: str | Path) -> Replicates:
    """Read what ``write`` wrote."""
    with h5py.File(path, "r") as file:
        return Replicates(**{field.name: file[field.name][...] for field in fields(Replicates)})
