"""What a network is besides its sizes and parameters: all that has to be known of it to predict."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from nn import batch_norm, parameters
from nn.activations import Array


class Form(NamedTuple):
    """The form of a network.

    Attributes
    ----------
    activation : of the hidden layers, a name in ``nn.activations.ACTIVATIONS``
    batch_norm : whether hidden layers have batch normalization, whose parameters follow all blocks [W b] then
    norm_epsilon : what is added to variances there
    """

    activation: str = "relu"
    batch_norm: bool = False
    norm_epsilon: float = 1e-5

    @property
    def is_fast(self) -> bool:
        """Whether hidden layers are plain ReLUs, which have kernels of their own."""
        return self.activation == "relu" and not self.batch_norm

    def count_parameters(self, layers: Sequence[int]) -> int:
        """Return P, with the parameters of batch normalization."""
        return parameters.count_parameters(layers) + (batch_norm.count(layers) if self.batch_norm else 0)

    def padded(self, array: Array, layers: Sequence[int], value: float) -> Array:
        """Return an array (..., P) of the blocks [W b], with a value for each parameter of batch normalization."""
        if not self.batch_norm:
            return array
        return np.concatenate([array, np.full((*array.shape[:-1], batch_norm.count(layers)), value)], axis=-1)

    def weight_mask(self, layers: Sequence[int]) -> Array:
        """Return a vector (P,) with 1 at the weights, which the L2 penalty is of, and 0 elsewhere."""
        return self.padded(parameters.weight_mask(layers), layers, 0.0)

    def start(self, theta: Array, layers: Sequence[int]) -> Array:
        """Return initial parameters (P,) for those of the blocks [W b]."""
        return batch_norm.with_norms(theta, layers) if self.batch_norm else theta

    def folded(self, theta: Array, layers: Sequence[int]) -> tuple[Array, "Form"]:
        """Return parameters and form of the network without batch normalization that predicts the same."""
        if not self.batch_norm:
            return theta, self
        return batch_norm.folded(theta, layers, self.norm_epsilon), Form(self.activation)


RELU = Form()
