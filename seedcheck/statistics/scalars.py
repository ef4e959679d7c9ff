"""A metric that is no mean over points, as AUC: a variant against its reference over seeds alone, for these points."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seedcheck.files import Row
from seedcheck.statistics.centres import QUARTER, typical
from seedcheck.statistics.decision import LEVEL, Decision
from seedcheck.statistics.multiplicity import holm
from seedcheck.statistics.paired import MIN_PAIRS
from seedcheck.statistics.sign_flips import sign_flip_p, signed_ranks

Array = NDArray[Any]


def decide_scalars(pairs: Mapping[str, tuple[Array, Array]]) -> dict[str, Row]:
    """Return the decision on pairs of values (S,), nan where a training diverged; larger is better.

    The p is that of Wilcoxon's signed-rank test, exact; Holm's correction is over all pairs. Ranks and the
    interquartile mean have to agree on the side, or nothing is decided.
    """
    compared = {name: _differences(*values) for name, values in pairs.items()}
    ranks = {name: signed_ranks(d) for name, d in compared.items()}
    p_values = [sign_flip_p(ranks[name]) if d.size >= MIN_PAIRS else 1.0 for name, d in compared.items()]
    rows = {}
    for (name, d), p in zip(compared.items(), holm(p_values), strict=True):
        centre = typical(d, d.size // QUARTER) if d.size else None
        numbers = {"typical": centre.value, "low": centre.low, "high": centre.high} if centre else {}
        decided = Decision.UNDECIDED
        if p < LEVEL and centre and centre.value * ranks[name].sum() > 0:
            decided = Decision.BETTER if centre.value > 0 else Decision.WORSE
        counts = {"n": int(d.size), "wins": int((d > 0).sum()), "losses": int((d < 0).sum())}
        rows[name] = {"comparison": counts | numbers, "adjusted_p": p, "verdict": decided.value}
    return rows


def _differences(values: Array, reference: Array) -> Array:
    d = np.asarray(values, dtype=float) - np.asarray(reference, dtype=float)
    return np.asarray(d[np.isfinite(d)])
