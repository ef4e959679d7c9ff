"""Claims are judged by the verdicts over seeds, and never on other data or settings than the published ones."""

from typing import Any

import numpy as np
import pytest

from seedcheck.presentation import words
from seedcheck.statistics.claims import Evidence, claim_rows
from seedcheck.statistics.decision import ClaimDecision
from seedcheck.statistics.experiments import Trained, decide_experiment
from seedcheck.training.predictions import Predictions
from seedcheck.training.replicates import Replicates

SEEDS, POINTS = 20, 400
HOLDS, FAILS, ARTEFACT, UNDECIDED = (ClaimDecision[name] for name in ("HOLDS", "FAILS", "ARTEFACT", "UNDECIDED"))
CLAIM = {"claim": "a beats b", "experiment": "e", "variant": "a", "against": "b", "metric": "test_accuracy",
         "expect": "better"}  # fmt: skip


def seeds(test: float, train: float = 0.9, spread: float = 0.01, symmetric: bool = False) -> Trained:
    """Return replicates around these accuracies, and a configured seed that is always right."""
    rng = np.random.default_rng(round(1000 * (test + 10 * train)))

    def right(level: float) -> Any:
        return rng.random((SEEDS, POINTS)) < level + spread * rng.standard_normal((SEEDS, 1))

    no = np.zeros(SEEDS, bool)
    logits, labels = np.ones((1 + SEEDS, POINTS)), np.ones((1, POINTS))
    predictions = Predictions(logits, labels, logits, labels, np.full(1 + SEEDS, symmetric))
    found = Replicates(right(train), right(test), np.array([0, 10]), np.ones((SEEDS, 2)), no, no)
    return Trained(False, predictions, found)


def published(variant: str, metric: str = "test_accuracy", verdict: str = "reproduced") -> dict[str, Any]:
    """Return the row of a published number."""
    row = {"experiment": "e", "variant": variant, "quantity": metric, "published": 0.9, "reproduced": 0.9}
    return row | {"verdict": verdict}


def judge(claim: dict[str, Any], variants: dict[str, Trained], numbers: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the row of one claim."""
    decided = {"e": {"reference": "b", **decide_experiment(variants, "b", 0)}}
    known = frozenset(("e", name) for name in variants)
    (row,) = claim_rows([claim], Evidence(known, numbers, {"e": variants}, decided, 0))
    return row


@pytest.mark.parametrize(
    ("a", "word"), [(0.9, HOLDS), (0.7, FAILS), (0.8, UNDECIDED)]
)  # fmt: skip
def test_claim_follows_the_verdict_over_seeds(a: float, word: str) -> None:
    """A better variant holds, a worse one does not, an equal one cannot be told; b is right in 80 %."""
    row = judge(CLAIM, {"a": seeds(a), "b": seeds(0.8001)}, [published("a"), published("b")])
    assert row["verdict"] == word
    assert (row["seeds"], row["found"]["comparison"]["n"]) == (SEEDS, SEEDS)
    assert row["median"] == pytest.approx(a, abs=0.03)


def test_claim_on_training_accuracy_is_judged_on_training_points() -> None:
    """Test accuracies may say the opposite."""
    claim = CLAIM | {"metric": "train_accuracy", "expect": "worse"}
    variants = {"a": seeds(0.95, train=0.8), "b": seeds(0.7, train=0.95)}
    row = judge(claim, variants, [published(name, "train_accuracy") for name in variants])
    assert row["verdict"] == HOLDS
    assert row["median"] == pytest.approx(0.8, abs=0.03)


@pytest.mark.parametrize("obstacle", ["not comparable: stand-in data", "not comparable: other epochs", "differs"])
@pytest.mark.parametrize("side", ["a", "b"])
def test_claim_that_is_not_reproduced_is_not_judged(obstacle: str, side: str) -> None:
    """Other data or settings, of either variant, say nothing about the published claim."""
    numbers = [published(name, verdict=obstacle if name == side else "reproduced") for name in "ab"]
    assert judge(CLAIM, {"a": seeds(0.9), "b": seeds(0.8)}, numbers)["verdict"] == obstacle


def test_without_replicates_a_claim_stays_open() -> None:
    """One seed is no verdict."""
    known = frozenset({("e", "a"), ("e", "b")})
    (row,) = claim_rows([CLAIM], Evidence(known, [published("a"), published("b")], {}, {}, 0))
    assert (row["verdict"], row["seeds"], row["median"]) == ("not repeated", 0, None)


def test_claims_on_other_experiments_are_left_out() -> None:
    """A study without the notebook's experiments has no claims."""
    assert claim_rows([CLAIM | {"experiment": "x"}], Evidence(frozenset(), [], {}, {}, 0)) == []


@pytest.mark.parametrize(("control", "word"), [(0.9, ARTEFACT), (0.55, HOLDS)])
def test_control_with_another_loss_tells_an_artefact(control: float, word: str) -> None:
    """If the same weights learn with another loss, then the loss was to blame."""
    claim = CLAIM | {"metric": "train_accuracy", "expect": "worse", "control": "c"}
    variants = {"a": seeds(0.5, train=0.5501), "b": seeds(0.9, train=0.99), "c": seeds(0.8, train=control)}
    row = judge(claim, variants, [published(name, "train_accuracy") for name in variants])
    assert row["verdict"] == word
    assert "c, from the same weights, is" in words.claim(row)


def test_symmetry_is_looked_for_in_the_configured_network_and_in_all_seeds() -> None:
    """Equal units hold; units that differ, or one seed whose costs do, do not."""
    claim = {"claim": "s", "experiment": "e", "variant": "a", "metric": "test_accuracy", "expect": "symmetric"}
    variants = {"a": seeds(0.5, symmetric=True), "b": seeds(0.9)}
    assert judge(claim, variants, [published("a")])["verdict"] == HOLDS
    variants["a"].replicates.costs[3] += 1e-12
    assert judge(claim, variants, [published("a")])["verdict"] == FAILS
    variants["a"] = seeds(0.5)
    row = judge(claim, variants, [published("a")])
    assert row["verdict"] == FAILS
    assert words.claim(row) == "hidden units differ, from all 20 seeds"
