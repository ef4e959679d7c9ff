"""Reproduce the notebook's gradient checks: J(theta) = theta x, and a network at its last epoch, before its update."""

import argparse
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

import nn
from nn.gradcheck import central_difference, check, difference
from seedcheck.data import datasets
from seedcheck.data.datasets import Dataset
from seedcheck.errors import run_step
from seedcheck.files import write_json
from seedcheck.training.gates import comparison_report, frozen_network
from seedcheck.training.variants import descent, initial_parameters


def one_dimension(theta: float, x: float, epsilon: float, threshold: float) -> dict[str, Any]:
    """Check dJ/dtheta = x of J(theta) = theta x."""
    estimate = central_difference(lambda point: point[:, 0] * x, np.array([float(theta)]), epsilon)
    off = difference(np.array([float(x)]), estimate)
    return {"difference": off, "epsilon": epsilon, "threshold": threshold, "passed": off <= threshold, "obstacle": ""}


def n_dimensions(settings: Mapping[str, Any], dataset: Dataset, epsilon: float, threshold: float) -> dict[str, Any]:
    """Check a variant's gradient over all parameters after all but the last of its updates."""
    setup = descent({**settings, "epochs": settings["epochs"] - 1}, dataset)
    run = nn.train(setup, initial_parameters(settings), dataset.X_train, dataset.Y_train, settings["mask_seed"])
    network, masks, left_out = frozen_network(settings, dataset, run.theta)
    arrays = {name: comparison_report(c) for name, c in check(network, masks, epsilon).items()}
    exact = check(network, masks)["all"].difference
    obstacle = "not comparable: stand-in data" if dataset.attributes["stand_in"] else ""
    return {
        "difference": arrays["all"]["difference"],
        "epsilon": epsilon,
        "threshold": threshold,
        "passed": arrays["all"]["difference"] <= threshold,
        "complex_step_difference": exact,
        "examples_left_out": left_out,
        "arrays": arrays,
        "obstacle": obstacle,
    }


def main(argv: Sequence[str]) -> None:
    """Run the step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checks", type=json.loads, required=True, help="`gradient_checks` of the config, as JSON")
    parser.add_argument("--settings", type=json.loads, required=True, help="settings of the variant checked, as JSON")
    parser.add_argument("--data", required=True)
    parser.add_argument("--output", required=True)
    args = parser.parse_args(argv)
    many = args.checks["n_dimensions"]
    report = {
        "one_dimension": one_dimension(**args.checks["one_dimension"]),
        "n_dimensions": n_dimensions(args.settings, datasets.read(args.data), many["epsilon"], many["threshold"]),
    }
    write_json(args.output, report)
    for name, result in report.items():
        print(f"{name}: difference {result['difference']:.6e} ({'passed' if result['passed'] else 'FAILED'})")


if __name__ == "__main__":
    run_step(main)
