"""The textbook's network, as an oracle for nn: one network, loops over layers, new arrays at every step.

Parameters are a list of (W, b), masks a list of (n_l, m) with 0 or 1 / keep_prob, one per hidden layer.
"""

from collections.abc import Callable

import numpy as np

Array = np.ndarray
Parameters = list[tuple[Array, Array]]


def forward(parameters: Parameters, X: Array, masks: list[Array]) -> tuple[list[Array], list[Array]]:
    """Return Z_1, ..., Z_L and A_0 = X, A_1, ..., A_L."""
    Zs, As = [], [X]
    for number, (W, b) in enumerate(parameters):
        Zs.append(W @ As[-1] + b)
        As.append(np.maximum(Zs[-1], 0) * masks[number] if number < len(masks) else 1 / (1 + np.exp(-Zs[-1])))
    return Zs, As


def backward(parameters: Parameters, Zs: list[Array], As: list[Array], dZ: Array, masks: list[Array],
             l2_lambda: float = 0.0) -> Parameters:  # fmt: skip
    """Return (dW, db) of every layer, given m times the cost's derivative by Z_L."""
    m, gradients = dZ.shape[1], []
    for number in reversed(range(len(parameters))):
        W, _ = parameters[number]
        gradients.insert(0, (dZ @ As[number].T / m + l2_lambda / m * W, dZ.sum(axis=1, keepdims=True) / m))
        if number:
            dZ = (W.T @ dZ) * masks[number - 1] * (Zs[number - 1] > 0)
    return gradients


def residual(A: Array, Y: Array, loss: str) -> Array:
    """Return A - Y; for the saturating loss 0 where A has rounded to 0 or 1."""
    return np.where((A > 0) & (A < 1), A - Y, 0.0) if loss == "saturating" else A - Y


def train(parameters: Parameters, X: Array, Y: Array, draw: Callable[[], list[Array]], epochs: int,
          learning_rate: float, l2_lambda: float = 0.0, loss: str = "logits") -> Parameters:  # fmt: skip
    """Return the parameters after so many epochs of gradient descent; ``draw`` returns the masks of the next epoch."""
    for _ in range(epochs):
        masks = draw()
        Zs, As = forward(parameters, X, masks)
        gradients = backward(parameters, Zs, As, residual(As[-1], Y, loss), masks, l2_lambda)
        steps = zip(parameters, gradients, strict=True)
        parameters = [(W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in steps]
    return parameters
