"""Replicates: the same variant from other seeds, trained together with the configured one, and what they came to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import h5py
import numpy as np

import nn
from nn.activations import Array
from nn.dropout import Seed
from nn.ensembles import Ensemble
from seedcheck.data import make
from seedcheck.data.datasets import Dataset
from seedcheck.files import reading
from seedcheck.hdf5 import read_arrays, write_arrays, writing
from seedcheck.training.certified import Trained, Training
from seedcheck.training.outcomes import DIVERGED, FAILED, FINE, has_failed, majority_share
from seedcheck.training.predictions import Part
from seedcheck.training.seeds import Plan, data_seeds, initial_ensemble, mask_streams, shuffle_streams, split_streams


@dataclass(frozen=True)
class Replicates:
    """What the S replicates of a variant came to.

    Attributes
    ----------
    train_correct, test_correct : (S, m) bool, which points each classifies right; of a command that does not say so the
        accuracies (S, 1), nan where they are not known
    epochs, costs : (k,) and (S, k) recorded cost, nan once a replicate has diverged
    diverged : (S,) bool
    majority : (S,) accuracy of the best constant answer on the training data of each, nan if it is not known
    train_recent, test_recent : (S, m) at how many of the last records (``recent.RECENT``) each point was classified
        right, or (S, 0) where that was not counted
    stopped, kept : (S,) at which epoch each has stopped early, and of which its weights are; None if there is no such
    picked, validation : (S,) the number of the setting that is best for each, and (S, K) the accuracy with each of K
        settings on the validation split, nan where training diverged; None without tuning
    """

    train_correct: Array
    test_correct: Array
    epochs: Array
    costs: Array
    diverged: Array
    majority: Array
    train_recent: Array = field(default_factory=lambda: np.empty((0, 0), np.int8))
    test_recent: Array = field(default_factory=lambda: np.empty((0, 0), np.int8))
    stopped: Array | None = None
    kept: Array | None = None
    picked: Array | None = None
    validation: Array | None = None

    @property
    def tried(self) -> int:
        """How many settings each was tuned over, 0 without tuning."""
        return 0 if self.validation is None else int(self.validation.shape[1])

    def points(self, part: Part) -> int:
        """Return how many "train" or "test" points there are, 0 if only the accuracies on them are known."""
        right = {"train": self.train_correct, "test": self.test_correct}[part]
        return 0 if right.dtype.kind == "f" else int(right.shape[1])

    def correct(self, part: Part) -> Array:
        """Return (S, m) 1 where a replicate is right on a "train" or "test" point, 0 where not, nan if it diverged."""
        right = {"train": self.train_correct, "test": self.test_correct}[part]
        return np.where(self.diverged[:, None], np.nan, right)

    def recently_correct(self, part: Part) -> Array:
        """Return (S, m) at how many of the last records a point was right, nan where training diverged."""
        right = {"train": self.train_recent, "test": self.test_recent}[part]
        return np.where(self.diverged[:, None], np.nan, right.reshape(len(self.diverged), -1))

    def accuracy(self, part: Part) -> Array:
        """Return the "train" or "test" accuracy (S,), nan where a replicate diverged."""
        return np.asarray(self.correct(part).mean(axis=1))

    def outcomes(self) -> list[str]:
        """Return whether each training is fine, failed or diverged."""
        return [str(word) for word in np.where(self.diverged, DIVERGED, np.where(self.failed(), FAILED, FINE))]

    def failed(self) -> Array:
        """Return (S,) which trainings failed or diverged; of which too little is known, those have not failed."""
        accuracy = self.accuracy("train")
        is_known = np.isfinite(accuracy) & np.isfinite(self.majority)
        return self.diverged | (is_known & has_failed(accuracy, self.majority))


def prepared(settings: nn.Settings, dataset: Dataset, plan: Plan) -> Training:
    """Return the training of a variant from seeds of its replicates, and the configured one first, as one ensemble."""
    theta = initial_ensemble(settings, plan)
    drawn = [list[Seed](streams(plan)) for streams in (mask_streams, shuffle_streams, split_streams)]
    names = [f"replicate {number}" for number in plan.numbers]
    if plan.has_configured:
        theta = np.concatenate([nn.initial_parameters(settings)[None], theta])
        drawn = [[own, *seeds] for own, seeds in zip(settings.seeds, drawn, strict=True)]
        names = ["the configured seed", *names]
    data = training_data(dataset, plan)
    masks, shuffles, splits = drawn
    ensemble = Ensemble(
        settings, theta, *data, masks, np.arange(len(theta)), shuffle_seeds=shuffles, validation_seeds=splits
    )
    return Training(ensemble, dataset, names, has_recent=plan.count > 0)


def training_data(dataset: Dataset, plan: Plan) -> tuple[Array, Array]:
    """Return inputs (n_0, m) and labels (1, m) of all networks, or (N, ...) of each where replicates draw their own."""
    if plan.redraw is None:
        return dataset.X_train, dataset.Y_train
    sets = [_drawn(dataset, plan.redraw, seed) for seed in data_seeds(plan)]
    if plan.has_configured:
        sets = [(dataset.X_train, dataset.Y_train), *sets]
    return np.stack([X for X, _ in sets]), np.stack([Y for _, Y in sets])


def _drawn(dataset: Dataset, redraw: Mapping[str, Any], seed: int) -> tuple[Array, Array]:
    """Return other training data: new ones where they are generated, else a bootstrap sample of those there are."""
    if "generator" in redraw:
        drawn = make.generated({**redraw, "seed": seed})
        return drawn.X_train, drawn.Y_train
    examples = dataset.X_train.shape[1]
    chosen = np.random.default_rng(seed).integers(examples, size=examples)
    return dataset.X_train[:, chosen], dataset.Y_train[:, chosen]


def outcome(found: Trained, members: slice) -> Replicates:
    """Return what some networks of a trained ensemble came to."""
    run, predictions, recent = found.run, found.predictions, found.recent[members]
    train_correct = predictions.correct("train")[members]
    return Replicates(
        train_correct=train_correct,
        test_correct=predictions.correct("test")[members],
        epochs=run.epochs,
        costs=run.costs[members],
        diverged=run.diverged[members],
        majority=np.broadcast_to(majority_share(predictions.train_labels), run.diverged.shape)[members],
        train_recent=recent[:, : train_correct.shape[1]],
        test_recent=recent[:, train_correct.shape[1] :],
        stopped=None if run.stopped is None else run.stopped[members],
        kept=None if run.kept is None else run.kept[members],
    )


def write(path: str | Path, replicates: Replicates) -> None:
    """Write replicates as HDF5 arrays of their names."""
    with writing(path) as file:
        write_arrays(file, replicates)


def read(path: str | Path) -> Replicates:
    """Read what ``write`` wrote."""
    with reading(path), h5py.File(path, "r") as file:
        return read_from(file)


def read_from(group: Any) -> Replicates:
    """Read what ``write_arrays`` wrote into a group; a ValueError says what does not fit together."""
    found = read_arrays(group, Replicates)
    count, epochs = found.diverged.shape[0], found.epochs.shape[0]
    shapes = {"costs": (count, epochs), "majority": (count,)}
    wrong = [name for name, shape in shapes.items() if getattr(found, name).shape != shape]
    wrong += [name for name in ("train_correct", "test_correct") if len(getattr(found, name)) != count]
    if wrong:
        raise ValueError(f"{', '.join(wrong)}: not of {count} replicates and {epochs} epochs")
    return found
