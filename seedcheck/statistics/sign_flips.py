"""Exact sign-flip tests: if neither of two were better, each difference could as well have the other sign.

Differences are whole numbers (points won), so that the law of a statistic over all 2^n signs is an array over whole
numbers, built one difference at a time. Nothing is drawn, and there is no smallest p but 2 / 2^n (Fisher 1935, The
Design of Experiments, section 21; the convolution: Pagano & Tritchler 1983, JASA 78, 435-440).

The work grows with the cube of the number of differences. Beyond MOST_WORK the tail is taken from `saddlepoint`: with
hundreds of seeds, or test points by the thousand, it is off by a few percent of itself at most.

Differences of any other metric are rounded to a grid first. Rounding knows no signs, so the test stays exact.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from seedcheck.statistics.saddlepoint import signed_sum, trimmed_sum, upper_tail

Array = NDArray[Any]

MOST_WORK = 30_000_000  # additions for an exact law: a tenth of a second; 100 seeds and 1000 points need a third of it
WORK, GRID_WORK = 1 << 24, 1 << 18  # steps of arithmetic for an exact p: of whole numbers, and on a grid (some ms)
FINEST, CELLS = 4_000, 8  # cells of a grid at most, and per difference at least, or the normal law is taken


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


def flip_p(differences: Array, cut: int = 0) -> float:
    """Return the two-sided p of the trimmed mean of any ``differences`` (n,) under all signs.

    Exact for whole numbers while that takes no longer than WORK, and for others, rounded to a grid, up to 32
    differences (181 without a cut); beyond that by the normal law of the same variance.
    """
    n = differences.size
    each = n * n if cut else max(n, 1)
    is_whole = np.issubdtype(differences.dtype, np.integer)
    if is_whole and each * np.abs(differences).sum() <= WORK:
        return sign_flip_p(differences, cut)
    cells = min(GRID_WORK // each, FINEST)
    if cells < CELLS * n:
        return _normal_p(differences, cut, step=(1 if cut else 2) if is_whole else 0)
    return sign_flip_p(_on_grid(differences, cut, cells), cut)


def wilcoxon_p(differences: Array) -> float:
    """Return the exact two-sided p of Wilcoxon's signed-rank test, given ties; zeros are left out.

    (Wilcoxon 1945, Biometrics Bulletin 1, 80-83.)
    """
    return sign_flip_p(signed_ranks(differences))


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


def _within(differences: Array, cut: int) -> Array:
    """Return differences clipped to the size of the largest that may be left: the ``cut`` largest always are cut."""
    largest = np.sort(np.abs(differences))[::-1][cut]
    return np.clip(differences, -largest, largest)


def _on_grid(differences: Array, cut: int, cells: int) -> Array:
    """Return differences as whole numbers whose sizes sum up to about ``cells``."""
    within = _within(differences, cut).astype(float)
    total = np.abs(within).sum()
    return np.rint(within * (cells / total)).astype(np.int64) if total else np.zeros(within.size, np.int64)


def _normal_p(differences: Array, cut: int, step: int) -> float:
    """Return the p of the trimmed mean under random signs by the normal law, corrected for a law in whole steps.

    The 2 n values with both signs are cut where all but ``2 cut`` sizes end, and a trimmed sum varies as the sum of
    values clipped there (Huber & Ronchetti 2009, Robust Statistics, section 3.3).
    """
    observed = abs(float(np.sort(differences)[cut : differences.size - cut].sum()))
    error = float(np.linalg.norm(_within(differences, 2 * cut).astype(float)))
    return min(1.0, 2 * float(special.ndtr(-(observed - step / 2) / error))) if observed else 1.0


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
    ones. So ``law`` has a row (2 S + 1,) for each number of negative ones so far; zeros change nothing.
    """
    reach = int(sizes[cut:].sum())
    width = 2 * reach + 1
    law = np.zeros((1, width))
    law[0, reach] = 1.0
    for taken, size in enumerate(sizes.tolist()):
        rows = taken + 1
        half, after = law / 2, np.zeros((rows + 1, width))
        for first, last, up in _moved(rows, rows - n + cut, rows - cut, size):  # one more positive one
            after[first:last, up:] += half[first:last, : width - up]
        for first, last, down in _moved(rows, cut, n - cut, size):  # one more negative one
            after[first + 1 : last + 1, : width - down] += half[first:last, down:]
        law = after
    total: Array = law.sum(axis=0)
    return total


def _moved(rows: int, first: int, last: int, size: int) -> list[tuple[int, int, int]]:
    """Return the rows of a law in blocks, and how far each moves: those from ``first`` to ``last`` do, by ``size``."""
    low = min(max(first, 0), rows)
    high = min(max(last, low), rows)
    return [block for block in ((0, low, 0), (low, high, size), (high, rows, 0)) if block[0] < block[1]]
