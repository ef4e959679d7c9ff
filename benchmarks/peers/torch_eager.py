"""PyTorch in eager mode: ``torch.nn`` layers, autograd and ``torch.optim.SGD``, in float64 on one thread."""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from benchmarks.peers import Train
from benchmarks.workloads import Parameters, Workload, data, fixed_masks, initial_parameters

torch.set_num_threads(1)


def versions() -> dict[str, str]:
    """Return {library: version}."""
    return {"torch": torch.__version__}


class Network(torch.nn.Module):  # type: ignore[misc, unused-ignore]  # untyped where torch is absent
    """The workload's network on (examples, features), torch's own layout."""

    def __init__(self, parameters: Parameters, workload: Workload) -> None:
        super().__init__()
        self.layers = torch.nn.ModuleList(linear(W, b) for W, b in parameters)
        self.masks = [torch.tensor(mask.T.copy()) for mask in fixed_masks(workload)] if workload.deterministic else []
        self.drop_prob = 0.0 if workload.deterministic else 1.0 - workload.keep_prob

    def forward(self, X: Tensor) -> Tensor:
        """Return the logits (m, 1)."""
        A = X
        for l, layer in enumerate(self.layers[:-1]):
            A = torch.relu(layer(A))
            if self.masks:
                A = A * self.masks[l]
            elif self.drop_prob:
                A = functional.dropout(A, self.drop_prob)
        logits: Tensor = self.layers[-1](A)
        return logits


def linear(W: np.ndarray, b: np.ndarray) -> torch.nn.Linear:
    """Return a layer with these weights and biases."""
    layer = torch.nn.Linear(W.shape[1], W.shape[0], dtype=torch.float64)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(W))
        layer.bias.copy_(torch.tensor(b[:, 0]))
    return layer


def optimizer(network: Network, workload: Workload) -> torch.optim.SGD:
    """Return plain gradient descent; weight decay l2_lambda / m on weights only."""
    weights = [layer.weight for layer in network.layers]
    biases = [layer.bias for layer in network.layers]
    decay = workload.l2_lambda / workload.examples
    groups = [{"params": weights, "weight_decay": decay}, {"params": biases}]
    return torch.optim.SGD(groups, lr=workload.learning_rate)


def descend(network: Network, X: Tensor, Y: Tensor, workload: Workload, epochs: int) -> float:
    """Make the updates and return the cost afterwards."""
    step = optimizer(network, workload)
    for _ in range(epochs):
        step.zero_grad()
        functional.binary_cross_entropy_with_logits(network(X), Y).backward()
        step.step()
    with torch.no_grad():
        squares = sum(float((layer.weight**2).sum()) for layer in network.layers)
        cross_entropy = float(functional.binary_cross_entropy_with_logits(network(X), Y))
    return cross_entropy + workload.l2_lambda / (2 * workload.examples) * squares


def prepare(workload: Workload) -> Train:
    """Return the training of this workload, one network after the other."""
    X, Y = (torch.tensor(array.T.copy()) for array in data(workload))
    networks = initial_parameters(workload)

    def train(epochs: int) -> list[float]:
        return [descend(Network(parameters, workload), X, Y, workload, epochs) for parameters in networks]

    return train
