"""Tuning: networks are trained with each of some settings, and of each one the best by its validation split is kept.

The best has the largest accuracy on the examples held back; of equals the lowest cross-entropy on them; then the first.
Test points are not looked at. What is kept is the network that was judged: it is not trained again on all examples.
"""

from collections.abc import Collection, Iterable
from dataclasses import fields, replace
from typing import Any, NamedTuple, TypeVar

import numpy as np

from nn.activations import Array
from nn.ensembles import Ensemble
from nn.validation import splits
from seedcheck.training import certificates
from seedcheck.training.certified import Trained

Rows = TypeVar("Rows", bound=Any)


class Attempt(NamedTuple):
    """Networks of an ensemble trained with some settings; ``curve`` is the first one's learning curve (r, c)."""

    ensemble: Ensemble
    trained: Trained
    curve: Array


class Tuned(NamedTuple):
    """Of each network the best of K attempts.

    Attributes
    ----------
    trained, curve : see ``Attempt``
    picked : (N,) the number of the attempt that each network is from; None if there is no choice
    accuracy : (N, K) of all attempts on the validation split of each network, nan where one diverged; likewise
    """

    trained: Trained
    curve: Array
    picked: Array | None = None
    accuracy: Array | None = None


def best_of(attempts: Iterable[Attempt]) -> Tuned:
    """Return of each network the best of several attempts, which have the same networks in the same order."""
    following = iter(attempts)
    (ensemble, best, curve) = next(following)
    accuracy, loss = scores(ensemble, best)
    picked, known = np.zeros(len(accuracy), int), [accuracy]
    for number, (ensemble, trained, other_curve) in enumerate(following, start=1):
        other_accuracy, other_loss = scores(ensemble, trained)
        is_better = (other_accuracy > accuracy) | ((other_accuracy == accuracy) & (other_loss < loss))
        is_better |= best.run.diverged & ~trained.run.diverged
        best, curve = taken(best, trained, is_better), other_curve if is_better[0] else curve
        accuracy, loss = np.where(is_better, other_accuracy, accuracy), np.where(is_better, other_loss, loss)
        picked[is_better] = number
        known.append(other_accuracy)
    return Tuned(best, curve, picked, np.stack(known, axis=1))


def scores(ensemble: Ensemble, trained: Trained) -> tuple[Array, Array]:
    """Return accuracy and cross-entropy (N,) of networks, each on its own validation split; nan where one diverged."""
    held = [back for _, back in splits(ensemble.Y, ensemble.settings.validation_fraction, ensemble.validation_seeds)]
    chosen = np.stack(held if len(held) > 1 else held * len(ensemble.theta))
    accuracy, loss = (
        np.take_along_axis(trained.predictions.per_point(name, "train"), chosen, axis=1).mean(axis=1)
        for name in ("accuracy", "cross_entropy")
    )
    return np.where(trained.run.diverged, np.nan, accuracy), loss


def taken(one: Trained, other: Trained, is_other: Array) -> Trained:
    """Return of each network (N,) the one training or the other."""
    certificate = certificates.of_one_job([one.certificate, other.certificate])
    return Trained(
        run=_rows(one.run, other.run, is_other, {"epochs"}),
        predictions=_rows(one.predictions, other.predictions, is_other, {"train_labels", "test_labels"}),
        certificate=certificate,
        recent=_where(is_other, other.recent, one.recent),
    )


def _rows(one: Rows, other: Rows, is_other: Array, shared: Collection[str]) -> Rows:
    """Return a dataclass of arrays with the rows of one or the other; those that are shared, or None, stay."""
    own = [field.name for field in fields(one) if field.name not in shared and getattr(one, field.name) is not None]
    changed: Rows = replace(one, **{name: _where(is_other, getattr(other, name), getattr(one, name)) for name in own})
    return changed


def _where(is_other: Array, other: Array, one: Array) -> Array:
    return np.where(is_other.reshape(-1, *[1] * (one.ndim - 1)), other, one)
