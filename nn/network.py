"""Forward pass, backward pass and cost: of one network, or of any number side by side on leading axes."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from nn.activations import ACTIVATIONS, Array
from nn.batch_norm import norms
from nn.dropout import Mask
from nn.form import RELU, Form
from nn.kernels import aligned, gradient_scale, with_ones
from nn.layer import CurvedLayer, Layer
from nn.losses import loss_of, penalty
from nn.parameters import check_inputs, split


class Network:
    """[linear -> activation] x (L - 1) -> linear -> sigmoid or softmax on examples X, with its objective and gradient.

    The objective is the mean cross-entropy plus l2_lambda / (2 m) times the sum of squared weights (not biases). The
    backward pass leaves out the mean's 1 / m, and with ReLU the 1 / keep_prob of each layer of dropout on the way down.
    Both are constant, so one product at its end puts them in:

        gradient of [W_l b_l] = [dW_l db_l] / (m keep_prob^(L - l)) + [W_l 0] l2_lambda / m

    Parameters
    ----------
    layers : sizes (n_0, ..., n_L), input first, n_L = 1 for two classes, else the number of classes
    X, Y : inputs (n_0, m) and labels (1, m), 0, 1, ...; or (..., n_0, m) and (..., 1, m) where each network has its own
    form : activation of the hidden layers, and whether they have batch normalization
    loss : a name in ``nn.losses.LOSSES``; the cross-entropy from the logits if not given
    l2_lambda : strength of the L2 penalty, one for all networks or (...,) one for each
    keep_prob : probability of keeping a hidden unit, below 1 where ``forward`` is given masks; likewise
    lead : leading axes, () for one network
    shared : a network on other examples, whose parameters and gradient this one takes for its own
    dtype : float64, or complex128 for the complex-step check

    Attributes
    ----------
    theta, grad : (*lead, P) parameters, and gradient after ``backward``
    all_layers, hidden : layers 1, ..., L, and all but the last; ``first`` and ``last`` are 1 and L
    norms : the batch normalizations of the hidden layers, none without
    Z, output : (*lead, n_L, m) logits, and their sigmoid or softmax

    Raises
    ------
    ValueError
        If the layers do not fit X or the loss, or the activation or loss is unknown.
    """

    def __init__(self, layers: Sequence[int], X: Array, Y: Array, *, form: Form = RELU, loss: str = "",
                 l2_lambda: float | Array = 0.0, keep_prob: float | Array = 1.0,
                 lead: tuple[int, ...] = (), shared: "Network | None" = None, dtype: type = np.float64):  # fmt: skip
        check_inputs(layers, X)
        if form.activation not in ACTIVATIONS:
            raise ValueError(f"unknown activation {form.activation!r}; known: {', '.join(ACTIVATIONS)}")
        self.layers, self.Y, self.form = tuple(layers), Y, form
        self.loss, self.l2_lambda = loss_of(loss, layers), l2_lambda
        self.m = X.shape[-1]
        self.theta: Array = shared.theta if shared else np.zeros((*lead, form.count_parameters(layers)), dtype)
        self.Z = aligned((*lead, layers[-1], self.m), dtype)
        self.output = aligned(self.Z.shape, dtype)
        A = [with_ones(X), *(aligned((*lead, n + 1, self.m), dtype) for n in layers[1:-1]), self.Z]
        for units in A[1:-1]:
            units[..., -1, :] = 1
        *hidden, last = zip(split(self.theta, layers), A[:-1], A[1:], strict=True)
        self.all_layers = [*self._hidden_layers(hidden), Layer(*last)]
        self.first, self.last = self.all_layers[0], self.all_layers[-1]
        self.hidden = self.all_layers[:-1]
        self.norms = [layer.norm for layer in self.hidden if layer.norm]
        self._is_weight = form.weight_mask(layers)
        self.decay = np.asarray(l2_lambda)[..., None] / self.m * self._is_weight
        self.is_penalized = bool(np.any(l2_lambda))
        if dtype is np.float64:
            self.grad: Array = shared.grad if shared else np.zeros_like(self.theta)
            self._prepare_backward(keep_prob)

    def _prepare_backward(self, keep_prob: float | Array) -> None:
        self._penalty_gradient = np.empty_like(self.theta)
        missing = keep_prob if self.form.is_fast else 1.0  # other gates put it in
        self.scale = self.form.padded(gradient_scale(self.layers, self.m, missing), self.layers, 1.0 / self.m)
        for layer, G in zip(self.all_layers, split(self.grad, self.layers), strict=True):
            layer.prepare_gradient(G)
        self._downwards = list(pairwise(reversed(self.all_layers)))
        for layer, below in self._downwards:
            layer.prepare_backpropagation(below)
        if self.form.batch_norm:
            normed = [layer for layer in self.hidden if isinstance(layer, CurvedLayer)]
            scales = split(self.scale, self.layers)[:-1]
            for layer, gradient, scale in zip(normed, norms(self.grad, self.layers), scales, strict=True):
                layer.prepare_norm(gradient)
                scale[..., -1] = 0.0  # the mean takes the bias away

    def logits(self, masks: Sequence[Mask] | None = None) -> Array:
        """Return Z_L (*lead, n_L, m); ``masks`` are one per hidden layer, as ``nn.dropout`` makes them."""
        for l, layer in enumerate(self.hidden):
            layer.linear()  # Z = W A_below + b
            layer.activate()  # A = f(Z), by default max(Z, 0)
            if masks is not None:
                layer.drop(masks[l])  # A = A * mask
        self.last.linear()
        return self.Z

    def forward(self, masks: Sequence[Mask] | None = None) -> Array:
        """Return the probabilities (*lead, n_L, m), the sigmoid or softmax of the logits."""
        return self.loss.probabilities(self.logits(masks), self.output)

    def backward(self) -> Array:
        """Return the objective's gradient (*lead, P), after ``forward``."""
        self.loss.residual(self.output, self.Y, self.last.dZ)  # dZ = A - Y (of K classes, Y is 1 at the label's)
        for layer, below in self._downwards:
            layer.gradient()  # dW = dZ A_below^T, db = sum of dZ
            layer.backpropagate()  # dA_below = W^T dZ
            below.gate()  # dZ_below = dA_below where A_below > 0, else 0; or times another derivative, and mask
        self.first.gradient()
        self.grad *= self.scale  # 1 / (m keep_prob^(L - l))
        if self.is_penalized:
            self.grad += np.multiply(self.theta, self.decay, out=self._penalty_gradient)  # W l2_lambda / m
        return self.grad

    def cost(self) -> Array:
        """Return the objective (*lead,), after ``forward``."""
        data = self.loss.values(self.Z, self.Y).mean(axis=(-2, -1))
        weights, l2_lambda = self.theta * self._is_weight, np.asarray(self.l2_lambda)[..., None]
        return np.asarray(data + penalty(weights, l2_lambda, self.m).sum(axis=-1))

    def remember(self) -> None:
        """Move the running statistics of batch normalization, after ``forward``, which are part of ``theta``."""
        for norm in self.norms:
            norm.remember()

    def _hidden_layers(self, arrays: Sequence[tuple[Array, Array, Array]]) -> list[Layer]:
        form = self.form
        if form.is_fast:
            return [Layer(*each) for each in arrays]
        of_each = norms(self.theta, self.layers) if form.batch_norm else [None] * len(arrays)
        return [CurvedLayer(*each, form.activation, norm, form.norm_epsilon)
                for each, norm in zip(arrays, of_each, strict=True)]  # fmt: skip
