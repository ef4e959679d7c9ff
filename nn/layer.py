"""A layer of a network: its formulas, each prepared as a call without arguments on fixed buffers (``nn.kernels``)."""

import numpy as np

from nn.activations import Array
from nn.kernels import Call, product, relu_gate, relu_in_place, transposed


class Layer:
    """Layer l with its block P = [W b], on the activations A_below of the layer below, whose last row is ones.

    Attributes
    ----------
    linear : Z = W A_below + b
    relu : A = max(Z, 0), in place of Z
    gradient : G = [dW db] = [dZ A_below^T, sum of dZ over the examples], in one product
    backpropagate : dA_below = W^T dZ
    gate : dZ = dA where A > 0, else 0, in place of dA
    P, G : (*lead, n_l, n_{l-1} + 1)
    A, dA : (*lead, n_l + 1, m), the last row being for the biases of the layer above
    Z, dZ : (*lead, n_l, m), A and dA without that row

    The last layer has no such row, and no ReLU: its ``relu`` is not used, and it has no ``gate``.
    """

    gate: Call

    def __init__(self, P: Array, A_below: Array, A: Array):
        self.P, self.A_below, self.A = P, A_below, A
        self.Z = A[..., : P.shape[-2], :]
        self.linear = product(P, A_below, self.Z)
        self.relu = relu_in_place(A)

    def prepare_gradient(self, G: Array) -> None:
        """Prepare ``gradient``."""
        self.G, self.dA = G, np.empty_like(self.A)
        self.dZ = self.dA[..., : self.P.shape[-2], :]
        self.gradient = product(self.dZ, transposed(self.A_below), G)

    def prepare_backpropagation(self, below: "Layer") -> None:
        """Prepare ``backpropagate`` to the layer below, and its ``gate``."""
        self.backpropagate = product(transposed(self.P), self.dZ, below.dA)
        below.gate = relu_gate(below.dA, below.A)
