"""What became of a training: fine, failed, or diverged.

A training has failed if it is hardly better than answering always the same: if it makes more than 80 % of the mistakes
that the best constant answer makes on the training data, whatever classes it predicts. Training accuracy, because
failing to learn is about the training data, and because losses differ between variants and accuracy does not. With half
of the labels in each class that is an accuracy below 60 %. Diverged trainings (overflow) have failed too.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

MISTAKES = 0.8  # of those of the best constant answer; fixed before any training

FINE, FAILED, DIVERGED = "fine", "failed", "diverged"


def majority_share(labels: Array) -> Array:
    """Return the accuracy (...,) of the best constant answer on labels (..., m) of 0, 1, ..."""
    labels = np.asarray(labels)
    shares = [(labels == k).mean(axis=-1) for k in range(1, max(2, int(labels.max()) + 1))]
    return np.asarray(np.max([*shares, 1 - sum(shares)], axis=0))


def has_failed(train_accuracy: Array, majority: float | Array, mistakes: float = MISTAKES) -> Array:
    """Return (S,) which trainings failed, from their training accuracies (S,), nan where one diverged.

    ``majority`` is the accuracy of the best constant answer, for all or (S,) for each; ``mistakes`` the share of its
    mistakes that is too many.
    """
    accuracy = np.asarray(train_accuracy, dtype=float)
    failed: Array = ~(1 - accuracy <= mistakes * (1 - np.asarray(majority)))  # nan has failed
    return failed


def outcomes(train_accuracy: Array, majority: float | Array, mistakes: float = MISTAKES) -> list[str]:
    """Return per training FINE, FAILED or DIVERGED (its accuracy is nan)."""
    failed = has_failed(train_accuracy, majority, mistakes)
    diverged = np.isnan(np.asarray(train_accuracy, dtype=float))
    return [str(word) for word in np.where(diverged, DIVERGED, np.where(failed, FAILED, FINE))]
