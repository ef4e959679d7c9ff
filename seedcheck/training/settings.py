"""From the settings of a job, as they stand in the configuration, to those that ``nn`` takes."""

from collections.abc import Mapping
from typing import Any

import nn
from seedcheck.data.datasets import Dataset
from seedcheck.errors import InputError


def settings_for(given: Mapping[str, Any], dataset: Dataset) -> nn.Settings:
    """Return the settings of a training on a data set.

    Raises
    ------
    InputError
        If the layers do not fit the features and classes of the data.
    """
    settings, features = nn.Settings(**given), dataset.X_train.shape[0]
    if settings.layers[0] != features:
        raise InputError(
            f"layers {list(settings.layers)}: the first size has to be {features}, the number of features of the data"
        )
    outputs, classes = settings.layers[-1], len(dataset.attributes["labels"])
    if max(2, outputs) != classes:
        raise InputError(
            f"layers {list(settings.layers)}: the last size has to be {1 if classes == 2 else classes}, since the data "
            f"have {classes} classes"
        )
    return settings
