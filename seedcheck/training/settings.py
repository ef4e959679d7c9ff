"""From the settings of a job, as they stand in the configuration, to those that ``nn`` takes."""

from collections.abc import Mapping
from typing import Any

import nn
from nn.validation import split
from seedcheck.data.datasets import Dataset
from seedcheck.errors import InputError


def settings_for(given: Mapping[str, Any], dataset: Dataset) -> nn.Settings:
    """Return the settings of a training on a data set.

    Raises
    ------
    InputError
        If the layers do not fit the features and classes of the data, patience has no validation split, or that leaves
        no examples of a class.
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
    if settings.patience and not settings.validation_fraction:
        raise InputError(f"patience {settings.patience}: early stopping needs a validation_fraction above 0")
    if settings.validation_fraction:
        _check_split(settings, dataset)
    return settings


def _check_split(settings: nn.Settings, dataset: Dataset) -> None:
    labels = dataset.Y_train
    kept, _ = split(labels, settings.validation_fraction, settings.validation_seed)
    missing = sorted(set(labels[0].tolist()) - set(labels[0, kept].tolist()))
    if missing:
        raise InputError(
            f"validation_fraction {settings.validation_fraction}: of the {len(kept)} training examples that it leaves "
            f"none is of class {missing[0]:g}; take a smaller fraction or another validation_seed, or add examples"
        )
