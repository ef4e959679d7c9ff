"""Data sets that need no file: generated, or bundled with scikit-learn."""

from collections.abc import Mapping
from typing import Any

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
    return prepare(train, test, settings, {"source": f"generated: {settings['generator']}"})


def bundled(settings: Mapping[str, Any]) -> Dataset:
    """Return a data set that comes with scikit-learn; ``settings`` are its part of the configuration."""
    train, test = split(BUNDLED[settings["bundled"]](), settings)
    return prepare(train, test, settings, {"source": f"bundled with scikit-learn: {settings['bundled']}"})
