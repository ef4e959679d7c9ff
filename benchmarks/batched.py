"""`compare_pairs` of many comparisons at once, for simulations; a test holds it against the plain functions."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from seedcheck.statistics.centres import OUTLYING, QUARTER, kept_rows
from seedcheck.statistics.sign_flips import sign_flip_p

Array = NDArray[Any]


def outlying_cuts(won: Array) -> Array:
    """Return how many to cut at each end of each row of points won (k, n)."""
    sizes = np.abs(won)
    typical = np.maximum(np.median(sizes, axis=1), 1.0)
    cuts: Array = np.minimum((sizes > OUTLYING * typical[:, None]).sum(axis=1), won.shape[1] // QUARTER)
    return cuts


def p_both(D: Array, won: Array, cuts: Array) -> Array:
    """Return p over seeds and points of each comparison in D (k, n, m), with ``won`` (k, n) and ``cuts`` (k,)."""
    p = np.ones(len(D))
    for cut in np.unique(cuts):
        chosen = np.flatnonzero(cuts == cut)
        p[chosen] = _p_both(D[chosen], won[chosen], int(cut))
    return p


def family_p(D: Array, worth: Array) -> Array:
    """Return the p that decides of each comparison in D (k, n, m).

    Where p over both is above ``worth`` (k,) the exact ones, which can only raise it, are not computed.
    """
    won = D.sum(axis=2, dtype=np.int64)
    cuts = outlying_cuts(won)
    p = p_both(D, won, cuts)
    for i in np.flatnonzero(p < worth):
        by_point = D[i, kept_rows(won[i], cuts[i])].sum(axis=0, dtype=np.int64)
        p[i] = max(p[i], sign_flip_p(by_point))
        if p[i] < worth[i]:
            p[i] = max(p[i], sign_flip_p(won[i], int(cuts[i])))
    return p


def _p_both(D: Array, won: Array, cut: int) -> Array:
    k, n, m = D.shape
    h = n - 2 * cut
    ordered = np.sort(won, axis=1) / m
    estimate = ordered[:, cut : n - cut].mean(axis=1)
    clipped = np.clip(ordered, ordered[:, [cut]], ordered[:, [n - cut - 1]])
    seeds = ((clipped - clipped.mean(axis=1, keepdims=True)) ** 2).sum(axis=1) / (h * (h - 1))
    if cut:
        D = np.stack([D[i, kept_rows(won[i], cut)] for i in range(k)])
    rows, columns = D.sum(axis=2, dtype=np.int64) / m, D.sum(axis=1, dtype=np.int64) / h
    over_rows = m * ((rows - estimate[:, None]) ** 2).sum(axis=1)
    over_columns = h * ((columns - estimate[:, None]) ** 2).sum(axis=1)
    total = np.count_nonzero(D, axis=(1, 2)) - h * m * estimate**2
    rest = np.maximum(total - over_rows - over_columns, 0.0) / ((h - 1) * (m - 1) * h * m)
    points = over_columns / ((m - 1) * h * m)
    v = np.maximum(np.maximum(seeds + points - rest, seeds), points)
    spread = seeds**2 / (h - 1) + points**2 / (m - 1) + rest**2 / ((h - 1) * (m - 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        df = np.maximum(v**2 / spread, 1.0)
        p = 2 * special.stdtr(df, -np.abs(estimate) / np.sqrt(v))
    return np.where(v > 0, p, 1.0)
