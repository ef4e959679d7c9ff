"""What a trained network is worth on given points: functions of its logits and the labels, listed in ``METRICS``."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nn.activations import Array
from nn.losses import fitting, is_label


class Metric(NamedTuple):
    """A metric, a function of logits Z (..., 1, m) or (..., K, m) and labels Y (1, m) or (..., 1, m).

    Attributes
    ----------
    values : returns one value (...,) per network
    per_point : returns one value (..., m) per point, if the metric is their mean, else None
    is_loss : whether smaller is better
    """

    values: Callable[[Array, Array], Array]
    per_point: Callable[[Array, Array], Array] | None = None
    is_loss: bool = False


def probabilities(Z: Array) -> Array:
    """Return the probability (..., 1, m) of class 1, or (..., K, m) of each class, from logits Z of that shape."""
    with np.errstate(over="ignore", invalid="ignore"):
        return fitting(Z.shape[-2]).probabilities(Z, None)


def predicted_class(Z: Array) -> Array:
    """Return from logits Z the class (..., 1, m) that is predicted, the first of equally probable ones.

    With one output that is whether the probability of class 1 is above 0.5, not at it.
    """
    if Z.shape[-2] == 1:
        return np.asarray(probabilities(Z) > 0.5)
    return np.asarray(Z.argmax(axis=-2, keepdims=True))


def is_right(Z: Array, Y: Array) -> Array:
    """Return whether (..., 1, m) the predicted class is the label."""
    return np.asarray(predicted_class(Z) == Y)


def cross_entropy(Z: Array, Y: Array) -> Array:
    """Return the cross-entropy (..., 1, m), which is the log loss, without penalty and dropout."""
    with np.errstate(over="ignore", invalid="ignore"):
        return fitting(Z.shape[-2]).values(Z, Y)


def brier(Z: Array, Y: Array) -> Array:
    """Return the squared error (..., 1, m) of the probabilities (Brier 1950, Monthly Weather Review 78).

    Of two classes it is that of class 1, from 0 to 1; of more the sum over the classes, from 0 to 2.
    """
    p = probabilities(Z)
    if p.shape[-2] <= 2:
        return np.asarray((p[..., -1:, :] - Y) ** 2)
    return np.asarray(((p - is_label(Z, Y)) ** 2).sum(axis=-2, keepdims=True))


def mean_of(function: Callable[[Array, Array], Array], *, is_loss: bool = False) -> Metric:
    """Return the metric that is the mean over points of a function with values (..., 1, m)."""
    return Metric(
        values=lambda Z, Y: np.asarray(function(Z, Y).mean(axis=(-2, -1))),
        per_point=lambda Z, Y: function(Z, Y)[..., 0, :],
        is_loss=is_loss,
    )


def balanced_accuracy(Z: Array, Y: Array) -> Array:
    """Return (...,) the share of each class that is right, averaged over the classes that are there."""
    right, labels = is_right(Z, Y), np.broadcast_to(Y, (*Z.shape[:-2], 1, Z.shape[-1]))
    of_class = np.stack([labels == k for k in np.unique(labels)])
    counts, hits = of_class.sum(axis=(-2, -1)), (of_class & right).sum(axis=(-2, -1))
    return np.asarray((hits / np.maximum(counts, 1)).sum(axis=0) / (counts > 0).sum(axis=0))


def auc(Z: Array, Y: Array) -> Array:
    """Return (...,) the area under the ROC curve; of K classes the mean over each against the rest.

    It is the share of pairs of a point of the class and another point in which the first has the larger score (the
    probability of the class), ties counting half: Hanley and McNeil 1982, Radiology 143. It is nan without such pairs,
    or where a logit is.
    """
    scores, labels = (Z if Z.shape[-2] == 1 else probabilities(Z)), np.broadcast_to(Y, (*Z.shape[:-2], 1, Z.shape[-1]))
    classes = [1] if Z.shape[-2] == 1 else range(Z.shape[-2])
    flat, of_each = scores.reshape(-1, *Z.shape[-2:]), labels.reshape(-1, Z.shape[-1])
    areas = [
        np.mean([area(row, y == k) for row, k in zip(rows, classes, strict=True)])
        for rows, y in zip(flat, of_each, strict=True)
    ]
    return np.array(areas).reshape(Z.shape[:-2])


def area(scores: Array, is_positive: Array) -> float:
    """Return the area under the ROC curve of scores (m,), by the sum of the positive points' ranks."""
    positives, m = int(is_positive.sum()), is_positive.size
    if not 0 < positives < m or not np.isfinite(scores).all():
        return float("nan")
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    return float((ranks[is_positive].sum() - positives * (positives + 1) / 2) / (positives * (m - positives)))


METRICS: dict[str, Metric] = {
    "accuracy": mean_of(is_right),
    "cross_entropy": mean_of(cross_entropy, is_loss=True),
    "brier": mean_of(brier, is_loss=True),
    "balanced_accuracy": Metric(balanced_accuracy),
    "auc": Metric(auc),
}
RECORDED = ("accuracy", "cross_entropy")  # of every training; the others where an experiment asks for them
