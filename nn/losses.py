"""Cross-entropy of two classes, numerically right and as in the source notebook, which saturates; of K; L2 penalty.

Losses take logits Z, (..., 1, m) before the sigmoid or (..., K, m) before the softmax, and labels Y (1, m) or
(..., 1, m). Their values work on complex Z, too.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from nn.activations import Array, sigmoid, softmax

CLIP = 1e-10  # the notebook's bound on probabilities
EXP_LIMIT = 700.0  # a complex exp beyond it is nan; the saturating cost is flat there


class Loss(NamedTuple):
    """A loss.

    Attributes
    ----------
    values : given logits and labels, returns the value (..., 1, m) of each example
    residual : given probabilities and labels, returns dJ/dZ of the output layer times m, written into a third array
    probabilities : of logits, written into a second array if one is given
    is_of_two : whether it is for two classes with one output, or for K classes with K
    """

    values: Callable[[Array, Array], Array]
    residual: Callable[[Array, Array, Array], Array]
    probabilities: Callable[[Array, Array | None], Array] = sigmoid
    is_of_two: bool = True


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


def is_label(Z: Array, Y: Array) -> Array:
    """Return where (..., K, m) a class is the label."""
    return np.asarray(np.arange(Z.shape[-2])[:, None] == Y)


def softmax_values(Z: Array, Y: Array) -> Array:
    """Return log(sum of exp(Z_k - Z_Y)) per example, without overflow or cancellation.

    The largest term is taken out of the sum: what is left is 1 + the others, of which log1p keeps all digits.
    """
    S = Z - np.where(is_label(Z, Y), Z, 0).sum(axis=-2, keepdims=True)
    largest = S.real.argmax(axis=-2, keepdims=True)
    peak = np.take_along_axis(S, largest, axis=-2)
    others = np.where(np.arange(Z.shape[-2])[:, None] == largest, 0, np.exp(S - peak))
    return np.asarray(peak + np.log1p(others.sum(axis=-2, keepdims=True)))


def softmax_residual(A: Array, Y: Array, out: Array) -> Array:
    """Return A - 1 at the label and A at the other classes, A = softmax(Z)."""
    return np.subtract(A, is_label(A, Y), out=out)


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
    "softmax": Loss(softmax_values, softmax_residual, softmax, is_of_two=False),
}


def fitting(outputs: int) -> Loss:
    """Return the cross-entropy from the logits for so many outputs."""
    return LOSSES["logits" if outputs == 1 else "softmax"]


def loss_of(name: str, layers: Sequence[int]) -> Loss:
    """Return a loss by its name, for a network with these layers; the empty name is the one that fits.

    Raises
    ------
    ValueError
        If it is unknown, or is not for so many outputs.
    """
    loss = LOSSES.get(name) if name else fitting(layers[-1])
    if loss is None:
        raise ValueError(f"unknown loss {name!r}; known: {', '.join(LOSSES)}")
    if said := unfit(name, layers[-1]):
        raise ValueError(f"layers {list(layers)}: {said}")
    return loss


def unfit(name: str, outputs: int) -> str:
    """Return what to say where a loss is not for so many outputs, nothing where it is."""
    if not name or LOSSES[name].is_of_two == (outputs == 1):
        return ""
    if LOSSES[name].is_of_two:
        return (
            f"loss {name!r} is of two classes and takes 1 output, not {outputs}; for {outputs} classes take 'softmax'"
        )
    return f"loss {name!r} takes an output for each of 2 or more classes, not {outputs}; for 1 output take 'logits'"
