"""What a training leaves, compared with the formulas: all networks, their costs, parameters and predictions."""

import numpy as np

import nn
from nn.ensembles import Ensemble
from seedcheck.data.datasets import Dataset
from seedcheck.training.certifier import Certifier
from seedcheck.training.followed import Network
from seedcheck.training.plain import Array, Point
from seedcheck.training.predictions import PARTS, Part, Predictions
from seedcheck.training.remedies import SCALE_INPUTS
from seedcheck.training.rounding import ROUNDING, reach, size
from seedcheck.training.scaling import lead

NOTHING = (
    f"nothing could be compared, since rounding decides on every step; {SCALE_INPUTS}, or take a lower learning_rate"
)


def compare_results(certifier: Certifier, run: nn.Run, predictions: Predictions, dataset: Dataset) -> None:
    """Compare what a training leaves of the networks that are looked at."""
    with np.errstate(all="ignore"):
        compare_coverage(certifier, run)
        compare_costs(certifier, run)
        compare_parameters(certifier, run)
        compare_stops(certifier, run)
        for part in PARTS:
            compare_predictions(certifier, run, predictions, dataset, part)


def compare_coverage(certifier: Certifier, run: nn.Run) -> None:
    """Make sure that all networks were trained within sight, once if they are equal."""
    faults, count, trained = certifier.found.faults, len(run.theta), 0
    for together in certifier.together:
        if together.start != trained:
            faults.append(f"network {together.start} was trained after network {trained - 1}")
        trained = together.stop
    if trained != count and not (trained == 1 and are_equal(certifier.ensemble) and _are_copies(run)):
        faults.append(f"of {count} networks that differ, {trained} were trained")
    unseen = [(n, u) for n in sorted(certifier.chosen) for u in certifier.moments if (n, u) not in certifier.seen]
    if unseen:
        faults.append("network {} was not shown before update {}".format(*unseen[0]))
    compared = any(name.startswith(("update", "weights kept")) for name in certifier.found.by_name)
    if not compared and not certifier.overflows:
        faults.append(NOTHING)


def are_equal(ensemble: Ensemble) -> bool:
    """Return whether networks have the same start, settings and data, and no masks and orders of their own."""
    settings, theta = ensemble.settings, ensemble.theta
    drawn = bool(np.any(np.asarray(settings.keep_prob) != 1)) or settings.batch_size > 0
    same = bool((theta == theta[0]).all()) and all(
        len(set(each.tolist())) == 1 for each in settings.per_network.values()
    )
    return same and ensemble.X.ndim == ensemble.Y.ndim == 2 and not drawn


def _are_copies(run: nn.Run) -> bool:
    """Return whether all networks have come out as the first."""
    return all(np.array_equal(array, np.broadcast_to(array[:1], array.shape), equal_nan=True)
               for array in (run.theta, run.costs))  # fmt: skip


def compare_costs(certifier: Certifier, run: nn.Run) -> None:
    """Compare recorded costs with the plain objective's."""
    columns = {epoch: column for column, epoch in enumerate(run.epochs.tolist())}
    for (number, epoch), cost in certifier.costs.items():
        if epoch in columns and np.isfinite(cost):
            error = abs(float(run.costs[number, columns[epoch]]) - cost)
            rounding = ROUNDING * (abs(cost) + certifier.sizes[number, epoch])
            certifier.found.add("cost", error, abs(cost), rounding, (number, epoch))


def compare_parameters(certifier: Certifier, run: nn.Run) -> None:
    """Compare final parameters with those that were shown last."""
    for number, network in certifier.networks.items():
        norm = float(np.linalg.norm(network.theta))
        if np.isfinite(norm):
            error = float(np.linalg.norm(run.theta[number] - network.theta))
            certifier.found.add("final parameters", error, norm, ROUNDING * norm, (number, int(run.epochs[-1])))


def compare_stops(certifier: Certifier, run: nn.Run) -> None:
    """Compare at which epochs networks have stopped early, and of which epochs their weights are."""
    for number, network in certifier.networks.items():
        stopping = network.stopping
        if stopping and not stopping.undecided and run.stopped is not None and run.kept is not None:
            stopped = int(run.epochs[-1]) if stopping.stopped is None else stopping.stopped
            for name, epoch, expected in (("stop", run.stopped, stopped), ("epoch kept", run.kept, stopping.kept)):
                certifier.found.add(name, abs(float(epoch[number]) - expected), 1.0, 0.0, (number, stopped))
        elif stopping and run.stopped is None:
            certifier.found.faults.append("no network was stopped early, though patience is given; off is the stopping")


def compare_predictions(certifier: Certifier, run: nn.Run, predictions: Predictions, dataset: Dataset,
                        part: Part) -> None:  # fmt: skip
    """Compare logits and accuracies with those of plain networks, which have no masks."""
    logits, _ = predictions.of_rows(part)
    accuracies = predictions.metric("accuracy", part)
    for number, network in certifier.networks.items():
        X, Y = network.data if part == "train" else (dataset.X_test, dataset.Y_test)
        Z, rounding = _plain_logits(network, run.theta[number], X, Y)
        if np.isfinite(rounding):
            where = number, int(run.epochs[-1])
            error, accuracy = float(np.linalg.norm(logits[number] - Z)), float((_classes(Z) == Y[0]).mean())
            certifier.found.add("predictions", error, float(np.linalg.norm(Z)), rounding * Z.size**0.5, where)
            close = float((lead(Z) <= 2 * rounding + ROUNDING).mean())
            certifier.found.add("accuracy", abs(float(accuracies[number]) - accuracy), 1.0, close + ROUNDING, where)


def _plain_logits(network: Network, theta: Array, X: Array, Y: Array) -> tuple[Array, float]:
    """Return logits (1, m) or (K, m), and how much rounding may change them."""
    unmasked = [np.ones((n, 1)) for n in network.settings.layers[1:-1]]
    point = Point(network.settings, theta, X, Y, unmasked, predicts=True)
    return point.Z[-1], ROUNDING * size(point, reach(X))


def _classes(Z: Array) -> Array:
    """Return the predicted classes (m,) of logits."""
    return np.asarray(Z[0] > 0) if len(Z) == 1 else Z.argmax(axis=0)
