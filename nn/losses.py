"""Cross-entropy in two forms: the numerically right one, and the source notebook's, which saturates; the L2 penalty.

Both losses take the logits Z (..., 1, m) before the sigmoid and labels Y (1, m), and work on complex Z too.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from nn.activations import Array, sigmoid

CLIP = 1e-10  # the notebook's bound on probabilities
EXP_LIMIT = 700.0  # a complex exp beyond it is nan; the saturating cost is flat there


class Loss(NamedTuple):
    """A loss: its value per example, and dJ/dZ of the output layer times m, written into ``out``."""

    values: Callable[[Array, Array], Array]
    residual: Callable[[Array, Array, Array], Array]


def logits_values(Z: Array, Y: Array) -> Array:
    """Return log(1 + exp(S)) per example, S = Z for label 0 and -Z for label 1, without overflow or cancellation."""
    S = (1 - 2 * Y) * Z
    positive = S.real > 0
    return np.asarray(np.log1p(np.exp(np.where(positive, -S, S))) + np.where(positive, S, 0.0))


def logits_residual(A: Array, Y: Array, out: Array) -> Array:
    """Return A - Y, A = sigmoid(Z)."""
    return np.subtract(A, Y, out=out)


def saturating_values(Z: Array, Y: Array) -> Array:
    """Return -Y log(A) - (1 - Y) log(1 - A) per example, A = sigmoid(Z) clipped to [1e-10, 1 - 1e-10].

    Inside the clip 1 - A is sigmoid(-Z), without cancellation; at the clip it is 1 - (1 - 1e-10), as in the notebook.
    """
    Z = np.clip(Z, -EXP_LIMIT, EXP_LIMIT)
    A, rest = sigmoid(Z), sigmoid(-Z)
    low, high = A.real < CLIP, A.real > 1 - CLIP
    A = np.where(low, CLIP, np.where(high, 1 - CLIP, A))
    rest = np.where(low, 1 - CLIP, np.where(high, 1 - (1 - CLIP), rest))
    return np.asarray(-(Y * np.log(A) + (1 - Y) * np.log(rest)))


def saturating_residual(A: Array, Y: Array, out: Array) -> Array:
    """Return A - Y, but 0 where the sigmoid has rounded to exactly 0 or 1, as the notebook's factor A (1 - A) is."""
    np.subtract(A, Y, out=out)
    return np.multiply(out, (A > 0) & (A < 1), out=out)


def inconsistent_examples(Z: Array) -> Array:
    """Return where (..., 1, m) the saturating loss is flat but its gradient is not: between the clip and rounding.

    A gradient check of the saturating loss has to leave such examples out.
    """
    with np.errstate(over="ignore"):
        A = sigmoid(Z)
    return ((A < CLIP) | (A > 1 - CLIP)) & (A > 0) & (A < 1)


def penalty(weights: Array, l2_lambda: float | Array, m: int) -> Array:
    """Return the L2 penalty of each weight, l2_lambda / (2 m) times its square."""
    return np.asarray(l2_lambda / (2 * m) * weights * weights)


LOSSES = {
    "logits": Loss(logits_values, logits_residual),
    "saturating": Loss(saturating_values, saturating_residual),
}
