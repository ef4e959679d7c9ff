"""The style of the source notebook, rewritten: dictionaries of arrays, a new array at each step, masks drawn again.

Kept on purpose: parameters, values and gradients lie in dictionaries under "W1", "dA2"; the output's gradient goes
through the division by the probabilities; the sigmoid is computed once more on the way back; ReLU's derivative copies
and assigns; fixed masks are drawn anew from the same seed at every epoch; the cost is computed every 1000 epochs.
"""

import numpy as np

from benchmarks.peers import Train
from benchmarks.workloads import Parameters, Workload, data, initial_parameters
from nn.activations import Array

Arrays = dict[str, Array]


def sigmoid(Z: Array) -> Array:
    """Return 1 / (1 + exp(-Z))."""
    return np.asarray(1 / (1 + np.exp(-Z)))


def relu(Z: Array) -> Array:
    """Return max(0, Z)."""
    return np.asarray(np.maximum(0, Z))


def sigmoid_backward(dA: Array, Z: Array) -> Array:
    """Return dZ of a sigmoid layer."""
    s = sigmoid(Z)
    return np.asarray(dA * s * (1 - s))


def relu_backward(dA: Array, Z: Array) -> Array:
    """Return dZ of a ReLU layer."""
    dZ = np.array(dA, copy=True)
    dZ[Z <= 0] = 0
    return dZ


def forward(X: Array, parameters: Arrays, keep_prob: float, generator: np.random.RandomState) -> Arrays:
    """Return all Z, A and dropout masks D by name."""
    depth = len(parameters) // 2
    values = {"A0": X}
    for l in range(1, depth + 1):
        Z = np.dot(parameters[f"W{l}"], values[f"A{l - 1}"]) + parameters[f"b{l}"]
        A = sigmoid(Z) if l == depth else relu(Z)
        if keep_prob < 1 and l < depth:
            uniform = generator.rand(A.shape[0], A.shape[1])
            D = uniform < keep_prob
            A = A * D
            A = A / keep_prob
            values[f"D{l}"] = D
        values[f"Z{l}"], values[f"A{l}"] = Z, A
    return values


def output_gradient(A: Array, Y: Array) -> Array:
    """Return dA of the output: -(Y / A - (1 - Y) / (1 - A)), 0 where a division is impossible."""
    over_A = np.divide(Y, A, out=np.zeros_like(A), where=A != 0)
    over_rest = np.divide(1 - Y, 1 - A, out=np.zeros_like(A), where=A != 1)
    return np.asarray(-(over_A - over_rest))


def backward(values: Arrays, parameters: Arrays, Y: Array, l2_lambda: float, keep_prob: float) -> Arrays:
    """Return all gradients by name."""
    depth = len(parameters) // 2
    m = Y.shape[1]
    gradients = {f"dA{depth}": output_gradient(values[f"A{depth}"], Y)}
    for l in range(depth, 0, -1):
        W, dA, Z = parameters[f"W{l}"], gradients[f"dA{l}"], values[f"Z{l}"]
        dZ = sigmoid_backward(dA, Z) if l == depth else relu_backward(dA, Z)
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


def update(parameters: Arrays, gradients: Arrays, learning_rate: float) -> Arrays:
    """Put the parameters after one step of gradient descent into their dictionary."""
    for l in range(1, len(parameters) // 2 + 1):
        parameters[f"W{l}"] = parameters[f"W{l}"] - learning_rate * gradients[f"dW{l}"]
        parameters[f"b{l}"] = parameters[f"b{l}"] - learning_rate * gradients[f"db{l}"]
    return parameters


def cost(A: Array, Y: Array, parameters: Arrays, l2_lambda: float) -> float:
    """Return the mean cross-entropy plus the L2 penalty."""
    m = Y.shape[1]
    A = np.clip(A, 1e-10, 1 - 1e-10)
    cross_entropy = 1.0 / m * np.sum(-np.multiply(Y, np.log(A)) - np.multiply(1 - Y, np.log(1 - A)))
    squares = sum(np.sum(np.square(W)) for name, W in parameters.items() if name.startswith("W"))
    return float(cross_entropy + l2_lambda / (2 * m) * squares)


def descend(parameters: Arrays, workload: Workload, epochs: int) -> list[float]:
    """Return the costs at epochs 0, 1000, ... and after the last update."""
    X, Y = data(workload)
    generator = np.random.RandomState(workload.seed)
    costs = []
    for epoch in range(epochs + 1):
        if workload.keep_prob < 1 and workload.masks == "fixed":
            generator.seed(1)
        values = forward(X, parameters, workload.keep_prob, generator)
        if epoch % 1000 == 0 or epoch == epochs:
            costs.append(cost(values[f"A{len(parameters) // 2}"], Y, parameters, workload.l2_lambda))
        if epoch < epochs:
            gradients = backward(values, parameters, Y, workload.l2_lambda, workload.keep_prob)
            parameters = update(parameters, gradients, workload.learning_rate)
    return costs


def named(parameters: Parameters) -> Arrays:
    """Return {"W1": ..., "b1": ..., ...}."""
    weights = {f"W{l}": W for l, (W, _) in enumerate(parameters, start=1)}
    return weights | {f"b{l}": b for l, (_, b) in enumerate(parameters, start=1)}


def versions() -> dict[str, str]:
    """Return {library: version}."""
    return {"numpy": np.__version__}


def prepare(workload: Workload) -> Train:
    """Return the training of this workload, one network after the other."""
    networks = initial_parameters(workload)

    def train(epochs: int) -> list[float]:
        return [descend(named(parameters), workload, epochs)[-1] for parameters in networks]

    return train
