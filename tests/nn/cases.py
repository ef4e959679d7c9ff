"""The reference cases and published numbers of tests/data, and a small data set that several tests train on."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

import nn

DATA = Path(__file__).parents[1] / "data"
CASES: dict[str, Any] = json.loads((DATA / "unit_cases.json").read_text(encoding="utf-8"))
PUBLISHED: list[dict[str, Any]] = json.loads((DATA / "published.json").read_text(encoding="utf-8"))


def theta_of(arrays: dict[str, Any], layers: list[int]) -> np.ndarray:
    """Return the parameter vector that holds W1, b1, W2, ... of a case."""
    theta = np.empty(nn.count_parameters(layers))
    for name, array in nn.named_arrays(theta, layers).items():
        array[...] = arrays[name]
    return theta


def settings_of(layers: Sequence[int], learning_rate: float = 0.1, epochs: int = 1, **others: Any) -> nn.Settings:
    """Return settings of a training; where it starts is not asked for, because tests pass the parameters themselves."""
    return nn.Settings(layers, learning_rate, epochs, initializer="he", **others)


def points(examples: int = 40, features: int = 2, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Return inputs (features, examples), and labels (1, examples) that say whether a point is far from the origin."""
    X = np.random.RandomState(seed).randn(features, examples)
    distance = (X**2).sum(axis=0)
    return X, (distance > np.median(distance)).astype(float)[None]


def classes_of(classes: int, examples: int = 40, features: int = 2) -> tuple[np.ndarray, np.ndarray]:
    """Return inputs (features, examples), and labels (1, examples) of so many classes, by the distance from 0."""
    X = np.random.RandomState(0).randn(features, examples)
    ranks = (X**2).sum(axis=0).argsort().argsort()
    return X, (ranks * classes // examples).astype(float)[None]


def accuracy(layers: Sequence[int], theta: np.ndarray, X: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """Return the accuracy (...,) of networks with parameters theta (..., P)."""
    return nn.METRICS["accuracy"].values(nn.logits(layers, theta, X), Y)
