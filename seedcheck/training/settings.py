"""From the settings of a job, as they stand in the configuration, to those that ``nn`` takes."""

from collections.abc import Mapping, Sequence
from typing import Any

import nn
from nn.validation import split
from seedcheck.data.datasets import Dataset
from seedcheck.errors import InputError
from seedcheck.training.grid import name_of


def settings_for(given: Mapping[str, Any], dataset: Dataset) -> nn.Settings:
    """Return the settings of a training on a data set.

    Raises
    ------
    InputError
        If the layers do not fit the features and classes of the data, patience has no validation split, that leaves no
        examples of a class, or a minibatch is to be larger than the data that are left.
    """
    settings, (features, examples) = nn.Settings(**given), dataset.X_train.shape
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
    left = _examples_left(settings, dataset) if settings.validation_fraction else examples
    if settings.batch_size > left:
        where = "the data have" if left == examples else f"validation_fraction {settings.validation_fraction} leaves"
        raise InputError(
            f"batch_size {settings.batch_size}: {where} {left} training examples; give at most so many, or 0 "
            "for all at once"
        )
    return settings


def candidates(
    given: Mapping[str, Any], tried: Sequence[Mapping[str, Any]], dataset: Dataset
) -> dict[str, nn.Settings]:
    """Return the settings that a variant is tuned over, by name; without tuning its own settings, of the name "".

    Raises
    ------
    InputError
        As ``settings_for`` does.
    """
    if not tried:
        return {"": settings_for(given, dataset)}
    return {name_of(each): settings_for({**given, **each}, dataset) for each in tried}


def _examples_left(settings: nn.Settings, dataset: Dataset) -> int:
    """Return how many training examples the validation split leaves; they have to be of all classes."""
    labels = dataset.Y_train
    kept, _ = split(labels, settings.validation_fraction, settings.validation_seed)
    missing = sorted(set(labels[0].tolist()) - set(labels[0, kept].tolist()))
    if missing:
        raise InputError(
            f"validation_fraction {settings.validation_fraction}: of the {len(kept)} training examples that it leaves "
            f"none is of class {missing[0]:g}; take a smaller fraction or another validation_seed, or add examples"
        )
    return len(kept)
