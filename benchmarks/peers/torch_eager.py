"""PyTorch in eager mode: ``torch.nn`` layers, autograd and ``torch.optim``, in float64 on one thread."""

from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import Linear, functional

from benchmarks.peers import Train
from benchmarks.workloads import Number, Parameters, Workload, data, fixed_masks, initial_parameters

torch.set_num_threads(1)


def network(parameters: Parameters) -> list[Linear]:
    """Return layers that hold these parameters; torch's own layout of examples is (m, n_0)."""
    layers = [Linear(W.shape[1], W.shape[0], dtype=torch.float64) for W, _ in parameters]
    for layer, (W, b) in zip(layers, parameters, strict=True):
        layer.weight.data, layer.bias.data = torch.tensor(W), torch.tensor(b[:, 0])
    return layers


def cross_entropy(layers: list[Linear], X: Tensor, Y: Tensor, masks: list[Tensor], drop_prob: Number) -> Tensor:
    """Return the mean over the examples; Y is (m, 1), and of more than two classes (m,)."""
    A = X
    for l, layer in enumerate(layers[:-1]):
        A = torch.relu(layer(A))
        if masks:
            A = A * masks[l]
        elif drop_prob:
            A = functional.dropout(A, drop_prob)
    of_classes = functional.cross_entropy if Y.ndim == 1 else functional.binary_cross_entropy_with_logits
    return of_classes(layers[-1](A), Y)


def batches_of(workload: Workload, X: Tensor, Y: Tensor, orders: np.random.Generator) -> list[tuple[Tensor, Tensor]]:
    """Return the batches of the next epoch: all examples, or minibatches in an order of their own."""
    if not workload.batch_size:
        return [(X, Y)]
    parts = torch.from_numpy(orders.permutation(len(X))).split(workload.batch_size)
    return [(X[part], Y[part]) for part in parts]


def optimizer_of(workload: Workload, groups: list[dict[str, Any]]) -> torch.optim.Optimizer:
    """Return the optimizer of these groups of parameters."""
    if workload.optimizer == "adam":
        return torch.optim.Adam(groups, workload.learning_rate, (workload.beta1, workload.beta2), workload.epsilon)
    return torch.optim.SGD(groups, workload.learning_rate)


def prepare(workload: Workload) -> Train:
    """Return the training of this workload; weight decay l2_lambda / m on weights is the L2 penalty."""
    (parameters,), decay = initial_parameters(workload), workload.l2_lambda / workload.examples
    masks = [torch.tensor(mask.T.copy()) for mask in fixed_masks(workload)]
    X, Y = (torch.tensor(array.T.copy()) for array in data(workload))
    if workload.layers[-1] > 1:
        Y = Y[:, 0].long()
    batch = X, Y, masks, 0.0 if masks else 1.0 - workload.keep_prob

    def train(epochs: int) -> list[float]:
        layers = network(parameters)
        weights, biases = [layer.weight for layer in layers], [layer.bias for layer in layers]
        optimizer = optimizer_of(workload, [{"params": weights, "weight_decay": decay}, {"params": biases}])
        orders = np.random.default_rng(workload.shuffle_seed)
        for _ in range(epochs):
            for inputs, labels in batches_of(workload, X, Y, orders):
                optimizer.zero_grad()
                cross_entropy(layers, inputs, labels, *batch[2:]).backward()
                optimizer.step()
        with torch.no_grad():
            return [float(cross_entropy(layers, *batch) + decay / 2 * sum((W**2).sum() for W in weights))]

    return train
