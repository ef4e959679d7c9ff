"""A validation split: training examples held back, so that a training is judged by others than it learns from."""

import numpy as np

from nn.activations import Array
from nn.dropout import Seed, Seeds, per_network


def held(fraction: float, m: int) -> int:
    """Return how many of m examples are held back, none if the fraction is 0."""
    return min(max(1, round(fraction * m)), m - 1) if fraction else 0


def split(Y: Array, fraction: float, seed: Seed) -> tuple[Array, Array]:
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
    count = held(fraction, m)
    order = np.random.default_rng(seed).permutation(m)
    order = order[np.argsort(Y[0, order], kind="stable")]
    is_held = np.zeros(m, bool)
    is_held[order[((np.arange(count) + 0.5) * m / count).astype(int)]] = True
    return np.flatnonzero(~is_held), np.flatnonzero(is_held)


def splits(Y: Array, fraction: float, seeds: Seeds) -> list[tuple[Array, Array]]:
    """Return the split of each network of an ensemble, or one if all have the same labels (1, m) and one seed."""
    labels, (_, each_seed) = Y.reshape(-1, 1, Y.shape[-1]), per_network(seeds)
    networks = max(len(labels), len(each_seed))
    given = [parts if len(parts) > 1 else [parts[0]] * networks for parts in (labels, each_seed)]
    return [split(own, fraction, seed) for own, seed in zip(*given, strict=True)]


def parts(X: Array, Y: Array, fraction: float, seeds: Seeds) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """Return inputs and labels for training, and those held back.

    They have a leading axis if the given ones have it, or if there is a seed for each network.
    """
    found = splits(Y, fraction, seeds)
    if Y.ndim == X.ndim == 2 and isinstance(seeds, Seed):
        kept, back = found[0]
        return (X[:, kept], Y[:, kept]), (X[:, back], Y[:, back])
    Xs, Ys = (np.broadcast_to(data, (len(found), *data.shape[-2:])) for data in (X, Y))
    stacked = [np.stack([A[:, chosen[k]] for A, chosen in zip(of, found, strict=True)])
               for k in (0, 1) for of in (Xs, Ys)]  # fmt: skip
    return (stacked[0], stacked[1]), (stacked[2], stacked[3])
