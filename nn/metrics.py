"""What a trained network is worth on given points: functions of its logits and the labels, listed in ``METRICS``."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nn.activations import Array, sigmoid
from nn.losses import LOSSES


class Metric(NamedTuple):
    """A metric, a function of logits Z (..., 1, m) and labels Y (1, m) or (..., 1, m).

    Attributes
    ----------
    values : returns one value (...,) per network
    per_point : returns one value (..., m) per point, if the metric is their mean, else None
    """

    values: Callable[[Array, Array], Array]
    per_point: Callable[[Array, Array], Array] | None = None


def predicted_class(Z: Array) -> Array:
    """Return from logits Z whether (..., 1, m) class 1 is predicted: where its probability is above 0.5, not at it."""
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(sigmoid(Z) > 0.5)


def is_right(Z: Array, Y: Array) -> Array:
    """Return whether (..., 1, m) the predicted class is the label."""
    return np.asarray(predicted_class(Z) == Y)


def cross_entropy(Z: Array, Y: Array) -> Array:
    """Return the cross-entropy (..., 1, m), without penalty and dropout."""
    with np.errstate(over="ignore", invalid="ignore"):
        return LOSSES["logits"].values(Z, Y)


def mean_of(function: Callable[[Array, Array], Array]) -> Metric:
    """Return the metric that is the mean over points of a function with values (..., 1, m)."""
    return Metric(
        values=lambda Z, Y: np.asarray(function(Z, Y).mean(axis=(-2, -1))),
        per_point=lambda Z, Y: function(Z, Y)[..., 0, :],
    )


METRICS: dict[str, Metric] = {
    "accuracy": mean_of(is_right),
    "cross_entropy": mean_of(cross_entropy),
}
