"""The one way to train: gates certify it on a few epochs before the training, and trainings go on certifying it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

import nn
from nn.activations import Array
from nn.ensembles import Ensemble
from nn.runs import Progress, Witness
from seedcheck.data.datasets import Dataset
from seedcheck.errors import InputError
from seedcheck.files import without_nan
from seedcheck.training import footprint, scaling
from seedcheck.training.certifier import Certifier, Check
from seedcheck.training.compared import NOTHING, compare_results
from seedcheck.training.diverged import without_diverged
from seedcheck.training.followed import updates_per_epoch
from seedcheck.training.plain_activations import ACTIVATIONS
from seedcheck.training.plain_losses import LOSSES
from seedcheck.training.plain_masks import MASKS
from seedcheck.training.plain_updates import SCHEDULES, UPDATES
from seedcheck.training.predictions import Predictions, predict
from seedcheck.training.recent import RecentlyRight
from seedcheck.training.remedies import MEND


class Training(NamedTuple):
    """All that a training takes: the same for its gate and for itself.

    Attributes
    ----------
    ensemble : the networks
    dataset : where the points of their predictions are
    names : of the networks, for messages
    has_recent : whether it is counted which points are right at the last records (``recent.RecentlyRight``)
    """

    ensemble: Ensemble
    dataset: Dataset
    names: Sequence[str]
    has_recent: bool = False

    def shortened(self, epochs: int) -> "Training":
        """Return the same training, over at most so many epochs."""
        shorter = self.ensemble.settings.shortened(epochs)
        return self._replace(ensemble=self.ensemble._replace(settings=shorter))


class Trained(NamedTuple):
    """What a training leaves.

    Attributes
    ----------
    run, predictions : of all networks (S, ...)
    certificate : what was compared on the way, and by how much it was off
    recent : (S, m + m_test) as ``recent.RecentlyRight`` counts; (S, 0) where it was not counted
    """

    run: nn.Run
    predictions: Predictions
    certificate: dict[str, Any]
    recent: Array


def certify(training: Training, check: Check) -> dict[str, Any]:
    """Return the certificate of a training: of its first epochs, before it begins."""
    missing = unknown(training.ensemble.settings)
    if missing:
        return {"passed": False, "failures": [missing]}
    per_epoch = updates_per_epoch(training.ensemble)
    shortened = training.shortened(max(check.steps) // per_epoch + 1)
    around_epoch = [per_epoch - 1, per_epoch] if per_epoch > 1 else []  # the last batch of one, the first of the next
    end = per_epoch * shortened.ensemble.settings.epochs
    updates = [update for update in (*check.steps, *around_epoch) if update < end]
    return trained(shortened, check, updates).certificate


def train(
    training: Training, check: Check, progress: Progress | None = None, witnesses: Sequence[Witness] = ()
) -> Trained:
    """Train, and certify some of the later updates on the way; ``witnesses`` look on besides.

    Where rounding decides on every step of the few networks that are looked at, as of one that a large learning rate
    has thrown far off, the training is made once more, and all its networks are looked at.

    Raises
    ------
    InputError
        If the training is not what the formulas say.
    """
    updates = later_updates(training.ensemble, check)
    found = trained(training, check, updates, progress, witnesses)
    if found.certificate["failures"] == [NOTHING]:
        again = trained(training, replace(check, networks=len(found.run.theta) + 2), updates)
        if not (_are_same(found.run.theta, again.run.theta) and _are_same(found.run.costs, again.run.costs)):
            raise InputError("THE TRAINING IS NOT CERTIFIED: made twice, it came out differently")
        found = found._replace(certificate=again.certificate)
    if not found.certificate["passed"]:
        reasons = "\n  ".join(found.certificate["failures"])
        raise InputError(f"THE TRAINING IS NOT CERTIFIED, so no results are written\n  {reasons}\n{MEND}")
    return found


def _are_same(one: Array, other: Array) -> bool:
    return np.array_equal(one, other, equal_nan=True)


def later_updates(ensemble: Ensemble, check: Check) -> list[int]:
    """Return updates to look at while a training goes on: some drawn, one with a recorded cost, and the last."""
    settings, per_epoch = ensemble.settings, updates_per_epoch(ensemble)
    start, stop = max(check.steps) + 1, per_epoch * settings.epochs - 1
    generator, recorded = np.random.default_rng(check.seed), per_epoch * settings.recorded_epochs
    recorded = recorded[(recorded >= start) & (recorded < stop)]
    drawn = generator.integers(start, stop, size=check.later).tolist() if start < stop else []
    return sorted({stop, *drawn, *generator.permutation(recorded)[:1].tolist()})


def trained(
    training: Training,
    check: Check,
    updates: Iterable[int],
    progress: Progress | None = None,
    others: Sequence[Witness] = (),
) -> Trained:
    """Train, look at some updates on the way, and at costs and predictions in the end."""
    ensemble = training.ensemble
    footprint.check(ensemble, training.dataset)
    certifier = Certifier(ensemble, check, updates)
    recent = RecentlyRight(ensemble, training.dataset) if training.has_recent else None
    witnesses = [Witness(certifier.moments, certifier.choose, certifier.show, by_update=True), *others]
    witnesses += [recent.witness] if recent else []
    settings, theta, X, Y, masks, *_ = ensemble
    seeds = (masks, ensemble.shuffle_seeds, ensemble.validation_seeds)
    run = nn.train(settings, theta, X, Y, *seeds, progress=progress, witnesses=witnesses)
    predictions = predict(settings.layers, run.theta, (X, Y), training.dataset, settings.form)
    compare_results(certifier, run, predictions, training.dataset)
    failures = certifier.found.failures(lambda number: training.names[number])
    unable = [number for (number, epoch), cost in certifier.costs.items() if epoch == 0 and scaling.is_too_large(cost)]
    failures += [f"{training.names[n]}: {scaling.too_large(settings, theta[n], X)}" for n in unable[:1]]
    shown = {"threshold": check.threshold, "networks": len(theta), "looked_at": sorted(certifier.networks),
             "updates": sorted(certifier.updates)}  # fmt: skip
    certificate = {"passed": not failures, "failures": failures} | shown | certifier.found.report()
    counts = recent.of_all() if recent else np.empty((len(theta), 0), np.int8)
    run, predictions, counts = without_diverged(run, predictions, counts)
    return Trained(run, predictions, without_nan(certificate), counts)


def unknown(settings: nn.Settings) -> str:
    """Return what of the settings the formulas do not have, empty if they have all."""
    tables: dict[str, tuple[str, dict[str, Any]]] = {
        "optimizer": ("plain_updates", UPDATES),
        "schedule": ("plain_updates", SCHEDULES),
        "loss": ("plain_losses", LOSSES),
        "masks": ("plain_masks", MASKS),
        "activation": ("plain_activations", ACTIVATIONS),
    }
    for name, (module, table) in tables.items():
        if getattr(settings, name) not in table:
            return (
                f"{name} {getattr(settings, name)!r} cannot be certified: write its formula in "
                f"seedcheck/training/{module}.py, which has {', '.join(table)}"
            )
    return ""
