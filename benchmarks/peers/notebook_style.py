"""The style of the source notebook, rewritten: dictionaries of arrays, a new array at each step, masks drawn again.

Kept on purpose: parameters, values and gradients lie in dictionaries under "W1", "dA2"; the output's gradient goes
through the division by the probabilities; the sigmoid is computed once more on the way back; ReLU's derivative copies
and assigns; fixed masks are drawn anew from the same seed at every epoch; the cost is computed every 1000 epochs.
"""

from dataclasses import replace

import numpy as np

from benchmarks.peers import Train
from benchmarks.workloads import Number, Workload, data, initial_theta
from nn import Settings, named_arrays
from nn.activations import Array

Arrays = dict[str, Array]


def sigmoid(Z: Array) -> Array:
    """Return 1 / (1 + exp(-Z))."""
    return np.asarray(1 / (1 + np.exp(-Z)))


def forward(X: Array, parameters: Arrays, keep_prob: Number, generator: np.random.RandomState) -> Arrays:
    """Return all Z, A and dropout masks D by name."""
    depth = len(parameters) // 2
    values = {"A0": X}
    for l in range(1, depth + 1):
        Z = np.dot(parameters[f"W{l}"], values[f"A{l - 1}"]) + parameters[f"b{l}"]
        A = sigmoid(Z) if l == depth else np.maximum(0, Z)
        if keep_prob < 1 and l < depth:
            values[f"D{l}"] = generator.rand(*A.shape) < keep_prob
            A = A * values[f"D{l}"]
            A = A / keep_prob
        values[f"Z{l}"], values[f"A{l}"] = Z, A
    return values


def activation_gradient(dA: Array, Z: Array, output: bool) -> Array:
    """Return dZ of a layer: of the sigmoid at the output, else of ReLU."""
    if output:
        s = sigmoid(Z)
        return np.asarray(dA * s * (1 - s))
    dZ = np.array(dA, copy=True)
    dZ[Z <= 0] = 0
    return dZ


def backward(values: Arrays, parameters: Arrays, Y: Array, l2_lambda: Number, keep_prob: Number) -> Arrays:
    """Return all gradients by name."""
    depth, m = len(parameters) // 2, Y.shape[1]
    A = values[f"A{depth}"]
    over_A = np.divide(Y, A, out=np.zeros_like(A), where=A != 0)  # 0 where a division is impossible
    over_rest = np.divide(1 - Y, 1 - A, out=np.zeros_like(A), where=A != 1)
    gradients = {f"dA{depth}": -(over_A - over_rest)}
    for l in range(depth, 0, -1):
        W = parameters[f"W{l}"]
        dZ = activation_gradient(gradients[f"dA{l}"], values[f"Z{l}"], output=l == depth)
        dW = 1.0 / m * np.dot(dZ, values[f"A{l - 1}"].T)
        gradients[f"dW{l}"] = dW + l2_lambda / m * W if l2_lambda else dW
        gradients[f"db{l}"] = 1.0 / m * np.sum(dZ, axis=1, keepdims=True)
        gradients[f"dZ{l}"] = dZ
        if l > 1:
            dA = np.dot(W.T, dZ)
            if keep_prob < 1:
                dA = dA * values[f"D{l - 1}"]
                dA = dA / keep_prob
            gradients[f"dA{l - 1}"] = dA
    return gradients


def cost(A: Array, Y: Array, parameters: Arrays, l2_lambda: Number) -> float:
    """Return the mean cross-entropy plus the L2 penalty."""
    m = Y.shape[1]
    A = np.clip(A, 1e-10, 1 - 1e-10)
    cross_entropy = 1.0 / m * np.sum(-np.multiply(Y, np.log(A)) - np.multiply(1 - Y, np.log(1 - A)))
    squares = sum(np.sum(np.square(W)) for name, W in parameters.items() if name.startswith("W"))
    return float(cross_entropy + l2_lambda / (2 * m) * squares)


def train(settings: Settings, theta: Array, X: Array, Y: Array) -> tuple[Arrays, list[float]]:
    """Return the parameters, and the costs at epochs 0, 1000, ... and after the last update."""
    parameters = {name: array.copy() for name, array in named_arrays(theta, settings.layers).items()}
    generator, costs = np.random.RandomState(settings.mask_seed), []
    for epoch in range(settings.epochs + 1):
        if settings.keep_prob < 1 and settings.masks == "fixed":
            generator.seed(settings.mask_seed)
        values = forward(X, parameters, settings.keep_prob, generator)
        if epoch % 1000 == 0 or epoch == settings.epochs:
            costs.append(cost(values[f"A{len(parameters) // 2}"], Y, parameters, settings.l2_lambda))
        if epoch < settings.epochs:
            gradients = backward(values, parameters, Y, settings.l2_lambda, settings.keep_prob)
            for name, array in parameters.items():
                parameters[name] = array - settings.learning_rate * gradients[f"d{name}"]
    return parameters, costs


def prepare(workload: Workload) -> Train:
    """Return the training of this workload, one network after the other."""
    networks, (X, Y) = initial_theta(workload), data(workload)
    return lambda epochs: [train(replace(workload, epochs=epochs), theta, X, Y)[1][-1] for theta in networks]
