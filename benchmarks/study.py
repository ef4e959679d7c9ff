"""The whole pipeline against the source notebook's style: the eight published trainings and their figures.

Runs ``snakemake --cores 4`` in a fresh copy of the project, and before and after it the eight trainings and their
figures as the notebook makes them, one after the other in this process. Needs the data sets under data/ (make results).
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("agg")

import numpy as np
from matplotlib import pyplot as plt

from benchmarks.peers import notebook_style
from nn import initialize, named_arrays
from nn.activations import Array
from seedcheck.data import datasets
from seedcheck.study.config import read_yaml

COPIED = ("Snakefile", "nn", "workflow", "config", "profiles", "environment.yml")


def main() -> None:
    """Measure and print seconds and ratios."""
    published = read_yaml("config/published.yaml")
    entries = [entry for own in published.values() if isinstance(own, dict) for entry in own.values()]
    trainings = [entry for entry in entries if "settings" in entry]
    before, pipeline, after = notebook(trainings), run_pipeline(), notebook(trainings)
    training, figures = ((first + second) / 2 for first, second in zip(before, after, strict=True))
    print(f"notebook style, mean of two: {training:.1f} s for {len(trainings)} trainings, {figures:.1f} s for figures")
    print(f"snakemake --cores 4, from data to report: {pipeline:.1f} s")
    print(f"ratio {pipeline / (training + figures):.2f} (trainings alone: {pipeline / training:.2f})")


def run_pipeline() -> float:
    """Return the seconds of the whole study in a fresh copy of the project."""
    with tempfile.TemporaryDirectory() as folder:
        for part in COPIED:
            (shutil.copytree if Path(part).is_dir() else shutil.copy)(part, Path(folder, part))
        mirror = os.environ.get("SEEDCHECK_DATA_MIRROR", "")
        environment = os.environ | {"SEEDCHECK_DATA_MIRROR": str(Path(mirror).resolve()) if mirror else ""}
        start = time.perf_counter()
        command = [sys.executable, "-m", "snakemake", "--cores", "4", "--quiet", "all"]
        subprocess.run(command, cwd=folder, env=environment, check=True)
        return time.perf_counter() - start


def notebook(trainings: list[dict[str, Any]]) -> tuple[float, float]:
    """Return the seconds of the trainings and of their figures."""
    spent = np.zeros(2)
    for entry in trainings:
        settings = entry["settings"]
        dataset = datasets.read(f"data/{settings['dataset']}.h5")
        start = time.perf_counter()
        parameters, costs = train(settings, dataset.X_train, dataset.Y_train)
        middle = time.perf_counter()
        draw(settings, parameters, costs, dataset)
        spent += middle - start, time.perf_counter() - middle
    return float(spent[0]), float(spent[1])


def train(settings: dict[str, Any], X: Array, Y: Array) -> tuple[notebook_style.Arrays, list[float]]:
    """Return parameters and costs of one training in the notebook's style."""
    initial = initialize(
        settings["initializer"], settings["layers"], settings.get("seed", 0), settings.get("scale", 1.0)
    )
    parameters = {name: array.copy() for name, array in named_arrays(initial, settings["layers"]).items()}
    keep_prob, l2_lambda = settings.get("keep_prob", 1.0), settings.get("l2_lambda", 0.0)
    generator, costs = np.random.RandomState(1), []
    for epoch in range(settings["epochs"]):
        generator.seed(1)
        values = notebook_style.forward(X, parameters, keep_prob, generator)
        if epoch % 1000 == 0:
            costs.append(notebook_style.cost(values[f"A{len(parameters) // 2}"], Y, parameters, l2_lambda))
        gradients = notebook_style.backward(values, parameters, Y, l2_lambda, keep_prob)
        parameters = notebook_style.update(parameters, gradients, settings["learning_rate"])
    return parameters, costs


def draw(settings: dict[str, Any], parameters: notebook_style.Arrays, costs: list[float], dataset: Any) -> None:
    """Draw what the notebook shows of a training: its data, its cost curve, and its boundary on a grid of step 0.01."""
    X, Y = dataset.X_train, dataset.Y_train
    generator = np.random.RandomState(1)
    with tempfile.TemporaryDirectory() as folder:
        plt.scatter(X[0], X[1], c=Y[0], s=40, cmap="Spectral")
        plt.savefig(Path(folder, "data.png"))
        plt.close()
        plt.plot(costs)
        plt.savefig(Path(folder, "cost.png"))
        plt.close()
        sides = [np.arange(X[k].min() - 1, X[k].max() + 1, 0.01) for k in range(2)]
        grid = np.meshgrid(*sides)
        points = np.array([side.ravel() for side in grid])
        values = notebook_style.forward(points, parameters, 1.0, generator)
        classes = (values[f"A{len(settings['layers']) - 1}"] > 0.5).reshape(grid[0].shape)
        plt.contourf(*grid, classes, cmap="Spectral")
        plt.scatter(X[0], X[1], c=Y[0], cmap="Spectral")
        plt.savefig(Path(folder, "boundary.png"))
        plt.close()


if __name__ == "__main__":
    main()
