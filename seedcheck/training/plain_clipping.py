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
        units = np.eye(len(W))[:, :, None]
        dZ = np.stack([point.slopes(number, np.repeat(unit, point.m, axis=1)) for unit in units]) / point.m
        dW = dZ @ point.below[number].T + 2 * point.decay * W
        squares += float((dW**2).sum() + (dZ.sum(axis=1) ** 2).sum())
    return float(np.sqrt(squares))
