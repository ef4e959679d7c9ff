"""Nothing is left of a network that has diverged but the costs until then.

How long it is trained on depends on its neighbours, since networks side by side stop together; no result may.
"""

from dataclasses import replace

import numpy as np

import nn
from nn.activations import Array
from seedcheck.training.predictions import Predictions


def without_diverged(run: nn.Run, predictions: Predictions, recent: Array) -> tuple[nn.Run, Predictions, Array]:
    """Return what networks leave, nan or 0 in the place of all that is of diverged ones.

    Parameters
    ----------
    run, predictions : of N networks
    recent : (N, m + m_test), see ``certified.Trained``
    """
    lost = run.diverged
    if not lost.any():
        return run, predictions, recent
    before = np.logical_and.accumulate(np.isfinite(run.costs), axis=-1)
    left = replace(run, theta=_where(lost, np.nan, run.theta), costs=np.where(before, run.costs, np.nan))
    logits = {name: _where(lost, np.nan, getattr(predictions, name)) for name in ("train_logits", "test_logits")}
    kept = replace(predictions, **logits, symmetric=predictions.symmetric & ~lost)
    return left, kept, _where(lost, recent.dtype.type(0), recent)


def _where(lost: Array, value: float | np.generic, array: Array) -> Array:
    """Return an array (N, ...) with a value in the rows that are lost."""
    return np.where(lost.reshape(-1, *[1] * (array.ndim - 1)), value, array)
