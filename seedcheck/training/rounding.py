"""How much rounding may do to a network: nothing is blamed on the trainer that could be due to it."""

import numpy as np

from seedcheck.training.plain import Array, Point
from seedcheck.training.plain_losses import is_rounded

ROUNDING = 64 * float(np.finfo(float).eps)


def reach(X: Array) -> float:
    """Return the largest norm of an example of inputs (n_0, m)."""
    return float(np.sqrt(np.einsum("nm,nm->m", X, X).max()))


def size(point: Point, bound: float) -> float:
    """Return a bound on the terms that are summed up to a logit, given that on the inputs, by the norms of weights."""
    keep = [float(mask.max(initial=1.0)) for mask in point.kept]
    for number, ((W, b), factor) in enumerate(zip(point.layers, [*keep, 1.0], strict=True)):
        bound = float(np.linalg.norm(W)) * bound + float(np.linalg.norm(b))
        if number < len(point.norms):
            bound = norm_factor(point, number) * bound + float(np.linalg.norm(point.norms[number][1]))
        bound *= factor
    return bound


def norm_factor(point: Point, number: int) -> float:
    """Return by how much the batch normalization of a layer may stretch, ||gamma / sqrt(var + epsilon)||."""
    gamma, _, _, running = point.norms[number]
    var = running if point.predicts else point.Z[number].var(axis=1, keepdims=True)
    return float(np.linalg.norm(gamma / np.sqrt(var + point.epsilon)))


def decides(point: Point, bound: float) -> bool:
    """Return whether rounding decides if a ReLU is on, or if the sigmoid of the saturating loss is exactly 0 or 1."""
    bent = [] if point.is_smooth else [point.normalized(l, Z) for l, Z in enumerate(point.Z[:-1])]
    kinks = any(bool(((Z != 0) & (np.abs(Z) <= ROUNDING * bound)).any()) for Z in bent)
    if point.loss.values is point.loss.followed:
        return kinks
    nearer, further = (point.Z[-1] * (1 + side * ROUNDING) + side * ROUNDING * bound for side in (-1, 1))
    return kinks or bool((is_rounded(nearer) != is_rounded(further)).any())
