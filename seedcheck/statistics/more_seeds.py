"""Adding seeds until comparisons are decided, valid however often one looks (see `sequential`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seedcheck.files import Row
from seedcheck.statistics.decision import Decision, decide
from seedcheck.statistics.paired import PairedDifference, compare_pairs, differences, points_won
from seedcheck.statistics.sequential import sequential_p
from seedcheck.training.replicates import Replicates

Array = NDArray[Any]


@dataclass(frozen=True)
class Look:
    """What is known of a comparison when one looks: the comparison, and its p that allows for having looked before."""

    comparison: PairedDifference
    p: float


def look(variant: Replicates, reference: Replicates) -> Look:
    """Look at a comparison over the seeds that both have, in the order in which they were added."""
    n = min(len(variant.diverged), len(reference.diverged))
    D, left_out = differences(variant.correct("test")[:n], reference.correct("test")[:n])
    compared = compare_pairs(D, left_out)
    return Look(compared, sequential_p(points_won(D), compared))


def decide_looks(looks: Mapping[str, Look], margin: float, *, last: bool) -> dict[str, Row]:
    """Return the decision on each comparison, with Holm's correction over all.

    Practically equal is decided at the ``last`` look only: it does not allow for having looked before.
    """
    compared = {name: found.comparison for name, found in looks.items()}
    decided = decide(compared, margin, {name: found.p for name, found in looks.items()})
    rows = {}
    for name, found in decided.items():
        verdict = found.decision
        if verdict == Decision.EQUAL and not last:
            verdict = Decision.UNDECIDED
        numbers = {key: getattr(found.comparison, key) for key in ("n", "typical", "low", "high", "wins", "losses")}
        rows[name] = {"seeds": numbers.pop("n"), **numbers, "adjusted_p": found.adjusted_p, "verdict": verdict.value}
    return rows


def joined(first: Replicates, second: Replicates) -> Replicates:
    """Return the replicates of two batches of seeds, one after the other."""
    both = {name: np.concatenate([getattr(first, name), getattr(second, name)])
            for name in ("train_correct", "test_correct", "costs", "diverged", "majority")}  # fmt: skip
    return Replicates(epochs=first.epochs, **both)
