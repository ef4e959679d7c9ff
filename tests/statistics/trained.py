"""Trained variants with made-up predictions, for tests of decisions and claims."""

import numpy as np

from seedcheck.statistics.paired import Array
from seedcheck.statistics.pairs import Trained
from seedcheck.training.predictions import Predictions
from seedcheck.training.replicates import Replicates

SEEDS, POINTS = 20, 400


def right(level: float, salt: int = 0, seeds: int = SEEDS) -> Array:
    """Return (seeds, POINTS) which points are right, about the share ``level`` of them in each seed."""
    rng = np.random.default_rng([round(1000 * level), salt])
    return np.asarray(rng.random((seeds, POINTS)) < level)


def trained(train: Array, test: Array, *, diverged: Array | None = None, symmetric: bool = False) -> Trained:
    """Return a variant whose replicates are right on these points (S, m), half of which are of class 1.

    Its configured seed is right as the first replicate is.
    """
    seeds = len(test)
    diverged = np.zeros(seeds, bool) if diverged is None else diverged
    train_labels, test_labels = (np.arange(part.shape[1])[None] % 2 for part in (train, test))
    logits = [
        np.where(np.concatenate([part[:1], part]), 1.0, -1.0) * (2 * labels - 1)
        for part, labels in ((train, train_labels), (test, test_labels))
    ]
    predictions = Predictions(logits[0], train_labels, logits[1], test_labels, np.full(1 + seeds, symmetric))
    found = Replicates(train, test, np.array([0, 10]), np.ones((seeds, 2)), diverged, np.full(seeds, 0.5))
    return Trained(False, predictions, found)


def at(test: float, train: float = 0.9, *, symmetric: bool = False, salt: int = 0) -> Trained:
    """Return a variant with about these accuracies."""
    return trained(right(train, salt), right(test, salt + 1), symmetric=symmetric)
