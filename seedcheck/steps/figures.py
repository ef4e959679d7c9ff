"""Draw an experiment: each variant's cost curve and, in the plane, decision boundary, and all curves in one plot."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from seedcheck.data import datasets
from seedcheck.errors import run_step
from seedcheck.presentation import figures, seed_figures
from seedcheck.training import records, replicates
from seedcheck.training.results import collect


def main(argv: Sequence[str]) -> None:
    """Run the step, for the variants that are trained."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layout", type=json.loads, required=True, help="the experiment and its variants, as JSON")
    parser.add_argument("--axes", type=json.loads, required=True, help="shown range or null, as JSON")
    parser.add_argument("--data", required=True)
    args = parser.parse_args(argv)
    dataset = datasets.read(args.data)
    for experiment, own in args.layout.items():
        results = [result for result in collect(args.layout) if result.record]
        costs = {result.variant: result.costs() for result in results}
        figures.save(figures.curves(costs, own["variants"], own["title"]), Path("results", experiment, "curves.svg"))
        if own["replicates"]:
            seeds = {result.variant: replicates.read(result.folder / "replicates.h5") for result in results}
            histories = {variant: (found.epochs, found.costs) for variant, found in seeds.items()}
            figure = seed_figures.bands(histories, own["variants"], f"{own['title']}: {own['replicates']} seeds")
            figures.save(figure, Path("results", experiment, "bands.svg"))
        for result in results:
            name = result.variant
            figures.save(figures.curves({name: costs[name]}, own["variants"], name), result.folder / "cost.svg")
            if own["plane"]:
                layers, theta = records.read_model(result.folder / "model.h5")
                figure = figures.boundary(theta, layers, dataset, args.axes, name)
                figures.save(figure, result.folder / "boundary.png")


if __name__ == "__main__":
    run_step(main)
