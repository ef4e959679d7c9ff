"""Views with small made-up numbers, for tests of figures."""

from typing import Any

import numpy as np

import nn
from seedcheck.data.datasets import Dataset
from seedcheck.files import sha256
from seedcheck.presentation.figures.views.data import DataView
from seedcheck.presentation.figures.views.runs import ExperimentView, RunView
from seedcheck.presentation.figures.views.verdicts import DecisionsView
from seedcheck.training.replicates import Replicates

LAYERS = [2, 3, 1]


def dataset(X: Any, labels: tuple[str, str] = ("no", "yes"), **attributes: Any) -> Dataset:
    """Return a data set of inputs (features, examples), of which every second one is of class 1."""
    X = np.asarray(X, dtype=float)
    Y = np.arange(X.shape[1])[None] % 2.0
    described = {"labels": list(labels), "shape": [len(X)], "stand_in": "", "divide_by": 1, "seed": 0, "source": "",
                 "source_sha256": "", "sha256": sha256(b"".join(a.tobytes() for a in (X, Y, X, Y)))}  # fmt: skip
    return Dataset(X, Y, X, Y, described | attributes)


def points(labels: tuple[str, str] = ("no", "yes")) -> Dataset:
    """Return six points in the plane."""
    return dataset([[0, 1, 2, 3, 4, 5], [5, 3, 4, 0, 1, 2]], labels)


def data_view(X: Any, labels: tuple[str, str] = ("no", "yes"), shown: Any = None, **attributes: Any) -> DataView:
    """Return the view of a data set of inputs (features, examples)."""
    return DataView("mine", dataset(X, labels, **attributes), shown)


def replicates(costs: Any, epochs: Any = (0, 10)) -> Replicates:
    """Return replicates with costs (S, k), all of whose predictions are right."""
    costs = np.asarray(costs, dtype=float)
    right = np.ones((len(costs), 6), dtype=bool)
    diverged = ~np.isfinite(costs).all(axis=1)
    return Replicates(right, right, np.array(epochs), costs, diverged, np.full(len(costs), 0.5))


def run(title: str = "a", seeds: Any = ((1.0, 0.5), (1.0, 0.7)), **more: Any) -> RunView:
    """Return a trained variant with replicates of these costs (S, k); ``more`` are other attributes."""
    given = {
        "title": title,
        "color": "#0072b2",
        "costs": {0: 0.7, 10: 0.5},
        "layers": LAYERS,
        "form": nn.RELU,
        "theta": nn.initialize("he", LAYERS, 1, 1.0),
        "replicates": replicates(seeds),
        "dataset": points(),
        "shown": None,
    }
    return RunView(**given | more)


def experiment(*runs: RunView, title: str = "T") -> ExperimentView:
    """Return the view of an experiment with two replicates a variant."""
    return ExperimentView(title, 2, {run.title: run for run in runs})


def decisions(
    accuracies: dict[str, Any],
    published: dict[str, float | None] | None = None,
    decided: dict[str, Any] | None = None,
    title: str = "T",
) -> DecisionsView:
    """Return the view of an experiment with these accuracies (S,) by variant and the reference r."""
    colors = dict.fromkeys(accuracies, "#0072b2")
    titles = {name: name for name in ["r", *accuracies]}
    return DecisionsView(title, "r", titles, colors, accuracies, published or {}, decided or {})
