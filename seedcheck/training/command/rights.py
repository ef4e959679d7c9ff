"""Which test points the configured seed's training is right on, in the place of a network's predictions."""

from dataclasses import dataclass
from pathlib import Path

import h5py
import numpy as np

from seedcheck.files import reading
from seedcheck.hdf5 import read_arrays, write_arrays, writing
from seedcheck.training.command.output import Array
from seedcheck.training.outcomes import FAILED, FINE, has_failed
from seedcheck.training.predictions import Part


@dataclass(frozen=True)
class Rights:
    """What is known of the configured seed's training by a command.

    Attributes
    ----------
    test_correct : (1, m) bool, or its test accuracy (1, 1) if test points are not known
    train_accuracy, majority : (1,) training accuracy, and that of the best constant answer, nan if not known
    """

    test_correct: Array
    train_accuracy: Array
    majority: Array

    @property
    def symmetric(self) -> Array:
        """Whether hidden units are equal, which nobody knows of a command."""
        return np.zeros(1, bool)

    def correct(self, part: Part) -> Array:
        """Return (1, m) which "test" points are right, or the accuracy (1, 1) where that is all that is known."""
        return self.test_correct if part == "test" else self.train_accuracy[:, None]

    def of_configured_seed(self) -> "Rights":
        """Return those of the configured seed, which these are."""
        return self

    def outcome(self) -> str:
        """Return whether the training is fine or failed; it is fine if its training accuracy is not known."""
        known = np.isfinite(self.train_accuracy[0]) and np.isfinite(self.majority[0])
        return FAILED if known and has_failed(self.train_accuracy, self.majority)[0] else FINE


def write(path: str | Path, rights: Rights) -> None:
    """Write them as HDF5 arrays of their names."""
    with writing(path) as file:
        write_arrays(file, rights)


def read(path: str | Path) -> Rights:
    """Read what ``write`` wrote."""
    with reading(path), h5py.File(path, "r") as file:
        return read_arrays(file, Rights)
