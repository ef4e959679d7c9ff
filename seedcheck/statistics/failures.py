"""How often trainings fail, and whether a variant fails more or less often than its reference.

Which trainings have failed is said in seedcheck.training.outcomes.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

Array = NDArray[Any]


@dataclass(frozen=True)
class Rate:
    """How often trainings fail: ``failed`` of ``n``, and the 95 % interval of the probability of failing."""

    failed: int
    n: int
    low: float
    high: float

    @property
    def rate(self) -> float:
        """Share of trainings that failed."""
        return self.failed / self.n


@dataclass(frozen=True)
class FailureDifference:
    """Failures of a variant against its reference, over the same seeds.

    Attributes
    ----------
    variant, reference : their rates
    only_variant, only_reference : seeds with which only that one failed
    p : exact two-sided p that both fail equally often
    """

    variant: Rate
    reference: Rate
    only_variant: int
    only_reference: int
    p: float


def failure_rate(failed: int, n: int) -> Rate:
    """Return the rate of ``failed`` of ``n`` >= 1 with its exact interval (Clopper & Pearson 1934, Biometrika 26)."""
    low = float(special.betaincinv(failed, n - failed + 1, 0.025)) if failed else 0.0
    high = float(special.betaincinv(failed + 1, n - failed, 0.975)) if failed < n else 1.0
    return Rate(failed, n, low, high)


def compare_failures(failed: Array, reference_failed: Array) -> FailureDifference:
    """Compare which trainings failed, both (S,) bool, paired by seed."""
    variant, reference = np.asarray(failed, dtype=bool), np.asarray(reference_failed, dtype=bool)
    return FailureDifference(
        failure_rate(int(variant.sum()), variant.size),
        failure_rate(int(reference.sum()), reference.size),
        only_variant=int((variant & ~reference).sum()),
        only_reference=int((reference & ~variant).sum()),
        p=mcnemar_p(variant, reference),
    )


def mcnemar_p(first: Array, second: Array) -> float:
    """Return the exact two-sided p that two paired yes-or-no outcomes (n,) are equally often yes.

    The binomial form of McNemar 1947 (Psychometrika 12, 153-157); 1 where they agree everywhere.
    """
    first, second = np.asarray(first, dtype=bool), np.asarray(second, dtype=bool)
    only_first, only_second = int((first & ~second).sum()), int((second & ~first).sum())
    fewer, both = min(only_first, only_second), only_first + only_second
    return min(1.0, 2 * float(special.bdtr(fewer, both, 0.5))) if both else 1.0
