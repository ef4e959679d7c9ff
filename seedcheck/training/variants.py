"""From a variant's settings (words and numbers of the config) to what ``nn`` takes."""

from collections.abc import Mapping
from typing import Any

import nn
from nn.activations import Array
from seedcheck.data.datasets import Dataset
from seedcheck.errors import InputError


def descent(settings: Mapping[str, Any], dataset: Dataset) -> nn.Descent:
    """Return the training settings of a variant.

    Raises
    ------
    InputError
        If the layers do not fit the data.
    """
    layers, features = settings["layers"], dataset.X_train.shape[0]
    if layers[0] != features:
        raise InputError(f"layers {layers}: the first size has to be {features}, the number of features of the data")
    names = ("layers", "learning_rate", "epochs", "loss", "l2_lambda", "keep_prob", "masks", "record_every")
    return nn.Descent(**{name: settings[name] for name in names})


def initial_parameters(settings: Mapping[str, Any]) -> Array:
    """Return a variant's initial parameters (P,)."""
    return nn.initialize(settings["initializer"], settings["layers"], settings["seed"], settings["scale"])
