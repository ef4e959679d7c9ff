"""Forward and backward pass in preallocated buffers: one network, or any number side by side on leading axes."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from nn.activations import Array, complex_relu, sigmoid
from nn.losses import LOSSES
from nn.parameters import count_parameters, split, weight_mask


def with_ones(X: Array) -> Array:
    """Return X (..., n, m) with a row of ones below it, which multiplies the biases; row by row in memory."""
    ones = np.ones((*X.shape[:-2], 1, X.shape[-1]), X.dtype)
    return np.ascontiguousarray(np.concatenate([X, ones], axis=-2))


FEW = 5  # up to so many rows, BLAS is slower at a matrix product than at one matrix-vector product for each


def product(left: Array, right: Array, out: Array) -> Callable[[], Array]:
    """Return a call that writes left @ right into ``out``, by the quickest function for these shapes.

    The shapes of a layer decide, not the leading axes, so that an ensemble's bits are those of its members alone.
    """
    rows, columns, inner, one_network = *out.shape[-2:], left.shape[-1], out.ndim == 2
    if one_network and rows == 1:
        return partial(np.dot, left, right, out)
    if rows <= FEW < inner:
        return partial(np.matvec, np.swapaxes(right, -1, -2)[..., None, :, :], left, out)
    if columns <= FEW < inner:
        return partial(np.matvec, left[..., None, :, :], np.swapaxes(right, -1, -2), np.swapaxes(out, -1, -2))
    if one_network:
        return partial(np.dot, left, right, out)
    return partial(np.multiply if inner == 1 else np.matmul, left, right, out)


class Network:
    """[linear -> ReLU] x (L - 1) -> linear -> sigmoid on the examples X, with its objective and gradient.

    The objective is the mean cross-entropy plus l2_lambda / (2 m) times the sum of squared weights (not biases).

    Parameters
    ----------
    layers : sizes (n_0, ..., n_L), input first, n_L = 1
    X : inputs (n_0, m), or (..., n_0, m) where each network has its own
    Y : labels (1, m), or (..., 1, m), 0 or 1
    loss : a name in ``nn.losses.LOSSES``
    l2_lambda : strength of the L2 penalty, one for all networks or (...,) one for each
    keep_prob : probability of keeping a hidden unit, below 1 where ``forward`` is given masks; likewise
    lead : leading axes, () for one network
    dtype : float64, or complex128 for the complex-step check

    Attributes
    ----------
    theta, grad : (*lead, P) parameters, and gradient after ``backward``
    P, G : blocks [W_l b_l] and their gradients, views of theta and grad
    A : activations A_0 = X, A_1, ..., A_{L-1}, each with a last row of ones
    Z, output : (*lead, 1, m) logits, and their sigmoid

    Raises
    ------
    ValueError
        If the layers do not fit X, or the loss is unknown.
    """

    def __init__(self, layers: Sequence[int], X: Array, Y: Array, *, loss: str = "logits",
                 l2_lambda: float | Array = 0.0, keep_prob: float | Array = 1.0,
                 lead: tuple[int, ...] = (), dtype: type = np.float64):  # fmt: skip
        if X.shape[-2] != layers[0]:
            raise ValueError(f"layers {list(layers)}: the first size is {layers[0]}, the data have {X.shape[-2]}")
        if loss not in LOSSES:
            raise ValueError(f"unknown loss {loss!r}; known: {', '.join(LOSSES)}")
        self.layers, self.Y, self.m, self.lead = tuple(layers), Y, X.shape[-1], lead
        self.loss, self.l2_lambda, self.keep_prob = LOSSES[loss], l2_lambda, keep_prob
        self.theta: Array = np.zeros((*lead, count_parameters(layers)), dtype)
        self.P = split(self.theta, layers)
        self.A = [with_ones(X)] + [np.ones((*lead, n + 1, self.m), dtype) for n in layers[1:-1]]
        self.Z: Array = np.empty((*lead, 1, self.m), dtype)
        self.output: Array = np.empty_like(self.Z)
        self.relu = np.maximum if dtype is np.float64 else complex_relu
        zeros = [np.zeros(A.shape[-2:], A.dtype) for A in self.A[1:]]  # shared by all networks: less to read
        self._up = [(product(P, A, H[..., :-1, :]), H, zero)
                    for P, A, H, zero in zip(self.P, self.A, self.A[1:], zeros, strict=False)]  # fmt: skip
        self._to_logits = product(self.P[-1], self.A[-1], self.Z)
        if dtype is np.float64:
            self._prepare_backward()

    def _prepare_backward(self) -> None:
        """Allocate the buffers of the backward pass and the factors of the gradient."""
        self.grad = np.zeros_like(self.theta)
        self.G = split(self.grad, self.layers)
        self.step = np.empty_like(self.theta)
        dA = [np.empty_like(A) for A in self.A[1:]]
        self.dZ = [d[..., :-1, :] for d in dA] + [np.empty_like(self.output)]
        # dA is zeroed where a unit is off by integer arithmetic on the bits: sign(bits of A) is 0 where A is 0, else 1.
        # It is a third faster than a comparison, and covers dropped units too. It has to be uint64, for -0.0 and nan.
        self._down = [
            (product(self.dZ[l], np.swapaxes(self.A[l], -1, -2), self.G[l]),
             product(np.swapaxes(self.P[l], -1, -2), self.dZ[l], dA[l - 1]),
             dA[l - 1].view(np.uint64), self.A[l].view(np.uint64), np.empty(dA[l - 1].shape, np.uint64))
            for l in range(len(self.P) - 1, 0, -1)
        ]  # fmt: skip
        self._to_first_gradient = product(self.dZ[0], np.swapaxes(self.A[0], -1, -2), self.G[0])
        # Each layer of dropout above a block puts a factor 1 / keep_prob into its gradient, the mean a factor 1 / m.
        keep_prob: Array = np.asarray(self.keep_prob)[..., None, None]
        power = np.ones_like(keep_prob, dtype=float)
        self.factor = np.empty((*keep_prob.shape[:-2], self.theta.shape[-1]))
        for block in reversed(split(self.factor, self.layers)):
            block[...] = 1.0 / self.m / power
            power = power * keep_prob
        self.penalized = bool(np.any(self.l2_lambda))
        self.decay = np.asarray(self.l2_lambda)[..., None] / self.m * weight_mask(self.layers)

    def logits(self, masks: Sequence[Array] | None = None) -> Array:
        """Return Z_L (*lead, 1, m); ``masks`` are one per hidden layer, as ``nn.dropout`` makes them."""
        relu = self.relu
        for l, (to_Z, H, zero) in enumerate(self._up):
            to_Z()  # Z = W A + b, into H
            relu(H, zero, out=H)
            if masks is not None:
                np.multiply(H, masks[l], out=H)
        self._to_logits()
        return self.Z

    def forward(self, masks: Sequence[Array] | None = None) -> Array:
        """Return the probabilities (*lead, 1, m), the sigmoid of the logits."""
        return sigmoid(self.logits(masks), out=self.output)

    def backward(self) -> Array:
        """Return the objective's gradient (*lead, P), after ``forward``."""
        self.loss.residual(self.output, self.Y, self.dZ[-1])
        for to_gradient, to_dA, dA_bits, A_bits, on in self._down:
            to_gradient()  # [dW db] = dZ [A 1]^T
            to_dA()  # dA = W^T dZ
            np.sign(A_bits, out=on)
            np.multiply(dA_bits, on, out=dA_bits)  # dZ = dA where A > 0, else 0
        self._to_first_gradient()
        self.grad *= self.factor
        if self.penalized:
            self.grad += np.multiply(self.theta, self.decay, out=self.step)
        return self.grad

    def descend(self, learning_rate: float | Array) -> None:
        """Move the parameters by one step of gradient descent."""
        self.theta -= np.multiply(self.grad, learning_rate, out=self.step)

    def cost(self) -> Array:
        """Return the objective (*lead,), after ``forward``."""
        data = self.loss.values(self.Z, self.Y).mean(axis=(-2, -1))
        weights, l2_lambda = self.theta * weight_mask(self.layers), np.asarray(self.l2_lambda)[..., None]
        return np.asarray(data + penalty(weights, l2_lambda, self.m).sum(axis=-1))


def penalty(weights: Array, l2_lambda: float | Array, m: int) -> Array:
    """Return the L2 penalty of each weight, l2_lambda / (2 m) times its square."""
    return np.asarray(l2_lambda / (2 * m) * weights * weights)


def predict(layers: Sequence[int], theta: Array, X: Array) -> Array:
    """Return the probabilities (..., 1, m) of class 1 for inputs X (n_0, m) or (..., n_0, m), without dropout."""
    network = Network(layers, X, np.zeros((1, X.shape[-1])), lead=theta.shape[:-1])
    network.theta[...] = theta
    with np.errstate(over="ignore", invalid="ignore"):
        return network.forward()
