"""Small neural networks in pure NumPy: [linear -> activation] x (L - 1) -> linear -> sigmoid or softmax.

Conventions, stated here once
-----------------------------
- Arrays are (..., features, examples): X is (n_0, m), Y is (1, m) with labels 0, ..., K - 1, W_l is (n_l, n_{l-1}).
- Two classes have one output, the logit of class 1 (n_L = 1); K classes have K, one for each (n_L = K, softmax).
- Any leading axes are independent networks side by side. One network, an ensemble of seeds and the perturbed copies
  of a gradient check run through the same lines, and a member of an ensemble is bit-identical to its single run.
- All parameters of a network lie in one vector ``theta`` (..., P): layer after layer the block [W_l b_l], row by row.
- A column of biases costs nothing extra because every activation ends with a row of ones.
- All randomness comes from seeds; arithmetic is float64 (complex128 in the complex-step check).
- Inside: mathematical names (W, b, Z, A, dW). At the border: words (learning_rate, keep_prob).

The order of reading
--------------------
- what a network is: activations, form, parameters, initializers, losses, dropout, network (with layer and kernels)
- how it is trained: optimizers, schedules, clipping, settings, batches, factories, runs, training, ensembles, span
- what it is worth and whether its gradient is right: prediction, metrics, gradcheck, network_check
"""

from nn.factories import initial_parameters, masks_of, network_of
from nn.form import RELU, Form
from nn.initializers import initialize
from nn.metrics import METRICS, RECORDED, predicted_class
from nn.network import Network
from nn.parameters import count_parameters, named_arrays, split
from nn.prediction import logits, predict
from nn.runs import Run, Witness
from nn.settings import Settings
from nn.training import train

__all__ = [
    "METRICS",
    "RECORDED",
    "RELU",
    "Form",
    "Network",
    "Run",
    "Settings",
    "Witness",
    "count_parameters",
    "initial_parameters",
    "initialize",
    "logits",
    "masks_of",
    "named_arrays",
    "network_of",
    "predict",
    "predicted_class",
    "split",
    "train",
]
