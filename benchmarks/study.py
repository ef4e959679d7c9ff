"""The whole pipeline against the source notebook's style: the eight published trainings and their figures.

Runs ``snakemake --cores all`` in a fresh copy of the project, and before and after it the eight trainings and their
figures as the notebook makes them, one after the other in this process. Needs the data sets under data/ (make results).
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from matplotlib.figure import Figure

from benchmarks.peers import notebook_style
from nn import Settings, initialize
from nn.activations import Array
from seedcheck.data import datasets

COPIED = ("Snakefile", "nn", "seedcheck", "workflow", "config", "profiles", "environment.yml")


def main() -> None:
    """Measure and print seconds and ratios."""
    published = yaml.safe_load(Path("config/published.yaml").read_text(encoding="utf-8"))
    entries = [entry for variants in published.values() if isinstance(variants, dict) for entry in variants.values()]
    trainings = [entry["settings"] for entry in entries if "settings" in entry]
    before, pipeline, after = notebook(trainings), run_pipeline(), notebook(trainings)
    training, figures = ((first + second) / 2 for first, second in zip(before, after, strict=True))
    print(f"notebook style, mean of two: {training:.1f} s for {len(trainings)} trainings, {figures:.1f} s for figures")
    print(f"snakemake on all cores, from data to report: {pipeline:.1f} s")
    print(f"ratio {pipeline / (training + figures):.2f} (trainings alone: {pipeline / training:.2f})")


def run_pipeline() -> float:
    """Return the seconds of the whole study in a fresh copy of the project."""
    mirror = os.environ.get("SEEDCHECK_DATA_MIRROR", "")
    environment = os.environ | {"SEEDCHECK_DATA_MIRROR": str(Path(mirror).resolve()) if mirror else ""}
    with tempfile.TemporaryDirectory() as folder:
        for part in COPIED:
            (shutil.copytree if Path(part).is_dir() else shutil.copy)(part, Path(folder, part))
        start = time.perf_counter()
        command = [sys.executable, "-m", "snakemake", "--cores", "all", "--quiet", "all"]
        subprocess.run(command, cwd=folder, env=environment, check=True)
        return time.perf_counter() - start


def notebook(trainings: list[dict[str, Any]]) -> tuple[float, float]:
    """Return the seconds of the trainings and of their figures."""
    training = figures = 0.0
    for entry in trainings:
        dataset = datasets.read(f"data/{entry['dataset']}.h5")
        settings = Settings(**{name: value for name, value in entry.items() if name != "dataset"})
        start = time.perf_counter()
        theta = initialize(settings.initializer, settings.layers, settings.seed, settings.scale)
        parameters, costs = notebook_style.train(settings, theta, dataset.X_train, dataset.Y_train)
        middle = time.perf_counter()
        draw(parameters, costs, dataset.X_train, dataset.Y_train)
        training += middle - start
        figures += time.perf_counter() - middle
    return training, figures


def draw(parameters: notebook_style.Arrays, costs: list[float], X: Array, Y: Array) -> None:
    """Draw what the notebook shows of a training: its data, its cost curve, and its boundary on a grid of step 0.01."""
    grid = np.meshgrid(*(np.arange(x.min() - 1, x.max() + 1, 0.01) for x in X[:2]))
    points = np.array([side.ravel() for side in grid])
    values = notebook_style.forward(points, parameters, 1.0, np.random.RandomState(1))
    classes = (values[f"A{len(parameters) // 2}"] > 0.5).reshape(grid[0].shape)
    figures = [Figure() for _ in range(3)]
    data, curve, boundary = (figure.subplots() for figure in figures)
    data.scatter(X[0], X[1], c=Y[0], s=40, cmap="Spectral")
    curve.plot(costs)
    boundary.contourf(*grid, classes, cmap="Spectral")
    boundary.scatter(X[0], X[1], c=Y[0], cmap="Spectral")
    for figure in figures:
        figure.savefig(BytesIO())


if __name__ == "__main__":
    main()
