"""Gradient clipping as the formula has it; see ``seedcheck.training.plain``."""

from typing import Any

import numpy as np

from seedcheck.training.plain import Point


def clipping(settings: Any, point: Point) -> float:
    """Return the factor min(1, clip_norm / ||g||) that shortens the gradient g of a network's objective."""
    limit = float(settings.clip_norm)
    return 1.0 if limit == 0 else min(1.0, limit / max(gradient_norm(point), limit))


def gradient_norm(point: Point) -> float:
    """Return ||g||. What an example's loss rises by with each unit's Z is a complex step; g is made of products."""
    squares = 0.0
    for number, (W, _) in enumerate(point.layers):
        dZ = _slopes_of_units(point, number) / point.m
        dW = dZ @ point.below[number].T + 2 * point.decay * W
        squares += float((dW**2).sum() + (dZ.sum(axis=1) ** 2).sum())
    for layer, (gamma, *_) in enumerate(point.norms):
        units = [unit[:, None] for unit in np.eye(len(gamma))]
        squares += sum(point.norm_slopes(layer, which, unit).mean() ** 2 for which in (0, 1) for unit in units)
    return float(np.sqrt(squares))


def _slopes_of_units(point: Point, number: int) -> np.ndarray:
    """Return (n, m) how fast the sum of all losses rises with Z of each unit of a layer at each example."""
    units = np.eye(len(point.Z[number]))[:, :, None]
    if not point.norms:  # what a unit does at an example changes the loss of that example alone
        return np.stack([point.slopes(number, np.repeat(unit, point.m, axis=1)) for unit in units])
    each = [[point.slopes(number, unit * example).sum() for example in np.eye(point.m)] for unit in units]
    return np.array(each)
