"""Training on inputs with more features than examples, in the span of the examples.

A step of full-batch gradient descent moves W_1 by a combination of the examples (columns of X), so the rows of W_1
never leave their initial value plus the span of X. With X = Q R (Q orthonormal, R square), training W_1 Q on R is the
same training, at the cost of m features instead of n_0; of a validation split, too. L2 shrinks the part of W_1 outside
the span by a known factor per epoch. Dropout on the input would break this; dropout on hidden layers does not.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nn.activations import Array
from nn.ensembles import Ensemble, Train
from nn.factories import optimizer_of, rates_of
from nn.losses import penalty
from nn.parameters import column, split
from nn.runs import Progress, Run, Witness
from nn.settings import Settings
from nn.validation import held


def orthonormal_basis(X: Array) -> tuple[Array, Array]:
    """Return Q (n_0, m) with orthonormal columns and R (m, m) with X = Q R.

    Cholesky QR twice (Yamamoto et al. 2015, ETNA 44): less than half the time of Householder's method and as exact
    while X's condition is below about 1e7; beyond that, and for dependent columns, Householder's.
    """
    Q, R = X, np.eye(X.shape[1])
    try:
        for _ in range(2):
            U = np.linalg.cholesky(Q.T @ Q, upper=True)
            Q, R = Q @ np.linalg.inv(U), U @ R
            if np.ptp(np.log10(np.diagonal(U))) > 6:
                raise np.linalg.LinAlgError
    except np.linalg.LinAlgError:
        Q, R = np.linalg.qr(X)
    return Q, R


class Span:
    """The span of inputs X (n_0, m) with n_0 > m.

    Attributes
    ----------
    R : inputs (m, m) in coordinates of the span
    layers : sizes of the reduced network
    """

    def __init__(self, layers: Sequence[int], X: Array):
        self.Q, self.R = orthonormal_basis(X)
        self.full, self.layers = tuple(layers), (X.shape[1], *layers[1:])

    def reduce(self, theta: Array) -> Array:
        """Return the reduced network's parameters (..., P') for ``theta`` (..., P)."""
        first = split(theta, self.full)[0]
        block = np.concatenate([first[..., :-1] @ self.Q, first[..., -1:]], axis=-1)
        rest = theta[..., first.shape[-2] * first.shape[-1] :]
        return np.concatenate([block.reshape(*theta.shape[:-1], -1), rest], axis=-1)

    def lift(self, reduced: Array, outside: Array, shrinkage: Array) -> Array:
        """Return the full parameters (..., P), given the initial part ``outside`` the span, which has shrunk.

        ``shrinkage`` is a factor without axes, or (S, 1) one for each network; so is ``l2_lambda`` below.
        """
        first = split(reduced, self.layers)[0]
        weights = first[..., :-1] @ self.Q.T + shrinkage[..., None] * outside
        block = np.concatenate([weights, first[..., -1:]], axis=-1)
        rest = reduced[..., first.shape[-2] * first.shape[-1] :]
        return np.concatenate([block.reshape(*reduced.shape[:-1], -1), rest], axis=-1)

    def outside(self, theta: Array) -> Array:
        """Return the part (..., n_1, n_0) of the first weights that lies outside the span."""
        weights = split(theta, self.full)[0][..., :-1]
        return np.asarray(weights - (weights @ self.Q) @ self.Q.T)

    def outside_penalty(self, outside: Array, l2_lambda: Array, m: int) -> Array:
        """Return (..., 1) the L2 penalty of the part ``outside`` (..., n_1, n_0) the span, with m training examples."""
        penalties = penalty(outside, l2_lambda[..., None], m)
        return np.asarray(penalties.sum(axis=(-2, -1)))[..., None]


def uses_span(ensemble: Ensemble) -> bool:
    """Return whether the ensemble has more features than examples, shared by all, and a training that is exact there.

    A clipped gradient is as long in the span as outside, unless the penalty's gradient is not within; and weights that
    an early stop has kept do not shrink any further outside.
    """
    settings, (features, examples) = ensemble.settings, ensemble.X.shape[-2:]
    is_wide = features > examples and ensemble.X.ndim == 2
    leaves = bool(np.any(settings.l2_lambda)) and (settings.has_clipping or settings.patience > 0)
    return is_wide and not leaves and optimizer_of(settings).is_exact_in_span


def shrunk(settings: Settings, m: int, updates: int | Array, power: int = 1) -> Array:
    """Return the factor, to a power, by which the part of W_1 outside the span of m examples has shrunk.

    Parameters
    ----------
    settings : of one network, or of all
    m : number of examples
    updates : after how many, or (k,) for each of several
    """
    optimizer, rates, l2_lambda = optimizer_of(settings), rates_of(settings), column(settings.l2_lambda)
    if rates.are_constant:
        return np.asarray(np.power(optimizer.shrinkage(rates.at(0), l2_lambda, m), power * updates))
    steps = np.repeat(optimizer.shrinkage(rates.of_all(), l2_lambda, m), settings.batches(m), axis=-1)
    after = np.concatenate([np.ones((*steps.shape[:-1], 1)), np.cumprod(steps, axis=-1)], axis=-1)
    return np.asarray(after[..., np.atleast_1d(updates)] ** power)


def train_in_span(train: Train, ensemble: Ensemble, progress: Progress | None) -> Run:
    """Train an ensemble in the span of its examples; its costs get the penalty of what lies outside."""
    settings, theta, m = ensemble.settings, ensemble.theta, trained_on(ensemble)
    span = Span(settings.layers, ensemble.X)
    outside = span.outside(theta)
    per_epoch = settings.batches(m)
    penalties = span.outside_penalty(outside, column(settings.l2_lambda), m)

    def penalty_outside(epochs: int | Array) -> Array:
        return penalties * shrunk(settings, m, per_epoch * epochs, power=2)

    def report(epoch: int, cost: float) -> None:
        if progress:
            progress(epoch, cost + float(penalty_outside(epoch).mean()))

    reduced = replace(settings, layers=span.layers)
    witnesses = [_lifted(witness, ensemble, span, outside) for witness in ensemble.witnesses]
    inside = ensemble._replace(settings=reduced, theta=span.reduce(theta), X=span.R, witnesses=witnesses)
    run = train(inside, report)
    lifted = span.lift(run.theta, outside, shrunk(settings, m, per_epoch * settings.epochs))
    return replace(run, theta=lifted, costs=run.costs + penalty_outside(run.epochs))


def trained_on(ensemble: Ensemble) -> int:
    """Return how many examples the validation split leaves."""
    examples = ensemble.X.shape[-1]
    return int(examples) - held(ensemble.settings.validation_fraction, examples)


def _lifted(witness: Witness, ensemble: Ensemble, span: Span, outside: Array) -> Witness:
    """Return a witness for parameters in coordinates of the span; it shows them lifted out of it."""
    initial = outside.reshape(-1, *outside.shape[-2:])

    def show(moment: int, network: int, reduced: Array, state: tuple[Array, ...]) -> None:
        settings, m = ensemble.settings.members(network), trained_on(ensemble)
        shrinkage = shrunk(settings, m, witness.updates(moment, settings.batches(m)))
        witness.show(moment, network, span.lift(reduced, initial[network], shrinkage), state)

    return replace(witness, show=show)
