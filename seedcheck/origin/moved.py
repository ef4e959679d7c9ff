"""What moved between two ledgers: settings, metrics and verdicts, and whether by more than the luck of seeds explains.

The rule: of two variants of one name, the test accuracies of their seeds are compared, on the same test points and from
the same root seed seed by seed (exact sign-flip test), otherwise as two samples (Welch's t-test). A difference is more
than seeds explain if p < 0.05 after Holm's correction over all variants that differ. If nothing that a variant is made
from has changed, then all its numbers have to be equal to the last bit, and any difference is an error.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from seedcheck.origin.ledger import DIVERGED, Ledger
from seedcheck.statistics.decision import LEVEL
from seedcheck.statistics.multiplicity import holm
from seedcheck.statistics.sign_flips import sign_flip_p

Array = NDArray[Any]
Change = tuple[Any, Any]  # before, now

EQUAL, LUCK, MORE, TOO_FEW = "equal", "seeds explain it", "more than seeds explain", "too few seeds"
MIN_SEEDS = 2
PAIRED_BY = ("settings.seeds_root_seed", "settings.seeds_redraw_data", "made_from.dataset", "made_from.data")


@dataclass(frozen=True)
class OverSeeds:
    """The mean test accuracy of a variant over seeds, before and now.

    Attributes
    ----------
    before, now : the means, nan without seeds
    error : standard error of their difference, nan with fewer than MIN_SEEDS
    pairs : number of seeds that are compared one by one, 0 if they are two samples
    p : of the difference, later adjusted for the number of variants; nan with fewer than MIN_SEEDS
    equal : whether each seed has the same accuracy
    """

    before: float
    now: float
    error: float
    pairs: int
    p: float
    equal: bool

    @property
    def said(self) -> str:
        """What is to be said of the difference."""
        if self.equal:
            return EQUAL
        if np.isnan(self.p):
            return TOO_FEW
        return MORE if self.p < LEVEL else LUCK


@dataclass(frozen=True)
class Moved:
    """What moved of one variant.

    Attributes
    ----------
    causes : settings and what it was made from, by name
    metrics : of the configured seed, by name
    seeds : its test accuracy over seeds, None if there are none
    verdict : None if it is the same
    """

    causes: Mapping[str, Change]
    metrics: Mapping[str, Change]
    seeds: OverSeeds | None
    verdict: Change | None

    @property
    def unexplained(self) -> bool:
        """Whether numbers differ although nothing that they are made from does."""
        return not self.causes and bool(self.metrics or (self.seeds and not self.seeds.equal))


def moved(before: Ledger, now: Ledger) -> dict[str, Moved]:
    """Return what moved of each variant that both ledgers have."""
    pairs = {name: (old, now["variants"][name]) for name, old in before["variants"].items() if name in now["variants"]}
    seeds = {name: _over_seeds(*pair) for name, pair in pairs.items() if all("test_points_right" in p for p in pair)}
    tested = [name for name, found in seeds.items() if found.said in {LUCK, MORE}]
    for name, p in zip(tested, holm([seeds[name].p for name in tested]), strict=True):
        seeds[name] = replace(seeds[name], p=p)
    return {name: _moved(*pair, seeds.get(name)) for name, pair in pairs.items()}


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Change]:
    """Return what differs, by key: (before, now), None where it is not there."""
    keys = dict.fromkeys([*before, *now])
    return {key: (before.get(key), now.get(key)) for key in keys if before.get(key) != now.get(key)}


def _moved(old: Ledger, new: Ledger, seeds: OverSeeds | None) -> Moved:
    causes = changes(old["settings"], new["settings"]) | changes(old["made_from"], new["made_from"])
    verdict = changes({"": old.get("verdict")}, {"": new.get("verdict")}).get("")
    return Moved(causes, changes(old["metrics"], new["metrics"]), seeds, verdict)


def _over_seeds(old: Ledger, new: Ledger) -> OverSeeds:
    """Compare a variant's seeds, one by one if they can be."""
    a, b = _right(old), _right(new)
    paired = old["test_points"] == new["test_points"]
    for place in PAIRED_BY:
        part, key = place.split(".")
        paired &= old[part].get(key) == new[part].get(key)
    return _paired(a, b, old["test_points"]) if paired else _samples(a / old["test_points"], b / new["test_points"])


def _right(part: Ledger) -> Array:
    """Return how many test points each seed gets right (S,), nan where it diverged."""
    return np.array([np.nan if count == DIVERGED else float(count) for count in part["test_points_right"].split()])


def _paired(a: Array, b: Array, points: int) -> OverSeeds:
    """Compare seeds that both have; those of more replicates on one side are left out."""
    n = min(a.size, b.size)
    a, b = a[:n], b[:n]
    equal = np.array_equal(a, b, equal_nan=True)
    used = np.isfinite(a) & np.isfinite(b)
    a, b = a[used], b[used]
    d = b - a
    if d.size < MIN_SEEDS:
        return OverSeeds(_mean(a / points), _mean(b / points), np.nan, int(d.size), np.nan, equal)
    error = float(d.std(ddof=1)) / sqrt(d.size) / points
    return OverSeeds(_mean(a / points), _mean(b / points), error, int(d.size), sign_flip_p(d.astype(int)), equal)


def _samples(a: Array, b: Array) -> OverSeeds:
    """Compare seeds that have nothing to do with each other."""
    a, b = a[np.isfinite(a)], b[np.isfinite(b)]
    if min(a.size, b.size) < MIN_SEEDS:
        return OverSeeds(_mean(a), _mean(b), np.nan, 0, np.nan, equal=False)
    error = sqrt(a.var(ddof=1) / a.size + b.var(ddof=1) / b.size)
    p = float(stats.ttest_ind(a, b, equal_var=False).pvalue) if error else float(_mean(a) == _mean(b))
    return OverSeeds(_mean(a), _mean(b), error, 0, p, equal=False)


def _mean(values: Array) -> float:
    return float(values.mean()) if values.size else float("nan")
