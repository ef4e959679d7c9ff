"""Gradient checks as gates: a variant is trained only if its gradients are right on its own data.

Checked are the very loss and gradient that training runs, with the variant's data, architecture, loss, L2 penalty and
frozen dropout masks, at two points (its initial parameters, and a seeded one with small random weights and biases),
each in two ways (complex step, and the notebook's central differences).
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

import nn
from nn.activations import Array
from nn.gradcheck import Comparison, check
from nn.losses import inconsistent_examples
from nn.training import make_masks
from seedcheck.data.datasets import Dataset
from seedcheck.training.variants import descent, initial_parameters

BIAS_SCALE = 0.1  # of the perturbed point: biases off zero, so that hardly a unit is off for all examples


def gradient_report(settings: Mapping[str, Any], dataset: Dataset, gate: Mapping[str, Any]) -> dict[str, Any]:
    """Return the report of a variant's gate: what was compared, by how much it was off, whether it passes and why not.

    Parameters
    ----------
    settings : of the variant
    dataset : its data
    gate : ``gates`` of the config: thresholds, epsilon, sample and seed
    """
    starts = {"initial": initial_parameters(settings), "perturbed": perturbed_point(settings, gate["seed"])}
    points = [{"point": name} | check_point(settings, dataset, theta, gate) for name, theta in starts.items()]
    failures = [failure for point in points for failure in _failures(point)]
    return {"passed": not failures, "failures": failures, "points": points}


def perturbed_point(settings: Mapping[str, Any], seed: int) -> Array:
    """Return small random parameters (P,) at which every unit takes part, whatever the initializer."""
    theta = nn.initialize("scaled", settings["layers"], seed)
    biases = np.random.RandomState(seed + 1).standard_normal(theta.shape) * (theta == 0)
    return np.asarray(theta + BIAS_SCALE * biases)


def check_point(settings: Mapping[str, Any], dataset: Dataset, theta: Array, gate: Mapping[str, Any]) -> dict[str, Any]:
    """Check the gradient at ``theta`` by complex step and by central differences."""
    network, masks, left_out = frozen_network(settings, dataset, theta)
    methods = (("complex_step", None), ("central_difference", gate["central_difference"]["epsilon"]))
    checks = []
    for method, epsilon in methods:
        arrays = check(network, masks, epsilon, gate["sample"], gate["seed"])
        checks.append({"epsilon": epsilon} | _check_report(method, arrays, gate[method]["threshold"]))
    return {"examples": network.m, "examples_left_out": left_out, "checks": checks}


def frozen_network(
    settings: Mapping[str, Any], dataset: Dataset, theta: Array
) -> tuple[nn.Network, list[Array] | None, int]:
    """Return the variant's network at ``theta``, frozen masks, and how many examples were left out.

    Left out are examples at which the saturating loss is inconsistent by design: its cost is clipped and flat, its
    gradient is not yet zero.
    """
    setup, X, Y = descent(settings, dataset), dataset.X_train, dataset.Y_train
    source = make_masks(setup, X.shape[1], settings["mask_seed"])
    masks, keep = source.draw() if source else None, np.ones(X.shape[1], bool)
    if setup.loss == "saturating":
        keep = ~inconsistent_examples(_network(setup, X, Y, theta).logits(masks))[0]
        masks = [mask[:, keep] for mask in masks] if masks else None
    return _network(setup, X[:, keep], Y[:, keep], theta), masks, int((~keep).sum())


def _network(setup: nn.Descent, X: Array, Y: Array, theta: Array) -> nn.Network:
    network = nn.Network(setup.layers, X, Y, loss=setup.loss, l2_lambda=setup.l2_lambda, keep_prob=setup.keep_prob)
    network.theta[...] = theta
    return network


def _check_report(method: str, arrays: Mapping[str, Comparison], threshold: float) -> dict[str, Any]:
    """Describe one check; the complex step has to hold for each array, the notebook's central difference over all."""
    decisive = arrays if method == "complex_step" else {"all": arrays["all"]}
    return {
        "method": method,
        "threshold": threshold,
        "passed": all(comparison.within(threshold) for comparison in decisive.values()),
        "arrays": {name: comparison_report(comparison) for name, comparison in arrays.items()},
    }


def comparison_report(comparison: Comparison) -> dict[str, Any]:
    """Return the numbers of a comparison for a report."""
    fields = ("parameters", "checked", "kinks", "error", "norm", "noise")
    return {"difference": comparison.difference} | {name: getattr(comparison, name) for name in fields}


def _failures(point: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a failed gate has to say of a point: which array is off by how much."""
    for result in point["checks"]:
        method, arrays, threshold = result["method"].replace("_", " "), result["arrays"], result["threshold"]
        if not result["passed"]:
            off = [name for name, a in arrays.items() if a["error"] > threshold * a["norm"] + a["noise"]]
            shown = ", ".join(f"{name} by {arrays[name]['difference']:.2e}" for name in off)
            yield f"{point['point']} point, {method}: off is {shown} (accepted: {threshold:.0e})"
        if point["point"] == "perturbed" and arrays["all"]["norm"] == 0:
            yield f"perturbed point, {method}: the gradient is zero, so nothing was checked"
