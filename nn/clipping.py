"""Gradient clipping by norm (Pascanu et al. 2013, ICML): a long gradient is scaled down, and keeps its direction."""

import numpy as np

from nn.activations import Array


def clip(grad: Array, clip_norm: float | Array) -> None:
    """Scale the gradient (..., P) of each network down to the norm ``clip_norm`` where it is longer, in place.

    The norm is over all parameters of one network. ``clip_norm`` is one number or (S,), 0 for no clipping.
    """
    limit = np.asarray(clip_norm)
    norm = np.sqrt(np.square(grad).sum(axis=-1))
    is_longer = (norm > limit) & (limit > 0)
    if is_longer.any():
        grad *= np.where(is_longer, limit / np.where(is_longer, norm, 1.0), 1.0)[..., None]
