"""What a network with given parameters says of inputs, without dropout."""

from collections.abc import Sequence

import numpy as np

from nn.activations import Array
from nn.form import RELU, Form
from nn.losses import fitting
from nn.network import Network


def logits(layers: Sequence[int], theta: Array, X: Array, form: Form = RELU) -> Array:
    """Return the logits (..., n_L, m) for inputs X (n_0, m) or (..., n_0, m), of parameters (P,) or (..., P)."""
    theta, form = form.folded(theta, layers)
    network = Network(layers, X, np.zeros((1, X.shape[-1])), form=form, lead=theta.shape[:-1])
    network.theta[...] = theta
    with np.errstate(over="ignore", invalid="ignore"):
        return network.logits()


def predict(layers: Sequence[int], theta: Array, X: Array, form: Form = RELU) -> Array:
    """Return the probabilities (..., 1, m) of class 1, or (..., K, m) of K classes."""
    with np.errstate(over="ignore", invalid="ignore"):
        return fitting(layers[-1]).probabilities(logits(layers, theta, X, form), None)
