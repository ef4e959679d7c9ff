"""Simulated studies whose truth is known: trainings of equal or unequal variants classify the same test points.

A point is right where easiness + the variant's own effect on this point + the seed's quality + noise > 0, all normal,
noise with sd 1 (a probit model). Accuracy is 92.5 %. The three REGIMES have other variances of the paired differences
between seeds, between points, and of one seed on one point; "points" is tuned to L2 against none on football.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from seedcheck.statistics.centres import outlying_cut
from seedcheck.statistics.paired import points_won
from seedcheck.statistics.two_way import TwoWay, two_way

Array = NDArray[Any]
Row = dict[str, Any]  # of a table of results

SEEDS, POINTS, FAILING = (10, 20, 50, 100), (50, 200, 1000, 2000), (0.0, 0.05, 0.1)
ACCURACY = 0.925
SURE = 4.0  # points further than this and 3 sd of the seeds from the border are answered alike by all; saves time


@dataclass(frozen=True)
class Regime:
    """Mean and standard deviations on the probit scale: easiness of points, own effects on points, quality of seeds."""

    mean: float
    easiness: float
    own: float
    quality: float

    @property
    def scale(self) -> float:
        """Standard deviation of everything together, with the noise."""
        return float(np.sqrt(1 + self.easiness**2 + self.own**2 + self.quality**2))


# variances of paired differences, seeds / points / rest, in 1e-4: 1.9 / 170 / 320, 9.5 / 35 / 320, 16 / 1.8 / 320
REGIMES = {
    "points": Regime(7.5657, 4.9953, 1.2405, 0.361),
    "balanced": Regime(10.0515, 6.7916, 0.7069, 1.0623),
    "seeds": Regime(15.8707, 10.7618, 0.2567, 2.1601),
}


@dataclass(frozen=True)
class Study:
    """A simulated study of k variants with n seeds and m points.

    Attributes
    ----------
    D : (k, n, m) int8 differences from the reference
    expected : (k,) expected difference of a new seed on these very points, without failures
    """

    D: Array
    expected: Array


def study(rng: np.random.Generator, regime: Regime, k: int, size: tuple[int, int], failing: float = 0.0,
          difference: float = 0.0) -> Study:  # fmt: skip
    """Simulate k variants, of which the first is better by ``difference`` (of all points), others equal the reference.

    size : seeds n and points m
    failing : probability that a training fails, half of it shared by all trainings from one seed; a failed training
        answers one class for all points, which is right on half of them
    """
    n, m = size
    shift = np.zeros(k + 1)
    shift[1] = float(special.ndtri(ACCURACY + difference)) * regime.scale - regime.mean if difference else 0.0
    easiness = regime.mean + regime.easiness * rng.standard_normal(m)
    constant = rng.random(m) < 0.5
    point = easiness + regime.own * rng.standard_normal((k + 1, m)) + shift[:, None]
    quality = regime.quality * rng.standard_normal((k + 1, n))
    right = np.repeat(point[:, None, :] > 0, n, axis=1)
    unsure = (np.abs(point) < SURE + 3 * regime.quality).any(axis=0)
    latent = point[:, None, unsure].astype(np.float32) + quality[:, :, None].astype(np.float32)
    right[:, :, unsure] = rng.standard_normal(latent.shape, dtype=np.float32) < latent
    if failing:
        failed = (rng.random(n) < failing / 2) | (rng.random((k + 1, n)) < failing / 2)
        right = np.where(failed[:, :, None], constant, right)
    chance = special.ndtr(point / np.sqrt(1 + regime.quality**2)).mean(axis=1)
    return Study(right[1:].view(np.int8) - right[:1].view(np.int8), chance[1:] - chance[0])


def typical_difference(D: Array) -> TwoWay:
    """Return what `compare_pairs` gives as ``two_way``, without the p-values that take longer."""
    won = points_won(D)
    return two_way(D, won, outlying_cut(won))
