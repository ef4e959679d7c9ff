"""Replicates: the same variant from other seeds, all seeds from one root, variants paired by replicate.

Each replicate has a stream per purpose, spawned from the root seed by the purpose and the replicate's number. So
replicate 7 of every variant starts from the same normal draws, dropout or not, and more replicates change none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import h5py
import numpy as np

import nn
from nn.activations import Array
from workflow.lib.datasets import Dataset
from workflow.lib.files import replacing
from workflow.lib.variants import descent

STREAMS = {"weights": 0, "masks": 1}


@dataclass(frozen=True)
class Replicates:
    """What the S replicates of a variant came to.

    Attributes
    ----------
    train_accuracy, test_accuracy, final_cost : (S,), nan where a replicate diverged
    diverged, collapsed : (S,) bool; collapsed ones predict one class for all test points
    correct : (S, m) bool, which test points each classified right
    """

    train_accuracy: Array
    test_accuracy: Array
    final_cost: Array
    diverged: Array
    collapsed: Array
    correct: Array


def stream(root_seed: int, purpose: str, replicate: int) -> np.random.SeedSequence:
    """Return the seed of a replicate's stream for a purpose in STREAMS."""
    return np.random.SeedSequence(root_seed, spawn_key=(STREAMS[purpose], replicate))


def initial_ensemble(settings: Mapping[str, Any], root_seed: int, replicates: int) -> Array:
    """Return initial parameters (S, P)."""
    generators = [np.random.Generator(np.random.PCG64(stream(root_seed, "weights", s))) for s in range(replicates)]
    name, layers, scale = settings["initializer"], settings["layers"], settings["scale"]
    return np.stack([nn.initialize(name, layers, generator, scale) for generator in generators])


def train(settings: Mapping[str, Any], dataset: Dataset, root_seed: int, replicates: int) -> Replicates:
    """Train all replicates of a variant as one ensemble."""
    setup = descent({**settings, "record_every": settings["epochs"]}, dataset)
    seeds = [stream(root_seed, "masks", s) for s in range(replicates)]
    theta = initial_ensemble(settings, root_seed, replicates)
    run = nn.train(setup, theta, dataset.X_train, dataset.Y_train, seeds)
    predicted = (nn.predict(setup.layers, run.theta, dataset.X_test) > 0.5)[:, 0]
    correct = predicted == dataset.Y_test
    return Replicates(
        train_accuracy=np.where(run.diverged, np.nan, nn.accuracy(setup, run.theta, dataset.X_train, dataset.Y_train)),
        test_accuracy=np.where(run.diverged, np.nan, correct.mean(axis=1)),
        final_cost=np.where(run.diverged, np.nan, run.costs[:, -1]),
        diverged=run.diverged,
        collapsed=(predicted == predicted[:, :1]).all(axis=1),
        correct=correct,
    )


def file_of(experiment: str, variant: str) -> Path:
    """Return where a variant's replicates are kept."""
    return Path("results", experiment, "replicates", f"{variant}.h5")


def write(path: str | Path, replicates: Replicates) -> None:
    """Write replicates as HDF5 arrays of their names."""
    with replacing(path) as temporary, h5py.File(temporary, "w", libver="v110") as file:
        for field in fields(replicates):
            file.create_dataset(field.name, data=getattr(replicates, field.name))


def read(path: str | Path) -> Replicates:
    """Read what ``write`` wrote."""
    with h5py.File(path, "r") as file:
        return Replicates(**{field.name: file[field.name][...] for field in fields(Replicates)})
