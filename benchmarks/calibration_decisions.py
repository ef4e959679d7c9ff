"""How often decisions are wrong, and how often differences are found.

Each function returns rows (dicts), one per cell of its grid. Rates are over independent simulated studies; ``studies``
says how many, so that sqrt(p (1 - p) / studies) is the simulation error.
"""

from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np

from benchmarks.batched import family_p
from benchmarks.simulated_studies import FAILING, POINTS, REGIMES, SEEDS, Row, study, typical_difference
from seedcheck.statistics.equivalence import equivalence
from seedcheck.statistics.paired import points_won
from seedcheck.statistics.sequential import LOOKS, e_process
from seedcheck.statistics.sign_flips import sign_flip_p

FAMILIES = (1, 3, 9, 15)
LEVEL = 0.05
BLOCKS = 5  # of one large study, at most so many small ones are cut out that share no seed and no point


def level(studies: int, seed: int) -> Iterator[Row]:
    """Share of families of k equal variants in which any is called better or worse."""
    for regime, failing in product(REGIMES, FAILING):
        rng = np.random.default_rng([seed, 1, list(REGIMES).index(regime), int(100 * failing)])
        found: dict[tuple[int, int, int], list[bool]] = {}
        for _ in range(studies):
            D = study(rng, REGIMES[regime], max(FAMILIES), (max(SEEDS), max(POINTS)), failing).D
            for n, m in product(SEEDS, POINTS):
                for b in range(min(max(SEEDS) // n, max(POINTS) // m, BLOCKS)):
                    block = np.ascontiguousarray(D[:, b * n : (b + 1) * n, b * m : (b + 1) * m])
                    for k, alarm in _false_alarms(block).items():
                        found.setdefault((n, m, k), []).append(alarm)
        for (n, m, k), alarms in found.items():
            yield {"regime": regime, "failing": failing, "n": n, "m": m, "k": k,
                   "studies": len(alarms), "false": float(np.mean(alarms))}  # fmt: skip


def _false_alarms(D: Any) -> dict[int, bool]:
    """Return by family size whether any of the first k comparisons is decided: Holm's first step."""
    worth = np.array([LEVEL / min(k for k in FAMILIES if k > i) for i in range(len(D))])
    p = family_p(D, worth)
    return {k: bool(p[:k].min() * k < LEVEL) for k in FAMILIES}


def power(studies: int, seed: int) -> Iterator[Row]:
    """Share of studies that find a true difference, alone and as the one difference of three comparisons (Holm)."""
    sizes = ((10, 200), (20, 200), (50, 200), (20, 1000))
    for regime, failing, (n, m), points in product(REGIMES, (0.0, 0.05), sizes, (1, 2, 3, 4, 5)):
        rng = np.random.default_rng([seed, 2, n, m, points])
        p = np.array([family_p(study(rng, REGIMES[regime], 1, (n, m), failing, points / 100).D, np.array([LEVEL]))[0]
                      for _ in range(studies)])  # fmt: skip
        yield {"regime": regime, "failing": failing, "n": n, "m": m, "points": points, "studies": studies,
               "alone": float((p < LEVEL).mean()), "of three": float((p < LEVEL / 3).mean())}  # fmt: skip


def equality(studies: int, seed: int) -> Iterator[Row]:
    """Share of studies that call variants equal: wrongly, where they differ by the margin, and rightly."""
    n = 20
    for kind, m, margin in product(("few points", *REGIMES), (200, 500, 1000, 2000), (1, 2, 3)):
        rng = np.random.default_rng([seed, 6, m, margin])
        rates = []
        for points in (margin, 0):
            shown = [equivalence(typical_difference(_differing(kind, rng, (n, m), points)), margin / 100).equal
                     for _ in range(studies)]  # fmt: skip
            rates.append(float(np.mean(shown)))
        yield {"kind": kind, "n": n, "m": m, "margin": margin, "studies": studies, "false": rates[0], "true": rates[1]}


def _differing(kind: str, rng: np.random.Generator, size: tuple[int, int], points: int) -> Any:
    """Return D: of a regime, or where all seeds agree that a few points (2 % if there is no difference) differ."""
    if kind in REGIMES:
        return study(rng, REGIMES[kind], 1, size, 0.0, points / 100).D[0]
    differs = rng.random(size[1]) < (points or 2) / 100
    sides = np.ones(size[1]) if points else rng.choice([-1, 1], size[1])
    return np.tile((differs * sides).astype(np.int8), (size[0], 1))


def peeking(studies: int, seed: int) -> Iterator[Row]:
    """Share of studies without a difference that are decided at any look, a look after each seed from 6 to 100."""
    m = 200
    for regime, failing in product(REGIMES, (0.0, 0.05)):
        rng = np.random.default_rng([seed, 7, int(100 * failing)])
        looks = [_decided_by(study(rng, REGIMES[regime], 1, (100, m), failing).D[0]) for _ in range(studies)]
        rule, bets, naive = np.array(looks).T
        yield {"regime": regime, "failing": failing, "studies": studies, "rule": float((rule <= 100).mean()),
               "bets alone": float((bets <= 100).mean()), "naive p": float((naive <= 100).mean())}  # fmt: skip


def found_sequentially(studies: int, seed: int) -> Iterator[Row]:
    """Share of studies that find a true difference by 20, 50 and 100 seeds, while looking after each."""
    for regime, points in product(REGIMES, (2, 3)):
        rng = np.random.default_rng([seed, 8, points])
        stops = np.array([_decided_by(study(rng, REGIMES[regime], 1, (100, 200), 0.0, points / 100).D[0], 0)[0]
                          for _ in range(studies)])  # fmt: skip
        yield {"regime": regime, "points": points, "studies": studies,
               **{f"by {n}": float((stops <= n).mean()) for n in (20, 50, 100)}}  # fmt: skip


def _decided_by(D: Any, naive_looks: int = 5) -> tuple[float, float, float]:
    """Return the seeds at which the rule, the bets alone, and a naive p (at every few seeds) decide; inf for never."""
    won = points_won(D)
    bets = e_process(won)
    anytime = 1 / np.maximum.accumulate(np.maximum(bets.wealth, 1.0))
    rule = np.inf
    for n in range(6, len(D) + 1):
        if anytime[n - 1] < LEVEL and family_p(D[None, :n], np.array([LEVEL / LOOKS]))[0] < LEVEL / LOOKS:
            rule = n
            break
    crossed = np.flatnonzero(anytime[5:] < LEVEL)
    naive = [n for n in range(10, len(D) + 1, naive_looks) if sign_flip_p(won[:n]) < LEVEL] if naive_looks else []
    return rule, 6 + crossed[0] if crossed.size else np.inf, naive[0] if naive else np.inf
