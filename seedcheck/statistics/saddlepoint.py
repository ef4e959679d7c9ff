"""Tails of sums of signed sizes from their cumulants, where listing all values takes too long: a saddlepoint.

The law is tilted until its mean is the value in question, and is nearly normal there: so far-off tails are as exact as
near ones, relative to their size (Lugannani & Rice 1980, Advances in Applied Probability 12, 475-490; of sign flips:
Robinson 1982, Journal of the Royal Statistical Society B 44, 91-101). tests/statistics/test_saddlepoint.py holds it
beside the exact tails. No few sizes may make up most of the spread: then the law has gaps, which this fills.
"""

from collections.abc import Callable
from math import exp, pi, sinh, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

Array = NDArray[Any]
Cumulants = tuple[float, float, float]  # K(t) = log E exp(t S), and its first and second derivative

SURE = 1e-12  # a chance that counts as none
STEPS = 100  # of Newton's method; about 6 are taken
CLOSE = 1e-5  # relative difference from the value at which they end; the tail depends on its square
MIDDLE = 1e-3  # standard deviations from the middle of the law, within which the tail is a half


def signed_sum(sizes: Array) -> Callable[[float], Cumulants]:
    """Return the cumulants of the sum of ``sizes`` (N,) under random signs."""

    def cumulants(t: float) -> Cumulants:
        tilted = np.tanh(t * sizes)
        value = np.logaddexp(t * sizes, -t * sizes).sum() - sizes.size * np.log(2)
        return float(value), float((sizes * tilted).sum()), float((sizes**2 * (1 - tilted**2)).sum())

    return cumulants


def trimmed_sum(sizes: Array, n: int, cut: int) -> Callable[[float], Cumulants]:
    """Return the cumulants of the sum that is left of n signed differences when ``cut`` are cut at each end.

    ``sizes`` (N,) falling, without zeros. As in ``sign_flips``, the q-th negative one from the largest on is left if
    cut < q <= n - cut, and likewise the positive ones, so that moments are carried for each number of negative ones:
    until surely ``cut`` of both signs are gone, since all that follow are left.
    """

    def cumulants(t: float) -> Cumulants:
        moments, log = np.zeros((3, sizes.size + 1)), 0.0  # of order 0, 1 and 2, by the number of negative ones
        moments[0, 0] = 1.0
        negative, rest = np.arange(sizes.size + 1), sizes
        for taken, size in enumerate(sizes.tolist()):
            if moments[0, cut : taken + 1 - cut].sum() > 1 - SURE:
                break
            now, count = moments[:, : taken + 1], negative[: taken + 1]
            up = size * ((count < taken + 1 - cut) & (count >= taken + 1 - n + cut))
            down = -size * ((count >= cut) & (count < n - cut))
            plus, minus = _moved(now, up, t, size), _moved(now, down, t, size)
            moments[:, : taken + 1] = plus
            moments[:, 1 : taken + 2] += minus
            scale = moments[0, : taken + 2].sum()
            moments[:, : taken + 2] /= scale
            log += float(np.log(scale / 2)) + t * size
            rest = sizes[taken + 1 :]
        _, mean, square = moments.sum(axis=1).tolist()
        value, mean_left, variance_left = signed_sum(rest)(t)
        return log + value, mean + mean_left, square - mean**2 + variance_left

    return cumulants


def _moved(moments: Array, step: Array, t: float, size: float) -> Array:
    """Return the moments (3, q) of S + step from those of S, tilted by t and divided by exp(t size): none overflows."""
    zeroth, first, second = moments * np.exp(t * (step - size))
    return np.stack([zeroth, first + step * zeroth, second + step * (2 * first + step * zeroth)])


def upper_tail(cumulants: Callable[[float], Cumulants], value: float, span: float) -> float:
    """Return the probability that a sum is at least ``value`` > 0, its law being symmetric about 0.

    ``span`` is the distance between its possible values; the tail begins halfway below (Daniels 1987, International
    Statistical Review 55, 37-48, the second of his two corrections).
    """
    begin = value - span / 2
    if begin <= MIDDLE * sqrt(cumulants(0.0)[2]):
        return 0.5
    t, (log, _, variance) = _tilt(cumulants, begin)
    w = sqrt(max(2 * (t * begin - log), 0.0))
    u = 2 / span * sinh(span * t / 2) * sqrt(variance)
    density = exp(-(w**2) / 2) / sqrt(2 * pi)
    return float(special.ndtr(-w)) + density * (1 / u - 1 / w)


def _tilt(cumulants: Callable[[float], Cumulants], value: float) -> tuple[float, Cumulants]:
    """Return the tilt at which the mean is ``value``, by Newton's method inside a bracket, and the cumulants there."""
    low, high, t = 0.0, np.inf, 0.0
    found = cumulants(t)
    for _ in range(STEPS):
        low, high = (t, high) if found[1] < value else (low, t)
        step = t + (value - found[1]) / found[2] if found[2] > 0 else np.inf
        t = step if low < step < high else (low + high) / 2 if np.isfinite(high) else 2 * low + 1 / value
        found = cumulants(t)
        if abs(found[1] - value) <= CLOSE * value:
            break
    return t, found
