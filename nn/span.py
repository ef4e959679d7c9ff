"""Training on inputs with more features than examples, in the span of the examples.

A step of full-batch gradient descent moves W_1 by a combination of the examples (columns of X), so the rows of W_1
never leave their initial value plus the span of X. With X = Q R (Q orthonormal, R square), training W_1 Q on R is the
same training, at the cost of m features instead of n_0. L2 shrinks the part of W_1 outside the span by a known factor
per epoch. Dropout on the input would break this; dropout on hidden layers does not.
"""

from collections.abc import Sequence

import numpy as np

from nn.activations import Array
from nn.network import penalty
from nn.parameters import split


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

    def lift(self, reduced: Array, theta: Array, shrink: float | Array) -> Array:
        """Return the full parameters, given the initial ``theta``; its part outside the span has shrunk.

        ``shrink`` is one factor for all networks or (...,) one for each; so is ``l2_lambda`` below.
        """
        first, initial = split(reduced, self.layers)[0], split(theta, self.full)[0][..., :-1]
        outside = initial - (initial @ self.Q) @ self.Q.T
        weights = first[..., :-1] @ self.Q.T + np.asarray(shrink)[..., None, None] * outside
        block = np.concatenate([weights, first[..., -1:]], axis=-1)
        rest = reduced[..., first.shape[-2] * first.shape[-1] :]
        return np.concatenate([block.reshape(*theta.shape[:-1], -1), rest], axis=-1)

    def outside_penalty(self, theta: Array, l2_lambda: float | Array) -> Array:
        """Return (...,) the L2 penalty of the part of ``theta``'s first weights that lies outside the span."""
        weights = split(theta, self.full)[0][..., :-1]
        outside = weights - (weights @ self.Q) @ self.Q.T
        l2_lambda = np.asarray(l2_lambda)[..., None, None]
        return np.asarray(penalty(outside, l2_lambda, self.R.shape[1]).sum(axis=(-2, -1)))
