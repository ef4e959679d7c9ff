"""Gradient checks of gates: a variant is trained only if its gradients are right on its own data.

Checked are the very loss and gradient that training runs, with the variant's data, architecture, loss, L2 penalty and
frozen dropout masks, at two points (its initial parameters, and a seeded one with small random weights and biases),
each in two ways (complex step, and the notebook's central differences).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

import nn
from nn.activations import Array
from nn.dropout import Mask
from nn.losses import inconsistent_examples
from nn.network_check import GradientError, check
from seedcheck.data.datasets import Dataset
from seedcheck.training import scaling

EXAMPLES = 5000  # so many a gradient is checked on, at most: 32 copies of the network are held, each with all of them
BIAS_SCALE = 0.1  # of the perturbed point: biases off zero, so that hardly a unit is off for all examples


def gradient_report(settings: nn.Settings, dataset: Dataset, gate: Mapping[str, Any]) -> dict[str, Any]:
    """Return the report of a variant's gate: what was compared, by how much it was off, whether it passes and why not.

    Parameters
    ----------
    settings : of the variant
    dataset : its data
    gate : ``gates`` of the configuration: thresholds, epsilon, sample and seed
    """
    starts = {"initial": nn.initial_parameters(settings), "perturbed": perturbed_point(settings, gate["seed"])}
    points, failures = [], []
    with np.errstate(all="ignore"):
        for name, theta in starts.items():
            frozen = frozen_network(settings, dataset, theta)
            point, failed = check_point(name, frozen, gate)
            points.append(point)
            failures.extend(_out_of_scale(name, frozen, settings, dataset.X_train) or failed)
        share = scaling.saturated(nn.logits(settings.layers, starts["perturbed"], dataset.X_train, settings.form))
    warnings = [] if failures else scaling.warnings(dataset.X_train, share)
    return {"passed": not failures, "failures": failures, "warnings": warnings, "points": points}


def perturbed_point(settings: nn.Settings, seed: int) -> Array:
    """Return small random parameters (P,) at which every unit takes part, whatever the initializer."""
    theta = settings.form.start(nn.initialize("scaled", settings.layers, seed), settings.layers)
    biases = np.random.RandomState(seed + 1).standard_normal(theta.shape) * (theta == 0)
    return np.asarray(theta + BIAS_SCALE * biases)


@dataclass(frozen=True)
class Frozen:
    """A network at a point, with frozen masks.

    Attributes
    ----------
    network, masks : as ``nn.network_check.check`` takes them
    left_out : examples left out, at which the saturating loss is inconsistent by design: its cost is clipped and
        flat, its gradient is not yet zero
    peak : the cost of all these examples or, if that is larger, their largest logit: the saturating cost stays finite
        where logits overflow, and what overflows to what depends on the kernel of BLAS
    saturated : share of examples that saturate
    """

    network: nn.Network
    masks: list[Mask] | None
    left_out: int
    peak: float
    saturated: float


def frozen_network(settings: nn.Settings, dataset: Dataset, theta: Array) -> Frozen:
    """Return a variant's network at ``theta`` on its training data: on every k-th of them where they are very many."""
    every = -(-dataset.X_train.shape[1] // EXAMPLES)
    X, Y = dataset.X_train[:, ::every], dataset.Y_train[:, ::every]
    source = nn.masks_of(settings, X.shape[1], settings.mask_seed)
    masks = source.draw() if source else None
    whole, keep = _network(settings, X, Y, theta), np.ones(X.shape[1], bool)
    Z = whole.logits(masks)
    if settings.loss == "saturating":
        keep = ~inconsistent_examples(Z)[0]
        masks = [tuple(factor[:, keep] for factor in mask) for mask in masks] if masks else None
    network = _network(settings, X[:, keep], Y[:, keep], theta) if keep.any() else whole
    peak = float(np.max([whole.cost(), np.abs(Z).max()]))
    return Frozen(network, masks, int((~keep).sum()), peak, scaling.saturated(Z))


def _network(settings: nn.Settings, X: Array, Y: Array, theta: Array) -> nn.Network:
    network = nn.network_of(settings, X, Y)
    network.theta[...] = theta
    return network


def _out_of_scale(name: str, frozen: Frozen, settings: nn.Settings, X: Array) -> list[str]:
    """Return what is wrong where cost or logits overflow, or every example saturates although weights are small."""
    if scaling.is_too_large(frozen.peak):
        return [f"{name} point: {scaling.too_large(settings, frozen.network.theta, X)}"]
    if name == "perturbed" and settings.loss == "saturating" and frozen.saturated == 1:
        return [f"{name} point: {scaling.all_saturated(X)}"]
    return []


def check_point(name: str, frozen: Frozen, gate: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Check the gradient at a point by complex step and by central differences: a report, and what fails."""
    checks: list[dict[str, Any]] = []
    failures: list[str] = []
    point = {"point": name, "examples": frozen.network.m, "examples_left_out": frozen.left_out, "checks": checks}
    if frozen.left_out == frozen.network.m or scaling.is_too_large(frozen.peak):
        return point, failures
    for method, epsilon in (("complex_step", None), ("central_difference", gate["central_difference"]["epsilon"])):
        arrays = check(frozen.network, frozen.masks, epsilon, gate["sample"], gate["seed"])
        place, threshold = f"{name} point, {method.replace('_', ' ')}", gate[method]["threshold"]
        report = _check_report(method, arrays, threshold)
        checks.append({"epsilon": epsilon} | report)
        if not report["passed"]:
            failures.append(f"{place}: {_off(arrays, threshold)}")
        if name == "perturbed" and arrays["all"].norm == 0:
            failures.append(f"{place}: the gradient is zero, so nothing was checked")
    return point, failures


def _check_report(method: str, arrays: Mapping[str, GradientError], threshold: float) -> dict[str, Any]:
    """Describe one check; the complex step has to hold for each array, the notebook's central difference over all."""
    decisive = arrays if method == "complex_step" else {"all": arrays["all"]}
    return {
        "method": method,
        "threshold": threshold,
        "passed": all(error.within(threshold) for error in decisive.values()),
        "arrays": {name: error_report(error) for name, error in arrays.items()},
    }


def error_report(error: GradientError) -> dict[str, Any]:
    """Return the numbers of a gradient's error for a report."""
    return {"difference": error.difference} | asdict(error)


def _off(arrays: Mapping[str, GradientError], threshold: float) -> str:
    """Return which arrays are off by how much."""
    off = {name: error for name, error in arrays.items() if not error.within(threshold)}
    shown = ", ".join(f"{name} by {error.difference:.2e}" for name, error in off.items())
    return f"off is {shown} (accepted: {threshold:.0e})"
