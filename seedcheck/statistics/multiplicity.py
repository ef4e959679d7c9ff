"""Several comparisons read together: the chance of any false alarm among them stays at the level of one."""

from collections.abc import Sequence

import numpy as np


def holm(p_values: Sequence[float]) -> list[float]:
    """Return p-values adjusted for their number, in their order.

    (Holm 1979, Scandinavian Journal of Statistics 6, 65-70.) It needs no assumption on how the comparisons depend on
    each other; here they share a reference and test points.
    """
    p = np.asarray(p_values, dtype=float)
    order = np.argsort(p, kind="stable")
    adjusted = np.empty_like(p)
    adjusted[order] = np.maximum.accumulate(p[order] * (p.size - np.arange(p.size)))
    return [float(value) for value in np.minimum(adjusted, 1.0)]
