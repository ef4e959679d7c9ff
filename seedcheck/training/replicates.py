"""Replicates: the same variant from other seeds, trained together with the configured one, and what they came to."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import h5py
import numpy as np

import nn
from nn.activations import Array
from nn.ensembles import Ensemble
from seedcheck.data import make
from seedcheck.data.datasets import Dataset
from seedcheck.files import Row, replacing
from seedcheck.training.certified import Training
from seedcheck.training.outcomes import has_failed, majority_share, outcomes
from seedcheck.training.predictions import Part, Predictions
from seedcheck.training.seeds import Plan, data_seeds, initial_ensemble, mask_streams

COLUMNS = ("replicate", "train_accuracy", "test_accuracy", "final_cost", "outcome")


@dataclass(frozen=True)
class Replicates:
    """What the S replicates of a variant came to.

    Attributes
    ----------
    train_correct, test_correct : (S, m) bool, which points each classifies right
    epochs, costs : (k,) and (S, k) recorded cost, nan once a replicate has diverged
    diverged : (S,) bool
    majority : (S,) accuracy of the best constant answer on the training data of each
    """

    train_correct: Array
    test_correct: Array
    epochs: Array
    costs: Array
    diverged: Array
    majority: Array

    def correct(self, part: Part) -> Array:
        """Return (S, m) 1 where a replicate is right on a "train" or "test" point, 0 where not, nan if it diverged."""
        right = {"train": self.train_correct, "test": self.test_correct}[part]
        return np.where(self.diverged[:, None], np.nan, right)

    def accuracy(self, part: Part) -> Array:
        """Return the "train" or "test" accuracy (S,), nan where a replicate diverged."""
        return np.asarray(self.correct(part).mean(axis=1))

    def outcomes(self) -> list[str]:
        """Return whether each training is fine, failed or diverged."""
        return outcomes(self.accuracy("train"), self.majority)

    def failed(self) -> Array:
        """Return (S,) which trainings failed or diverged."""
        return has_failed(self.accuracy("train"), self.majority)


def prepared(settings: nn.Settings, dataset: Dataset, plan: Plan) -> Training:
    """Return the training of a variant from its configured seed and from those of its replicates, as one ensemble."""
    theta = np.concatenate([nn.initial_parameters(settings)[None], initial_ensemble(settings, plan)])
    data = training_data(dataset, plan)
    ensemble = Ensemble(settings, theta, *data, [settings.mask_seed, *mask_streams(plan)])
    return Training(ensemble, dataset, ["the configured seed", *(f"replicate {number}" for number in plan.numbers)])


def training_data(dataset: Dataset, plan: Plan) -> tuple[Array, Array]:
    """Return inputs (n_0, m) and labels (1, m) of all networks, or (1 + S, ...) where replicates draw their own."""
    if plan.redraw is None:
        return dataset.X_train, dataset.Y_train
    drawn = [make.generated({**plan.redraw, "seed": seed}) for seed in data_seeds(plan)]
    sets = [dataset, *drawn]
    return np.stack([member.X_train for member in sets]), np.stack([member.Y_train for member in sets])


def outcome(run: nn.Run, predictions: Predictions, members: slice) -> Replicates:
    """Return what some networks of a trained ensemble came to."""
    return Replicates(
        train_correct=predictions.correct("train")[members],
        test_correct=predictions.correct("test")[members],
        epochs=run.epochs,
        costs=run.costs[members],
        diverged=run.diverged[members],
        majority=np.broadcast_to(majority_share(predictions.train_labels), run.diverged.shape)[members],
    )


def rows(replicates: Replicates) -> list[Row]:
    """Return one row per replicate; a diverged one has neither accuracy nor cost."""
    values = {"train_accuracy": replicates.accuracy("train"), "test_accuracy": replicates.accuracy("test")}
    values["final_cost"] = np.where(replicates.diverged, np.nan, replicates.costs[:, -1])
    words = replicates.outcomes()
    return [
        {"replicate": s}
        | {name: None if np.isnan(column[s]) else float(column[s]) for name, column in values.items()}
        | {"outcome": words[s]}
        for s in range(len(replicates.diverged))
    ]


def write(path: str | Path, replicates: Replicates) -> None:
    """Write replicates as HDF5 arrays of their names."""
    with replacing(path) as temporary, h5py.File(temporary, "w", libver="v110") as file:
        write_arrays(file, replicates)


def read(path: str | Path) -> Replicates:
    """Read what ``write`` wrote."""
    with h5py.File(path, "r") as file:
        return read_arrays(file)


def write_arrays(group: h5py.Group, replicates: Replicates) -> None:
    """Write replicates into a group of an HDF5 file."""
    for field in fields(replicates):
        group.create_dataset(field.name, data=getattr(replicates, field.name))


def read_arrays(group: Any) -> Replicates:
    """Read what ``write_arrays`` wrote."""
    return Replicates(**{field.name: group[field.name][...] for field in fields(Replicates)})
