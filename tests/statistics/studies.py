"""Simulated studies: 20 seeds of a variant and its reference classify the same 200 test points.

A point is right where easiness + the variant's own effect on this point + the seed's quality + noise > 0. All parts are
normal and both variants have the same law, so over new seeds and new points neither is better: the null hypothesis.
"""

import numpy as np

from seedcheck.statistics.paired import Array, PairedDifference, compare

SEEDS, POINTS = 20, 200
EASY = 1.5  # with sd 1, about 85 % right


def pair(rng: np.random.Generator, own: float = 0.3, seed_sd: float = 0.3) -> tuple[Array, Array]:
    """Return two variants (20, 200) whose effects on points have sd ``own``, and on seeds ``seed_sd``."""
    easiness = EASY + rng.normal(size=POINTS)

    def variant() -> Array:
        effects = own * rng.normal(size=POINTS) + seed_sd * rng.normal(size=(SEEDS, 1))
        right: Array = easiness + effects + rng.normal(size=(SEEDS, POINTS)) > 0
        return right

    return variant(), variant()


def null_study(seed: int, own: float = 0.3, seed_sd: float = 0.3) -> PairedDifference:
    """Return the comparison of two equally good variants; data and resampling have streams of their own."""
    return compare(*pair(np.random.default_rng([seed, 1]), own, seed_sd), seed)


def improved_study(seed: int, difference: float) -> PairedDifference:
    """Return the comparison where the variant gets the share ``difference`` of all points right in addition."""
    rng = np.random.default_rng([seed, 2])
    variant, reference = pair(rng)
    wrong = 1 - pair(rng)[0].mean()
    return compare(variant | (rng.random(variant.shape) < difference / wrong), reference, seed)
