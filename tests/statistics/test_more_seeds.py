"""Adding seeds gives the same replicates as having had them from the start, and a decision that allows for looking."""

import numpy as np

import nn
from nn.settings import DEFAULTS
from seedcheck.data.make import generated
from seedcheck.presentation.more import lines
from seedcheck.statistics.decision import Decision
from seedcheck.statistics.more_seeds import decide_looks, joined, look
from seedcheck.training import replicates
from seedcheck.training.replicates import Replicates
from seedcheck.training.seeds import Plan
from tests.training.checks import train

SETTINGS = {**DEFAULTS, "layers": [2, 4, 1], "learning_rate": 0.1, "epochs": 20, "initializer": "he", "keep_prob": 0.8}
CIRCLES = {"generator": "circles", "train_examples": 40, "test_examples": 20, "noise": 0.05, "seed": 1, "test_seed": 2,
           "divide_by": 1, "labels": ["0", "1"]}  # fmt: skip


def trained(plan: Plan) -> Replicates:
    """Return what the replicates of a plan come to on circles."""
    return replicates.outcome(train(nn.Settings(**SETTINGS), generated(CIRCLES), plan), plan.replicates)


def test_added_seeds_are_those_of_a_larger_study() -> None:
    """Weights, masks and redrawn data too, bit for bit."""
    for redraw in (None, CIRCLES):
        whole = trained(Plan(5, 3, redraw))
        parts = joined(trained(Plan(2, 3, redraw)), trained(Plan(3, 3, redraw, first=2)))
        for name in ("train_correct", "test_correct", "costs", "diverged", "majority"):
            np.testing.assert_array_equal(getattr(parts, name), getattr(whole, name))


def right(rng: np.random.Generator, level: float, seeds: int) -> Replicates:
    """Return replicates that are right on so many of 400 points."""
    correct = rng.random((seeds, 400)) < level
    no = np.zeros(seeds, bool)
    return Replicates(correct, correct, np.array([0]), np.ones((seeds, 1)), no, np.full(seeds, 0.5))


def test_large_difference_is_decided_and_a_small_one_is_not() -> None:
    """By twenty seeds; the side is that of the difference."""
    rng = np.random.default_rng(0)
    reference = right(rng, 0.8, 20)
    looks = {name: look(right(rng, level, 20), reference) for name, level in (("up", 0.95), ("same", 0.8))}
    rows = decide_looks(looks, 0.0001, last=True)
    assert rows["up"]["verdict"] == Decision.BETTER
    assert rows["same"]["verdict"] == Decision.UNDECIDED
    found = {"reference": "r", "margin": 0.02, "variants": rows}
    assert lines("e", found)[0].startswith("e: up against r is better by 1")
    assert lines("e", found)[1] == "e: same against r is undecided after 20 seeds, the budget"


def test_equality_waits_for_the_last_look() -> None:
    """It does not allow for having looked before."""
    rng = np.random.default_rng(0)
    same = {"same": look(right(rng, 0.8, 60), right(rng, 0.8, 60))}
    assert decide_looks(same, 0.1, last=False)["same"]["verdict"] == Decision.UNDECIDED
    assert decide_looks(same, 0.1, last=True)["same"]["verdict"] == Decision.EQUAL


def test_stopping_when_it_looks_good_rarely_errs() -> None:
    """Of 80 pairs of equal variants, looked at after 20, 40, ... 100 seeds, at most 5 % (and chance) are decided."""
    rng = np.random.default_rng(1)
    errors = 0
    for _ in range(80):
        variant, reference = right(rng, 0.8, 100), right(rng, 0.8, 100)
        for seeds in range(20, 101, 20):
            first = [Replicates(r.train_correct[:seeds], r.test_correct[:seeds], r.epochs, r.costs[:seeds],
                                r.diverged[:seeds], r.majority[:seeds]) for r in (variant, reference)]  # fmt: skip
            (row,) = decide_looks({"v": look(*first)}, 0.0001, last=False).values()
            if row["verdict"] != Decision.UNDECIDED:
                errors += 1
                break
    assert errors <= 10
