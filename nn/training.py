"""Full-batch gradient descent on one network or on an ensemble."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from nn.activations import Array
from nn.descent import Descent
from nn.dropout import MASKS, FreshMasks, Masks, Seed
from nn.network import Network, predict
from nn.span import Span

CHUNK_BYTES = 7 * 2**19  # networks trained side by side share the cache: larger chunks were measured slower
CHUNK_NETWORKS = 32
REST_EVERY = 100  # epochs between the looks whether the parameters still move

Progress = Callable[[int, float], None]


@dataclass(frozen=True)
class Run:
    """What a training leaves.

    Attributes
    ----------
    theta : (..., P) final parameters
    epochs : (k,) epochs at which the cost was recorded; the last one is the number of updates
    costs : (..., k) objective at these epochs, nan after a network has diverged
    """

    theta: Array
    epochs: Array
    costs: Array

    @property
    def diverged(self) -> Array:
        """Where (...,) the cost became infinite or not a number."""
        return np.asarray(~np.isfinite(self.costs).all(axis=-1))


def train(descent: Descent, theta: Array, X: Array, Y: Array, mask_seeds: Seed | Sequence[Seed] = 0,
          progress: Progress | None = None) -> Run:  # fmt: skip
    """Train one network or an ensemble, without changing ``theta``.

    Parameters
    ----------
    descent : the settings
    theta : (P,) or (S, P) initial parameters
    X, Y : inputs (n_0, m) and labels (1, m), or (S, n_0, m) and (S, 1, m) where each network has its own
    mask_seeds : seed of the dropout masks, one per network
    progress : called as progress(epoch, mean cost) at every recorded epoch; chunks of an ensemble follow each other

    Raises
    ------
    ValueError
        If the layers do not fit the data, or the loss or kind of masks is unknown.
    """
    features, examples = X.shape[-2:]
    if features != descent.layers[0]:
        raise ValueError(
            f"layers {list(descent.layers)}: the first size is {descent.layers[0]}, the data have {features}"
        )
    if features > examples and X.ndim == 2:  # networks with inputs of their own share no span
        return _train_in_span(descent, theta, X, Y, mask_seeds, progress)
    return _train(descent, theta, X, Y, mask_seeds, progress)


def accuracy(descent: Descent, theta: Array, X: Array, Y: Array) -> Array:
    """Return the share (...,) of examples whose probability is on their label's side of 0.5 (0.5 itself is class 0)."""
    return np.asarray(((predict(descent.layers, theta, X) > 0.5) == Y).mean(axis=(-2, -1)))


def _train(descent: Descent, theta: Array, X: Array, Y: Array, mask_seeds: Seed | Sequence[Seed],
           progress: Progress | None) -> Run:  # fmt: skip
    """Train in the coordinates given, a large ensemble in chunks that fit the cache."""
    if theta.ndim == 1:
        final, costs = _descend(descent, theta, X, Y, mask_seeds, progress)
    else:
        seeds = [mask_seeds] * len(theta) if isinstance(mask_seeds, Seed) else mask_seeds
        parts = [
            _descend(descent.of(chunk), theta[chunk], _of(X, chunk), _of(Y, chunk), seeds[chunk], progress)
            for chunk in _chunks(descent, theta, X)
        ]
        final, costs = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    return Run(final, descent.recorded_epochs, costs)


def _of(data: Array, members: slice) -> Array:
    """Return the inputs or labels of some members, which may be shared by all."""
    return data if data.ndim == 2 else data[members]


def _chunks(descent: Descent, theta: Array, X: Array) -> Iterator[slice]:
    """Yield slices of the ensemble ``theta`` (S, P) whose buffers fit the cache, about equally large."""
    bytes_per_network = 8 * (4 * theta.shape[1] + 4 * sum(descent.layers[1:]) * X.shape[-1])
    size = int(np.clip(CHUNK_BYTES // bytes_per_network, 1, CHUNK_NETWORKS))
    borders = np.linspace(0, len(theta), -(-len(theta) // size) + 1).astype(int)
    for start, stop in pairwise(borders.tolist()):
        yield slice(start, stop)


def _descend(descent: Descent, theta: Array, X: Array, Y: Array, mask_seeds: Seed | Sequence[Seed],
             progress: Progress | None) -> tuple[Array, Array]:  # fmt: skip
    """Return final parameters and recorded costs; stop early once every network has diverged.

    A step that changes no bit would be repeated for ever, unless the masks change: then only costs are recorded.
    """
    network = Network(descent.layers, X, Y, loss=descent.loss, l2_lambda=descent.l2_lambda,
                      keep_prob=descent.keep_prob, lead=theta.shape[:-1])  # fmt: skip
    network.theta[...] = theta
    masks = make_masks(descent, X.shape[-1], mask_seeds)
    costs = np.full((*theta.shape[:-1], len(descent.recorded_epochs)), np.nan)
    rate, moving = np.asarray(descent.learning_rate), True
    learning_rate = rate[:, None] if rate.ndim else rate  # (1,) would cost NumPy half a microsecond more
    with np.errstate(over="ignore", invalid="ignore"):
        for epoch in range(descent.epochs + 1):
            if moving:
                network.forward(masks.draw() if masks else None)
            if epoch % descent.record_every == 0 or epoch == descent.epochs:
                cost = costs[..., -(-epoch // descent.record_every)] = network.cost()
                if progress:
                    progress(epoch, float(cost.mean()))
                if not np.isfinite(cost).any():
                    break
            if moving and epoch < descent.epochs:
                watched = epoch % REST_EVERY == 0 and not isinstance(masks, FreshMasks)
                before = network.theta.tobytes() if watched else b""
                network.backward()
                network.descend(learning_rate)
                moving = not watched or network.theta.tobytes() != before
    return network.theta, costs


def make_masks(descent: Descent, examples: int, seeds: Seed | Sequence[Seed]) -> Masks | None:
    """Return the source of the training's dropout masks, None without dropout."""
    if np.all(np.asarray(descent.keep_prob) == 1.0):
        return None
    if descent.masks not in MASKS:
        raise ValueError(f"unknown masks {descent.masks!r}; known: {', '.join(MASKS)}")
    return MASKS[descent.masks](descent.layers, examples, descent.keep_prob, seeds)


def _train_in_span(descent: Descent, theta: Array, X: Array, Y: Array, mask_seeds: Seed | Sequence[Seed],
                   progress: Progress | None) -> Run:  # fmt: skip
    """Train in the span of the examples, where that is exact and much smaller (see ``nn.span``)."""
    span = Span(descent.layers, X)
    shrink = 1.0 - np.multiply(descent.learning_rate, descent.l2_lambda) / X.shape[1]  # outside the span, per epoch
    outside = span.outside_penalty(theta, descent.l2_lambda)

    def report(epoch: int, cost: float) -> None:
        if progress:
            progress(epoch, cost + float((outside * np.power(shrink, 2 * epoch)).mean()))

    run = _train(replace(descent, layers=span.layers), span.reduce(theta), span.R, Y, mask_seeds, report)
    costs = run.costs + outside[..., None] * np.power(shrink[..., None], 2 * run.epochs)
    return Run(span.lift(run.theta, theta, np.power(shrink, descent.epochs)), run.epochs, costs)
