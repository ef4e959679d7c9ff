"""What trained networks say of every point: all that statistics need of them, so that no model is read again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import h5py
import numpy as np

import nn
from nn.activations import Array
from seedcheck.data.datasets import Dataset
from seedcheck.files import reading
from seedcheck.hdf5 import read_arrays, write_arrays, writing

CHUNK, NUMBERS = 64, 4_000_000  # networks evaluated side by side, and activations of all of them: 32 MB

Part = Literal["train", "test"]
PARTS: tuple[Part, Part] = ("train", "test")


@dataclass(frozen=True)
class Predictions:
    """Logits of the N networks of a variant, without dropout: of the configured seed first, then of the replicates.

    Two classes have one logit for each point, K classes K of them.

    Attributes
    ----------
    train_logits, test_logits : (N, m) or (N, K, m) of the training and the test points
    train_labels : (1, m), or (N, m) where replicates draw their own training data; 0, 1, ...
    test_labels : (1, m)
    symmetric : (N,) bool, whether all units of each hidden layer have the same weights and bias
    """

    train_logits: Array
    train_labels: Array
    test_logits: Array
    test_labels: Array
    symmetric: Array

    def metric(self, name: str, part: Part) -> Array:
        """Return a metric of ``nn.METRICS`` (N,) on the "train" or "test" points."""
        logits, labels = self.of_rows(part)
        return nn.METRICS[name].values(logits, labels)

    def of_configured_seed(self) -> "Predictions":
        """Return those of the configured seed alone, but ``symmetric`` of all: a thousandth, of 1000 seeds."""
        first = {name: getattr(self, name)[:1].copy() for name in ("train_logits", "train_labels", "test_logits")}
        return replace(self, **first)

    def correct(self, part: Part) -> Array:
        """Return (N, m) which points each network classifies right."""
        logits, labels = self.of_rows(part)
        return np.asarray(nn.predicted_class(logits) == labels)[:, 0]

    def of_rows(self, part: Part) -> tuple[Array, Array]:
        """Return logits (N, 1, m) or (N, K, m), and labels (1, 1, m) or (N, 1, m), as ``nn`` takes them."""
        is_train = part == "train"
        logits, labels = (self.train_logits, self.train_labels) if is_train else (self.test_logits, self.test_labels)
        return (logits if logits.ndim > 2 else logits[:, None]), labels[:, None]


def predict(
    layers: Sequence[int], theta: Array, data: tuple[Array, Array], dataset: Dataset, form: nn.Form = nn.RELU
) -> Predictions:
    """Return the predictions of networks (N, P) trained on ``data``: X (n_0, m) or (N, n_0, m), and Y likewise."""
    X, Y = data
    return Predictions(
        train_logits=_logits(layers, theta, X, form),
        train_labels=np.atleast_2d(np.squeeze(Y, axis=-2)),
        test_logits=_logits(layers, theta, dataset.X_test, form),
        test_labels=dataset.Y_test,
        symmetric=units_are_equal(layers, theta),
    )


def _logits(layers: Sequence[int], theta: Array, X: Array, form: nn.Form) -> Array:
    """Return logits (N, m), or (N, K, m) of K classes."""
    size = min(CHUNK, max(1, NUMBERS // (sum(layers[1:]) * X.shape[-1])))
    chunks = [slice(start, start + size) for start in range(0, len(theta), size)]
    parts = [nn.logits(layers, theta[chunk], X if X.ndim == 2 else X[chunk], form) for chunk in chunks]
    logits = np.concatenate(parts)
    return logits[:, 0] if layers[-1] == 1 else logits


def units_are_equal(layers: Sequence[int], theta: Array) -> Array:
    """Return whether (N,) all units of each hidden layer have the same weights and bias, of networks (N, P)."""
    equal = np.ones(len(theta), bool)
    for block in nn.split(theta, layers)[:-1]:
        equal &= (block == block[:, :1]).all(axis=(1, 2))
    return equal


def write(path: str | Path, predictions: Predictions) -> None:
    """Write predictions as HDF5 arrays of their names."""
    with writing(path) as file:
        write_arrays(file, predictions)


def read(path: str | Path) -> Predictions:
    """Read what ``write`` wrote."""
    with reading(path), h5py.File(path, "r") as file:
        found = read_arrays(file, Predictions)
        for logits, labels in ((found.train_logits, found.train_labels), (found.test_logits, found.test_labels)):
            if len(logits) != len(found.symmetric) or labels.shape not in {
                (n, logits.shape[-1]) for n in (1, len(logits))
            }:
                raise ValueError(f"logits {logits.shape} and labels {labels.shape} do not fit together")
    return found
