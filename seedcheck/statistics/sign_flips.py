"""Exact sign-flip tests: if neither of two were better, each difference could as well have the other sign.

Differences are whole numbers (points won), so that the law of a statistic over all 2^n signs is an array over whole
numbers, built one difference at a time. Nothing is drawn, and there is no smallest p but 2 / 2^n (Fisher 1935, The
Design of Experiments, section 21; the convolution: Pagano & Tritchler 1983, JASA 78, 435-440).

The work grows with the cube of the number of differences. Beyond MOST_WORK the tail is taken from `saddlepoint`: with
hundreds of seeds, or test points by the thousand, it is off by a few percent of itself at most.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from seedcheck.statistics.saddlepoint import signed_sum, trimmed_sum, upper_tail

Array = NDArray[Any]

MOST_WORK = 30_000_000  # additions for an exact law: a tenth of a second; 100 seeds and 1000 points need a third of it


def sign_flip_p(differences: Array, cut: int = 0) -> float:
    """Return the two-sided p of the trimmed mean of whole ``differences`` (n,) under all signs, exact below MOST_WORK.

    Parameters
    ----------
    differences : whole numbers
    cut : values cut at each end after the signs are drawn; 0 tests the mean

    Raises
    ------
    ValueError
        If differences are not whole numbers, or cutting leaves none.
    """
    d = _whole(differences)
    if 2 * cut >= d.size and cut:
        raise ValueError(f"sign_flip_p: cutting {cut} of {d.size} differences at each end leaves none")
    observed = abs(int(np.sort(d)[cut : d.size - cut].sum()))
    if not observed:
        return 1.0
    sizes = np.sort(np.abs(d[d != 0]))[::-1]
    if _work(sizes, cut) > MOST_WORK:
        return min(1.0, 2 * max(_far_tail(sizes, d.size, cut, observed), 0.5**sizes.size))
    law = _trimmed_law(sizes, d.size, cut) if cut else _law(sizes)
    centre = law.size // 2
    return min(1.0, 2 * float(law[centre + observed :].sum()))


def _work(sizes: Array, cut: int) -> int:
    """Return about how many additions the exact law takes."""
    additions = sizes.size * (2 * int(sizes[cut:].sum()) + 1)
    return additions * sizes.size // 2 if cut else additions


def _far_tail(sizes: Array, n: int, cut: int, observed: int) -> float:
    """Return the probability of at least ``observed`` > 0 by the saddlepoint.

    A flip moves a sum by twice a size: so far apart are its values. Where sizes are cut some are closer: p is cautious.
    """
    span = 2 * int(np.gcd.reduce(sizes))
    return upper_tail(trimmed_sum(sizes, n, cut) if cut else signed_sum(sizes), observed, span)


def wilcoxon_p(differences: Array) -> float:
    """Return the exact two-sided p of Wilcoxon's signed-rank test, given ties; zeros are left out.

    (Wilcoxon 1945, Biometrics Bulletin 1, 80-83.)
    """
    return sign_flip_p(signed_ranks(_whole(differences)))


def signed_ranks(differences: Array) -> Array:
    """Return twice the ranks of the sizes of the non-zero differences (n,), with their signs.

    Mean ranks of ties are halves, so twice the ranks are whole numbers.
    """
    d = np.asarray(differences)
    d = d[d != 0]
    _, place, count = np.unique(np.abs(d), return_inverse=True, return_counts=True)
    twice_the_rank = 2 * np.cumsum(count) - count + 1
    return np.asarray(np.sign(d) * twice_the_rank[place])


def sign_test_p(differences: Array) -> float:
    """Return the exact two-sided p of the sign test: wins against losses, ties left out."""
    return sign_flip_p(np.sign(_whole(differences)))


def _whole(differences: Array) -> Array:
    d = np.asarray(differences)
    whole: Array = np.rint(d).astype(np.int64)
    if not np.array_equal(whole, d):
        raise ValueError("sign flips: whole numbers (points won) are expected")
    return whole


def _law(sizes: Array) -> Array:
    """Return the probabilities of -S, ..., S, where S = sum of sizes (N,), of their sum under random signs."""
    reach = int(sizes.sum())
    law = np.zeros(2 * reach + 1)
    law[reach] = 1.0
    low = high = reach
    for size in sizes.tolist():
        half = law[low : high + 1] / 2
        law[low : high + 1] = 0.0
        law[low - size : high - size + 1] += half
        law[low + size : high + size + 1] += half
        low, high = low - size, high + size
    return law


def _trimmed_law(sizes: Array, n: int, cut: int) -> Array:
    """Return the law of the sum that is left of n signed differences when ``cut`` are cut at each end.

    Differences are taken from the largest to the smallest, ``sizes`` (N,) > 0. The q-th negative one is left exactly if
    it is not among the ``cut`` lowest (q > cut) and not among the ``cut`` highest (q <= n - cut); likewise the positive
    ones. So ``law`` (N + 1, 2 S + 1) has a row for each number of negative ones so far; zeros change nothing.
    """
    reach = int(sizes[cut:].sum())
    law = np.zeros((sizes.size + 1, 2 * reach + 1))
    law[0, reach] = 1.0
    for taken, size in enumerate(sizes.tolist()):
        after = np.zeros_like(law)
        for negative in range(taken + 1):
            half = law[negative] / 2
            up = size if cut < taken - negative + 1 <= n - cut else 0
            down = size if cut < negative + 1 <= n - cut else 0
            after[negative, up:] += half[: half.size - up]
            after[negative + 1, : half.size - down] += half[down:]
        law = after
    total: Array = law.sum(axis=0)
    return total
