"""The Bayesian signed-rank test equals baycomp's."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seedcheck.statistics.across_datasets import across_datasets, dirichlet_weights, from_draws, pool_suites

BAYCOMP = json.loads((Path(__file__).parents[1] / "data/baycomp.json").read_text())


@pytest.mark.parametrize("case", BAYCOMP, ids=lambda case: case["name"])
def test_the_same_draws_give_the_same_probabilities_as_baycomp(case: dict[str, Any]) -> None:
    """Computed with baycomp 1.0.3; its documented example gives 0.23, 0.007, 0.76 (left, rope, right)."""
    weights = np.random.RandomState(case["seed"]).dirichlet(dirichlet_weights(len(case["effects"])), case["draws"])
    found = from_draws(np.array(case["effects"]), case["margin"], weights)
    assert [found.worse, found.equal, found.better] == pytest.approx(case["probabilities"], abs=1e-12)
    assert list(found.theta[::-1]) == pytest.approx(case["mean"], abs=1e-12)


@pytest.mark.parametrize("case", BAYCOMP, ids=lambda case: case["name"])
def test_own_draws_agree_within_their_error(case: dict[str, Any]) -> None:
    """4 standard errors of both simulations."""
    found = across_datasets(np.array(case["effects"]), case["margin"], seed=0)
    bound = 4 * np.hypot(found.error, 0.5 / np.sqrt(case["draws"])) + 1e-9
    assert [found.worse, found.equal, found.better] == pytest.approx(case["probabilities"], abs=bound)


def test_sides_mirror() -> None:
    """Worse and better change places with the sign of all effects, for the same draws."""
    effects = np.array([0.02, -0.01, 0.04, 0.0, 0.015])
    up, down = across_datasets(effects, 0.01, seed=3), across_datasets(-effects, 0.01, seed=3)
    assert (up.better, up.equal, up.worse) == (down.worse, down.equal, down.better)


def test_five_data_sets_are_descriptive_and_wide() -> None:
    """All five gain 3 points: surely the likeliest, but the share of new data sets that gain is anything from .8 up."""
    found = across_datasets(np.full(5, 0.03), 0.01, seed=0)
    assert found.descriptive
    assert not across_datasets(np.full(6, 0.03), 0.01, seed=0).descriptive
    assert found.better > 0.95
    assert 0.8 < found.low[0] < 0.85
    assert found.better + found.equal + found.worse == pytest.approx(1)


def row(verdict: str, typical: float) -> dict[str, Any]:
    """Return the decision on a variant, as far as pooling looks at it."""
    return {"verdict": verdict, "comparison": {"typical": typical}}


def test_suites_pool_typical_differences_by_variant() -> None:
    """Each variant over the experiments that have it, by the widest of their margins."""
    decided = {
        "e": {"margin": 0.02, "variants": {"none": {}, "l2": row("better", 0.03), "he": row("worse", -0.2)}},
        "f": {"margin": 0.01, "variants": {"none": {}, "l2": row("undecided", 0.005)}},
        "other": {"margin": 0.5, "variants": {"none": {}, "l2": row("worse", -0.4)}},
    }
    pooled = pool_suites({"tricks": ["e", "f", "not trained"]}, decided, seed=0)["tricks"]
    assert pooled.keys() == {"l2", "he"}
    assert pooled["l2"]["verdicts"] == {"e": "better", "f": "undecided"}
    expected = across_datasets(np.array([0.03, 0.005]), 0.02, seed=0)
    assert (pooled["l2"]["better"], pooled["l2"]["margin"]) == (expected.better, 0.02)
    assert pooled["l2"]["theta"] == expected.theta.tolist()
    assert (pooled["he"]["datasets"], pooled["he"]["descriptive"]) == (1, True)


def test_suites_of_one_experiment_and_variants_without_pairs_are_left_out() -> None:
    """There is nothing to pool: one data set, or none on which a training finished."""
    decided = {name: {"margin": 0.02, "variants": {"l2": row("undecided", np.nan)}} for name in "ef"}
    assert pool_suites({"one": ["e"], "two": ["e", "f"]}, decided, seed=0) == {"two": {}}
