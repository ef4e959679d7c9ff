"""Outputs of a command's runs as the arrays that all trainings leave."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from seedcheck.errors import InputError
from seedcheck.training.command.output import TEST, TRAIN, Array, Output
from seedcheck.training.command.rights import Rights
from seedcheck.training.replicates import Replicates


def check(found: Output, fine: Sequence[Output], points: int) -> None:
    """Raise an InputError if an output does not fit those of runs before that did not diverge, or the data.

    ``points`` is how many test points there are, 0 if that is not known.
    """
    if found.diverged:
        return
    if points and found.correct.size not in {0, points}:
        raise InputError(f"its correct has {found.correct.size} numbers, but there are {points} test points; "
                         "give 1 or 0 for each")  # fmt: skip
    for name in ("correct", "costs") if fine else ():
        here, before = len(getattr(found, name)), len(getattr(fine[0], name))
        if here != before:
            raise InputError(f"its {name} has {here} numbers, but {before} with another seed; give as many with each, "
                             "or leave it out")  # fmt: skip


def replicates_of(outputs: Sequence[Output], majority: float) -> Replicates:
    """Return what runs came to; ``majority`` as in ``Rights``.

    Where test points or costs are not known, ``test_correct`` is the accuracies (S, 1), and ``costs`` (S, 1) nan.
    """
    return Replicates(
        train_correct=np.array([[output.metrics.get(TRAIN, np.nan)] for output in outputs]).reshape(-1, 1),
        test_correct=_right(outputs),
        epochs=np.arange(_costs(outputs).shape[1]),
        costs=_costs(outputs),
        diverged=np.array([output.diverged for output in outputs], bool),
        majority=np.full(len(outputs), majority),
    )


def rights_of(output: Output, majority: float) -> Rights:
    """Return what is known of one run."""
    return Rights(_right([output]), np.array([output.metrics.get(TRAIN, np.nan)]), np.array([majority]))


def _right(outputs: Sequence[Output]) -> Array:
    points = max((len(output.correct) for output in outputs), default=0)
    if not points:
        return np.array([[output.metrics[TEST]] for output in outputs]).reshape(-1, 1)
    none = np.zeros(points, bool)
    return np.stack([output.correct if len(output.correct) == points else none for output in outputs])


def _costs(outputs: Sequence[Output]) -> Array:
    """Return (S, k) the costs of runs, nan from where one diverged on."""
    known = [len(output.costs) for output in outputs if not output.diverged]
    costs = np.full((len(outputs), max([1, *known])), np.nan)
    for row, output in zip(costs, outputs, strict=True):
        own = output.costs[: len(row)]
        last = int(np.logical_and.accumulate(np.isfinite(own)).sum())
        row[:last] = own[:last]
    return costs


def joined(parts: Sequence[Replicates]) -> Replicates:
    """Return the replicates of several chunks as one; those of which every run diverged say nothing of their shape.

    Raises
    ------
    InputError
        If chunks differ in how many test points or costs they have.
    """
    fine = [part for part in parts if not part.diverged.all()] or list(parts[:1])
    shapes = {(part.test_correct.shape[1], part.test_correct.dtype.kind, part.costs.shape[1]) for part in fine}
    if len(shapes) > 1:
        raise InputError("runs with some seeds have other numbers of test points (`correct`) or `costs` than others; "
                         "give as many with each seed, or leave them out")  # fmt: skip
    fitting = [_like(part, fine[0]) if part.diverged.all() else part for part in parts]
    names = ("train_correct", "test_correct", "costs", "diverged", "majority")
    arrays = {name: np.concatenate([getattr(part, name) for part in fitting]) for name in names}
    return replace(fine[0], **arrays)


def _like(part: Replicates, other: Replicates) -> Replicates:
    """Return replicates that all diverged, in the shapes of others."""
    count = len(part.diverged)
    right = np.zeros((count, other.test_correct.shape[1]), other.test_correct.dtype)
    return replace(part, test_correct=right, epochs=other.epochs, costs=np.full((count, other.costs.shape[1]), np.nan))
