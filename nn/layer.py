"""A layer of a network: its formulas, each prepared as a call without arguments on fixed buffers (``nn.kernels``)."""

from functools import partial

import numpy as np

from nn.activations import ACTIVATIONS, Array
from nn.batch_norm import Norm
from nn.dropout import Mask
from nn.kernels import Call, aligned, product, relu_gate, relu_in_place, transposed


class Layer:
    """Layer l with its block P = [W b], on the activations A_below of the layer below, whose last row is ones.

    Attributes
    ----------
    linear : Z = W A_below + b
    activate : A = max(Z, 0), in place of Z
    gradient : G = [dW db] = [dZ A_below^T, sum of dZ over the examples], in one product
    backpropagate : dA_below = W^T dZ
    gate : dZ = dA where A > 0, else 0, in place of dA
    P, G : (*lead, n_l, n_{l-1} + 1)
    A, dA : (*lead, n_l + 1, m), the last row being for the biases of the layer above
    Z, dZ : (*lead, n_l, m), A and dA without that row
    norm : batch normalization of Z, None for none

    The last layer has no such row, and no ReLU: its ``activate`` is not used, and it has no ``gate``.
    """

    gate: Call
    norm: Norm | None = None

    def __init__(self, P: Array, A_below: Array, A: Array):
        self.P, self.A_below, self.A = P, A_below, A
        self.Z = A[..., : P.shape[-2], :]
        self.linear = product(P, A_below, self.Z)
        self.activate = relu_in_place(A)

    def prepare_gradient(self, G: Array) -> None:
        """Prepare ``gradient``."""
        self.G, self.dA = G, aligned(self.A.shape)
        self.dZ = self.dA[..., : self.P.shape[-2], :]
        self.gradient = product(self.dZ, transposed(self.A_below), G)

    def prepare_backpropagation(self, below: "Layer") -> None:
        """Prepare ``backpropagate`` to the layer below, and its ``gate``."""
        self.backpropagate = product(transposed(self.P), self.dZ, below.dA)
        below.prepare_gate()

    def prepare_gate(self) -> None:
        """Prepare ``gate``."""
        self.gate = relu_gate(self.dA, self.A)

    def drop(self, mask: Mask) -> None:
        """Drop units: A = A * mask."""
        for factor in mask:
            np.multiply(self.A, factor, out=self.A)


class CurvedLayer(Layer):
    """A hidden layer with any activation f, and Z in a buffer of its own, since f' depends on it.

    Attributes
    ----------
    activate : A = f(Z), and D = f'(Z) for the way back; Z is normalized before
    gate : dZ = dA * D, in place of dA, and on through the normalization
    D : (*lead, n_l, m), after ``drop`` times the mask
    """

    D: Array | None = None

    def __init__(self, P: Array, A_below: Array, A: Array, activation: str,
                 norm: Array | None = None, epsilon: float = 0.0):  # fmt: skip
        super().__init__(P, A_below, A)
        self.values, self.slopes, _ = ACTIVATIONS[activation]
        self.units, self.Z = self.Z, np.empty_like(self.Z)
        self.linear = product(self.P, self.A_below, self.Z)
        self.activate = self._activate
        if norm is not None:
            self.norm = Norm(norm, self.Z, epsilon)

    def _activate(self) -> None:
        if self.norm:
            self.norm.forward()
        self.values(self.Z, self.units)
        if self.D is not None:
            self.slopes(self.Z, self.D)

    def prepare_gate(self) -> None:
        """Prepare ``gate``."""
        self.D = np.empty_like(self.Z)
        self.gate = partial(np.multiply, self.dZ, self.D, self.dZ)

    def prepare_norm(self, gradient: Array) -> None:
        """Let ``gate`` go on through the normalization, whose gradient is (*lead, 4, n_l)."""
        norm, dZ, times_slope = self.norm, self.dZ, self.gate
        assert norm

        def gate() -> None:
            times_slope()
            norm.backward(dZ, gradient)

        self.gate = gate

    def drop(self, mask: Mask) -> None:
        """Drop units: A = A * mask, D = D * mask."""
        super().drop(mask)
        if self.D is not None:
            for factor in mask:
                np.multiply(self.D, factor[..., :-1, :], out=self.D)
