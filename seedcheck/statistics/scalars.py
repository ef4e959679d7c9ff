"""A metric of which each training has one value, as AUC: a variant against its reference over seeds alone."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seedcheck.files import Row
from seedcheck.statistics.advice import advice
from seedcheck.statistics.decision import Decided, decide, seeds_p
from seedcheck.statistics.paired import PairedDifference, compare_seeds

Array = NDArray[Any]

MOST_POINTS = 100_000  # of a test set whose size is told from shares


def compare_scalars(values: Array, reference: Array, points: int = 0) -> PairedDifference:
    """Return the comparison over seeds of values (S,) and those of the reference, nan where a training diverged.

    Larger is better. With ``points`` they are shares of so many points, and differences whole numbers of them.
    """
    d = np.asarray(values, dtype=float) - np.asarray(reference, dtype=float)
    used = d[np.isfinite(d)]
    left_out = int(d.size - used.size)
    if points:
        return compare_seeds(np.rint(used * points).astype(np.int64), points, left_out=left_out)
    return compare_seeds(used, left_out=left_out)


def decide_scalars(pairs: Mapping[str, tuple[Array, Array]], margin: float = 0, points: int = 0) -> dict[str, Row]:
    """Return the decision on pairs of values, each as in `compare_scalars`, with Holm's correction over all of them.

    The typical difference and its sign-flip test are those of `paired`, over seeds alone. ``margin`` is in units of the
    metric, 0 where none is set.
    """
    decided = decide_seeds({name: compare_scalars(*values, points) for name, values in pairs.items()}, margin)
    return {name: found.row() | {"advice": advice(found, 0, len(decided))} for name, found in decided.items()}


def decide_seeds(compared: Mapping[str, PairedDifference], margin: float) -> dict[str, Decided]:
    """Return the decisions on comparisons over seeds alone."""
    return decide(compared, margin, {name: seeds_p(found) for name, found in compared.items()})


def points_of(values: Array, most: int = MOST_POINTS) -> int:
    """Return the smallest number of points of which all ``values`` can be shares, 0 if ``most`` are too few."""
    shares = np.unique(values[np.isfinite(values)])
    if not shares.size or shares[0] < 0 or shares[-1] > 1:
        return 0
    rounding = 1e-7 if (shares.astype(np.float32) == shares).all() else 1e-15  # in single precision or in double
    counts = np.arange(1, most + 1)
    for share in shares:
        counts = counts[np.abs(counts * share - np.rint(counts * share)) < 1e-9 + counts * rounding]
    return int(counts[0]) if counts.size else 0
