"""Textbook NumPy: every formula as it stands in a book, a new array for every result. Also the oracle of the tests.

Arrays are (features, examples); parameters are [(W_1, b_1), ..., (W_L, b_L)]. A mask multiplies a hidden layer's
activations by 0 or 1 / keep_prob (inverted dropout, Srivastava et al. 2014); no masks is no dropout.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.peers import Train
from benchmarks.workloads import Parameters, Workload, data, fixed_masks, initial_parameters
from nn.activations import Array

Masks = Sequence[Array]


@dataclass(frozen=True)
class Objective:
    """What is minimized: mean cross-entropy, with the gradient "logits" or "saturating", and the L2 penalty."""

    loss: str = "logits"
    l2_lambda: float = 0.0


def forward(parameters: Parameters, X: Array, masks: Masks = ()) -> list[Array]:
    """Return the activations [A_0 = X, A_1, ..., A_L]; A_L (1, m) are probabilities."""
    A = [X]
    for l, (W, b) in enumerate(parameters[:-1]):
        A.append(np.maximum(W @ A[-1] + b, 0))
        if masks:
            A[-1] = A[-1] * masks[l]
    W, b = parameters[-1]
    A.append(1 / (1 + np.exp(-(W @ A[-1] + b))))
    return A


def output_error(A: Array, Y: Array, loss: str) -> Array:
    """Return m times dJ/dZ of the output layer, from its activations A.

    "logits" is A - Y, the derivative of the exact cross-entropy. "saturating" is dJ/dA times the sigmoid's derivative
    A (1 - A), which is 0 where A has rounded to 0 or 1, even if the label is the other one.

    Raises
    ------
    ValueError
        If the loss is unknown.
    """
    if loss == "logits":
        return A - Y
    if loss == "saturating":
        return np.where((A > 0) & (A < 1), A - Y, 0)
    raise ValueError(f"unknown loss {loss!r}; known: logits, saturating")


def backward(parameters: Parameters, A: list[Array], Y: Array, objective: Objective, masks: Masks = ()) -> Parameters:
    """Return the gradients [(dW_1, db_1), ..., (dW_L, db_L)] from the activations of ``forward``."""
    m = Y.shape[1]
    gradients: Parameters = []
    dZ = output_error(A[-1], Y, objective.loss)
    for l in reversed(range(len(parameters))):
        W, _ = parameters[l]
        dW = dZ @ A[l].T / m
        if objective.l2_lambda:
            dW = dW + objective.l2_lambda / m * W
        gradients.insert(0, (dW, dZ.sum(axis=1, keepdims=True) / m))
        if l > 0:
            dA = W.T @ dZ
            if masks:
                dA = dA * masks[l - 1]
            dZ = dA * (A[l] > 0)
    return gradients


def update(parameters: Parameters, gradients: Parameters, learning_rate: float) -> Parameters:
    """Return the parameters after one step of gradient descent."""
    return [
        (W - learning_rate * dW, b - learning_rate * db) for (W, b), (dW, db) in zip(parameters, gradients, strict=True)
    ]


def cost(parameters: Parameters, probabilities: Array, Y: Array, objective: Objective) -> float:
    """Return the objective: mean cross-entropy of the probabilities clipped to [1e-10, 1 - 1e-10], plus L2 penalty."""
    P = np.clip(probabilities, 1e-10, 1 - 1e-10)
    cross_entropy = -(Y * np.log(P) + (1 - Y) * np.log(1 - P)).mean()
    penalty = objective.l2_lambda / (2 * Y.shape[1]) * sum((W**2).sum() for W, _ in parameters)
    return float(cross_entropy + penalty)


def fresh_masks(workload: Workload) -> Iterator[Masks]:
    """Yield new dropout masks for every epoch."""
    generator = np.random.default_rng(workload.seed)
    shapes = [(n, workload.examples) for n in workload.layers[1:-1]]
    while True:
        yield [(generator.random(shape) < workload.keep_prob) / workload.keep_prob for shape in shapes]


def same_masks(masks: Masks) -> Iterator[Masks]:
    """Yield the same masks for every epoch."""
    while True:
        yield masks


def descend(parameters: Parameters, workload: Workload, epochs: int) -> tuple[Parameters, float]:
    """Return the parameters after ``epochs`` updates, and their cost (with the masks of one more epoch)."""
    X, Y = data(workload)
    objective = Objective(l2_lambda=workload.l2_lambda)
    source = same_masks(fixed_masks(workload)) if workload.deterministic else fresh_masks(workload)
    for masks, _ in zip(source, range(epochs), strict=False):
        A = forward(parameters, X, masks)
        parameters = update(parameters, backward(parameters, A, Y, objective, masks), workload.learning_rate)
    return parameters, cost(parameters, forward(parameters, X, next(source))[-1], Y, objective)


def versions() -> dict[str, str]:
    """Return {library: version}."""
    return {"numpy": np.__version__}


def prepare(workload: Workload) -> Train:
    """Return the training of this workload, one network after the other."""
    networks = initial_parameters(workload)

    def train(epochs: int) -> list[float]:
        return [descend(parameters, workload, epochs)[1] for parameters in networks]

    return train
