"""Claims are judged by the verdicts over seeds, and never on other data or settings than the published ones."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nn
from seedcheck.presentation.words import ARTEFACT, FAILS, HOLDS, UNDECIDED
from seedcheck.statistics.claims import Study, claim_rows, claim_word, units_are_equal
from seedcheck.statistics.experiments import evidence
from seedcheck.training.records import write_model
from seedcheck.training.replicates import Replicates
from seedcheck.training.results import Result

SEEDS, POINTS = 20, 400
CLAIM = {"claim": "a beats b", "experiment": "e", "variant": "a", "against": "b", "metric": "test_accuracy",
         "expect": "better"}  # fmt: skip


def seeds(test: float, train: float = 0.9, spread: float = 0.01) -> Replicates:
    """Return replicates around these accuracies."""
    rng = np.random.default_rng(round(1000 * (test + 10 * train)))

    def right(level: float) -> Any:
        return rng.random((SEEDS, POINTS)) < level + spread * rng.standard_normal((SEEDS, 1))

    no = np.zeros(SEEDS, bool)
    return Replicates(right(train), right(test), np.array([0, 10]), np.ones((SEEDS, 2)), no, no)


def published(variant: str, metric: str = "test_accuracy", verdict: str = "reproduced") -> dict[str, Any]:
    """Return the row of a published number."""
    row = {"experiment": "e", "variant": variant, "quantity": metric, "published": 0.9, "reproduced": 0.9}
    return row | {"verdict": verdict}


def judge(claim: dict[str, Any], variants: dict[str, Replicates], numbers: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the row of one claim."""
    results = [Result("e", name, "d", None, None) for name in variants]
    verdicts = {"e": {"reference": "b", "variants": evidence(variants, "b", 0)}}
    (row,) = claim_rows([claim], Study(results, numbers, {"e": variants}, verdicts, 0))
    return row


@pytest.mark.parametrize(
    ("a", "word"), [(0.9, HOLDS), (0.7, FAILS), (0.8, UNDECIDED)]
)  # fmt: skip
def test_claim_follows_the_verdict_over_seeds(a: float, word: str) -> None:
    """A better variant holds, a worse one does not, an equal one cannot be told; b is right in 80 %."""
    row = judge(CLAIM, {"a": seeds(a), "b": seeds(0.8001)}, [published("a"), published("b")])
    assert row["verdict"] == word
    assert (row["seeds"], row["wins"] + row["losses"] <= SEEDS) == (SEEDS, True)
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
    results = [Result("e", name, "d", None, None) for name in "ab"]
    (row,) = claim_rows([CLAIM], Study(results, [published("a"), published("b")], {}, {}, 0))
    assert (row["verdict"], row["seeds"], row["median"]) == ("not repeated over seeds", 0, None)


def test_claims_on_other_experiments_are_left_out() -> None:
    """A study without the notebook's experiments has no claims."""
    assert claim_rows([CLAIM | {"experiment": "x"}], Study([], [], {}, {}, 0)) == []


@pytest.mark.parametrize(("control", "word"), [(0.9, ARTEFACT), (0.55, HOLDS)])
def test_control_with_another_loss_tells_an_artefact(control: float, word: str) -> None:
    """If the same weights learn with another loss, then the loss was to blame."""
    claim = CLAIM | {"metric": "train_accuracy", "expect": "worse", "control": "c"}
    variants = {"a": seeds(0.5, train=0.5501), "b": seeds(0.9, train=0.99), "c": seeds(0.8, train=control)}
    row = judge(claim, variants, [published(name, "train_accuracy") for name in variants])
    assert row["verdict"] == word
    assert "c, from the same weights, is" in row["sentence"]


@pytest.mark.parametrize(
    ("expected", "found", "control", "word"),
    [
        ("better", "better", "", HOLDS),
        ("better", "worse", "", FAILS),
        ("worse", "better", "better", FAILS),
        ("worse", UNDECIDED, "better", UNDECIDED),
        ("worse", "worse", "worse", HOLDS),
        ("worse", "worse", "better", ARTEFACT),
    ],
)
def test_every_case_of_the_rule(expected: str, found: str, control: str, word: str) -> None:
    """The control counts only where the claim would otherwise hold."""
    assert claim_word(expected, found, control) == word


def test_symmetry_is_looked_for_in_the_model_and_in_all_seeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Equal units hold, one unit that differs, or one seed that does, does not."""
    monkeypatch.chdir(tmp_path)
    claim = {"claim": "s", "experiment": "e", "variant": "a", "metric": "test_accuracy", "expect": "symmetric"}
    layers, variants = [2, 3, 1], {"a": seeds(0.5), "b": seeds(0.9)}
    theta = np.concatenate([np.tile([0.1, 0.2, 0.3], 3), [1.0, 2.0, 3.0, 4.0]])
    assert units_are_equal(layers, theta)
    write_model("results/e/a/model.h5", layers, theta)
    assert judge(claim, variants, [published("a")])["verdict"] == HOLDS
    variants["a"].costs[3] += 1e-12
    assert judge(claim, variants, [published("a")])["verdict"] == FAILS
    theta[1] += 1e-15
    assert not units_are_equal(layers, theta)


def test_trained_networks_are_not_symmetric() -> None:
    """Random weights give different units."""
    assert not units_are_equal([2, 3, 1], nn.initialize("he", [2, 3, 1], 0))
