"""Small neural networks in pure NumPy: [linear -> ReLU] x (L - 1) -> linear -> sigmoid, for two classes.

Conventions, stated here once
-----------------------------
- Arrays are (..., features, examples): X is (n_0, m), Y is (1, m) with labels 0 or 1, W_l is (n_l, n_{l-1}).
- Any leading axes are independent networks side by side. One network, an ensemble of seeds and the perturbed copies
  of a gradient check run through the same lines, and a member of an ensemble is bit-identical to its single run.
- All parameters of a network lie in one vector ``theta`` (..., P): layer after layer the block [W_l b_l], row by row.
- A column of biases costs nothing extra because every activation ends with a row of ones.
- All randomness comes from seeds; arithmetic is float64 (complex128 in the complex-step check).
- Inside: mathematical names (W, b, Z, A, dW). At the border: words (learning_rate, keep_prob).

The order of reading: activations, initializers, losses, dropout, network, descent, training, span, gradcheck.
"""

from nn.descent import Descent
from nn.initializers import initialize
from nn.network import Network, predict
from nn.parameters import count_parameters, named_arrays, split
from nn.training import Run, accuracy, train

__all__ = [
    "Descent",
    "Network",
    "Run",
    "accuracy",
    "count_parameters",
    "initialize",
    "named_arrays",
    "predict",
    "split",
    "train",
]
