"""The textbook's network: the oracle that tests compare nn with, and a peer of the benchmark.

Every formula as it stands in a book: one network, loops over layers, a new array for every result. Parameters are a
list of (W, b). Masks are a list of (n_l, m) with values 0 or 1 / keep_prob, one per hidden layer (inverted dropout,
Srivastava et al. 2014, JMLR 15); no masks is no dropout.
"""

from collections.abc import Callable, Sequence

import numpy as np

from nn import Settings

Array = np.ndarray
Parameters = list[tuple[Array, Array]]
Masks = Sequence[Array]


def forward(parameters: Parameters, X: Array, masks: Masks = ()) -> tuple[list[Array], list[Array]]:
    """Return Z_1, ..., Z_L and A_0 = X, A_1, ..., A_L; A_L (1, m) are probabilities."""
    Zs, As = [], [X]
    for number, (W, b) in enumerate(parameters):
        Zs.append(W @ As[-1] + b)
        if number == len(parameters) - 1:
            As.append(1 / (1 + np.exp(-Zs[-1])))
        elif masks:
            As.append(np.maximum(Zs[-1], 0) * masks[number])
        else:
            As.append(np.maximum(Zs[-1], 0))
    return Zs, As


def residual(A: Array, Y: Array, loss: str = "logits") -> Array:
    """Return m times dJ/dZ_L, which is A - Y; for the loss "saturating" 0 where A has rounded to 0 or 1."""
    return np.where((A > 0) & (A < 1), A - Y, 0.0) if loss == "saturating" else A - Y


def backward(parameters: Parameters, Zs: list[Array], As: list[Array], dZ: Array, masks: Masks = (),
             l2_lambda: float | Array = 0.0) -> Parameters:  # fmt: skip
    """Return (dW, db) of every layer, given m times dJ/dZ_L."""
    m = dZ.shape[1]
    gradients: Parameters = []
    for number in reversed(range(len(parameters))):
        W, _ = parameters[number]
        dW = dZ @ As[number].T / m
        if l2_lambda:
            dW = dW + l2_lambda / m * W
        gradients.insert(0, (dW, dZ.sum(axis=1, keepdims=True) / m))
        if number:
            dA = W.T @ dZ
            if masks:
                dA = dA * masks[number - 1]
            dZ = dA * (Zs[number - 1] > 0)
    return gradients


def update(parameters: Parameters, gradients: Parameters, learning_rate: float | Array) -> Parameters:
    """Return the parameters after one step of gradient descent."""
    steps = zip(parameters, gradients, strict=True)
    return [(W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in steps]


def cost(parameters: Parameters, A: Array, Y: Array, l2_lambda: float | Array = 0.0) -> float:
    """Return the mean cross-entropy of the probabilities A, clipped to [1e-10, 1 - 1e-10], plus the L2 penalty."""
    P = np.clip(A, 1e-10, 1 - 1e-10)
    cross_entropy = -(Y * np.log(P) + (1 - Y) * np.log(1 - P)).mean()
    return float(cross_entropy + l2_lambda / (2 * Y.shape[1]) * sum((W**2).sum() for W, _ in parameters))


def train(settings: Settings, parameters: Parameters, X: Array, Y: Array, draw: Callable[[], Masks]) -> Parameters:
    """Return the parameters after the settings' epochs; ``draw`` returns the masks of the next epoch."""
    for _ in range(settings.epochs):
        masks = draw()
        Zs, As = forward(parameters, X, masks)
        gradients = backward(parameters, Zs, As, residual(As[-1], Y, settings.loss), masks, settings.l2_lambda)
        parameters = update(parameters, gradients, settings.learning_rate)
    return parameters
