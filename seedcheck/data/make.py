"""Data sets that need no file: generated, or bundled with scikit-learn."""

from collections.abc import Mapping
from typing import Any

from seedcheck.data.classes import names
from seedcheck.data.datasets import Dataset
from seedcheck.data.examples import check_size
from seedcheck.data.generators import BUNDLED, FEATURES, GENERATORS
from seedcheck.data.preparation import prepare, split


def generated(settings: Mapping[str, Any]) -> Dataset:
    """Return a generated data set; ``settings`` are its part of the configuration."""
    generate, noise = GENERATORS[settings["generator"]], settings["noise"]
    for part in ("train_examples", "test_examples"):
        check_size(f"{part}: {settings[part]}", (settings[part], FEATURES))
    train = generate(settings["train_examples"], noise, settings["seed"])
    test = generate(settings["test_examples"], noise, settings["test_seed"])
    labels = names(settings.get("labels"), [str(k) for k in range(int(train[1].max()) + 1)])
    return prepare(train, test, {**settings, "labels": labels}, {"source": f"generated: {settings['generator']}"})


def bundled(settings: Mapping[str, Any]) -> Dataset:
    """Return a data set that comes with scikit-learn; ``settings`` are its part of the configuration."""
    X, y, classes = BUNDLED[settings["bundled"]]()
    train, test = split((X, y), settings, classes)
    labels = names(settings.get("labels"), classes)
    source = {"source": f"bundled with scikit-learn: {settings['bundled']}"}
    return prepare(train, test, {**settings, "labels": labels}, source)
