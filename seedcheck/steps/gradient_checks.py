"""Reproduce the notebook's gradient checks: J(theta) = theta x, and a network at its last epoch, before its update."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import nn
from nn.gradcheck import central_difference, difference
from nn.network_check import check
from seedcheck.data import datasets
from seedcheck.data.datasets import Dataset
from seedcheck.files import write_json
from seedcheck.steps import run_step
from seedcheck.training.gates import error_report, frozen_network
from seedcheck.training.settings import settings_for


@dataclass(frozen=True)
class ChecksJob:
    """What the checks need to know: ``gradient_checks`` of the configuration, and the checked variant's settings."""

    one_dimension: Mapping[str, float]
    n_dimensions: Mapping[str, float]
    settings: Mapping[str, Any]


def one_dimension(theta: float, x: float, epsilon: float, threshold: float) -> dict[str, Any]:
    """Check dJ/dtheta = x of J(theta) = theta x."""
    estimate = central_difference(lambda point: point[:, 0] * x, np.array([float(theta)]), epsilon)
    off = difference(np.array([float(x)]), estimate)
    return {"difference": off, "epsilon": epsilon, "threshold": threshold, "passed": off <= threshold, "obstacle": ""}


def n_dimensions(settings: nn.Settings, dataset: Dataset, epsilon: float, threshold: float) -> dict[str, Any]:
    """Check a variant's gradient over all parameters after all but the last of its updates."""
    before_last = settings.shortened(settings.epochs - 1)
    theta = nn.initial_parameters(settings)
    run = nn.train(before_last, theta, dataset.X_train, dataset.Y_train, *settings.seeds)
    frozen = frozen_network(settings, dataset, run.theta)
    arrays = {name: error_report(error) for name, error in check(frozen.network, frozen.masks, epsilon).items()}
    exact = check(frozen.network, frozen.masks)["all"].difference
    obstacle = "not comparable: stand-in data" if dataset.attributes["stand_in"] else ""
    return {
        "difference": arrays["all"]["difference"],
        "epsilon": epsilon,
        "threshold": threshold,
        "passed": arrays["all"]["difference"] <= threshold,
        "complex_step_difference": exact,
        "examples_left_out": frozen.left_out,
        "arrays": arrays,
        "obstacle": obstacle,
    }


def gradient_checks(data: Path, output: Path, job: ChecksJob) -> None:
    """Reproduce the notebook's gradient checks in one and in many dimensions."""
    dataset = datasets.read(data)
    settings = settings_for(job.settings, dataset)
    report = {
        "one_dimension": one_dimension(**job.one_dimension),
        "n_dimensions": n_dimensions(settings, dataset, **job.n_dimensions),
    }
    write_json(output, report)
    for name, found in report.items():
        print(f"{name}: difference {found['difference']:.6e} ({'passed' if found['passed'] else 'FAILED'})")


if __name__ == "__main__":
    run_step(gradient_checks)
