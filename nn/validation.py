"""A validation split: training examples held back, so that a training is judged by others than it learns from."""

import numpy as np

from nn.activations import Array


def split(Y: Array, fraction: float, seed: int) -> tuple[Array, Array]:
    """Return which examples stay for training and which are held back, as rising indices.

    Of m examples round(fraction m) are held back, at least one. They are drawn evenly along the examples in the order
    of their classes, within each shuffled with the seed: of each class about the same share is held back.

    Parameters
    ----------
    Y : labels (1, m)
    fraction : above 0 and below 1
    seed : of the shuffle, for NumPy's default generator
    """
    m = Y.shape[-1]
    held = min(max(1, round(fraction * m)), m - 1)
    order = np.random.default_rng(seed).permutation(m)
    order = order[np.argsort(Y[0, order], kind="stable")]
    is_held = np.zeros(m, bool)
    is_held[order[((np.arange(held) + 0.5) * m / held).astype(int)]] = True
    return np.flatnonzero(~is_held), np.flatnonzero(is_held)


def parts(X: Array, Y: Array, fraction: float, seed: int) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """Return inputs and labels for training, and those held back; of (S, ...) each network's data are split alone."""
    each = [split(labels, fraction, seed) for labels in Y.reshape(-1, 1, Y.shape[-1])]
    if Y.ndim == X.ndim == 2:
        kept, held = each[0]
        return (X[:, kept], Y[:, kept]), (X[:, held], Y[:, held])
    Xs = np.broadcast_to(X, (len(each), *X.shape[-2:]))
    found = [np.stack([A[:, chosen[k]] for A, chosen in zip(of, each, strict=True)])
             for k in (0, 1) for of in (Xs, Y.reshape(-1, 1, Y.shape[-1]))]  # fmt: skip
    return (found[0], found[1]), (found[2], found[3])
