"""Inputs and weights that are out of scale: what is wrong with them, and the remedy, in one sentence."""

import numpy as np

import nn
from nn.activations import Array
from seedcheck.training.remedies import SCALE_INPUTS

SATURATED = 23.0  # from such logits on, a probability is within 1e-10 of 0 or 1
TOO_LARGE = 1e100  # a training that has come that far is about to overflow
LARGE = 50.0  # root mean square of inputs; standardized ones have 1, pixels divided by 255 about 0.5


def is_too_large(cost: float) -> bool:
    """Return whether a cost is not finite, or so large that a training overflows with its next steps."""
    return not cost < TOO_LARGE


def too_large(settings: nn.Settings, theta: Array, X: Array) -> str:
    """Return why a cost is too large at parameters ``theta``, and what to do."""
    found = {
        f"scale the inputs, of which the largest is {np.abs(X).max():.1e}, with divide_by or standardize": _peak(X),
        f"start from smaller weights (scale), of which the largest is {np.abs(theta).max():.1e}": _peak(theta),
        f"lower l2_lambda, which is {np.max(settings.l2_lambda):.1e}": float(np.max(settings.l2_lambda)),
    }
    return f"the cost is not finite, or nearly so; {max(found, key=lambda remedy: found[remedy])}"


def _peak(array: Array) -> float:
    peak = float(np.abs(array).max())
    return peak if np.isfinite(peak) else float("inf")


def lead(Z: Array) -> Array:
    """Return (m,) by how much the largest logit of (K, m) is above the next, or the one of (1, m) is off 0."""
    if len(Z) == 1:
        return np.asarray(np.abs(Z[0]))
    following, largest = np.partition(Z, -2, axis=0)[-2:]
    return np.asarray(largest - following)


def saturated(Z: Array) -> float:
    """Return the share of examples whose probability is 0 or 1 but for 1e-10, from logits (1, m) or (K, m)."""
    return float((~(lead(Z) < SATURATED)).mean())


def all_saturated(X: Array) -> str:
    """Return what to say where every example saturates, although weights are small."""
    return f"every example saturates, even at small weights (inputs go up to {np.abs(X).max():.1e}); {SCALE_INPUTS}"


def warnings(X: Array, share: float) -> list[str]:
    """Return a warning if inputs are large; ``share`` of the examples are saturated at small weights."""
    with np.errstate(over="ignore"):
        size = float(np.sqrt(np.mean(np.square(X))))
    if size < LARGE and share <= 0.5:
        return []
    return [
        f"the inputs are large (their root mean square is {size:.1e}), and {share:.0%} of the examples saturate even "
        f"at small weights: training may learn nothing; {SCALE_INPUTS}"
    ]
