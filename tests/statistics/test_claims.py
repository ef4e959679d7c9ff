"""Claims are judged by the verdicts over seeds, and never on other data or settings than the published ones."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from seedcheck.presentation import looks, words
from seedcheck.statistics.claims import NOT_REPEATED, Evidence, claim_rows
from seedcheck.statistics.decision import Verdict
from seedcheck.statistics.pairs import Rule, Trained
from tests.statistics.trained import POINTS, SEEDS, at, right, trained

RULE = Rule(margin=0.02, seed=0)
CLAIM = {"claim": "a beats b", "experiment": "e", "variant": "a", "against": "b", "metric": "test_accuracy",
         "expect": "better"}  # fmt: skip
LOWER = CLAIM | {"metric": "train_accuracy", "expect": "worse"}
SYMMETRIC = {"claim": "s", "experiment": "e", "variant": "a", "metric": "test_accuracy", "expect": "symmetric"}


def published(variant: str, metric: str = "test_accuracy", verdict: str = "reproduced") -> dict[str, Any]:
    """Return the row of a published number."""
    row = {"experiment": "e", "variant": variant, "quantity": metric, "published": 0.9, "reproduced": 0.9}
    return row | {"verdict": verdict}


def table(claims: list[dict[str, Any]], variants: Mapping[str, Trained], numbers: Any = None) -> list[dict[str, Any]]:
    """Return the rows of claims on variants whose published numbers are all reproduced, if no others are given."""
    both = [published(name, metric) for name in variants for metric in ("train_accuracy", "test_accuracy")]
    known = frozenset(("e", name) for name in variants)
    return claim_rows(claims, Evidence(known, both if numbers is None else numbers, {"e": variants}, RULE))


def judge(claim: dict[str, Any], variants: Mapping[str, Trained], numbers: Any = None) -> dict[str, Any]:
    """Return the row of one claim."""
    (row,) = table([claim], variants, numbers)
    return row


def few_points(count: int, part: str) -> dict[str, Trained]:
    """Return a that all seeds agree on: wrong on ``count`` points of "train" or "test" that b has right."""
    all_right = np.ones((SEEDS, POINTS), bool)
    wrong = all_right.copy()
    wrong[:, :count] = False
    points = {"train": all_right, "test": all_right} | {part: wrong}
    return {"a": trained(**points), "b": trained(all_right, all_right)}


@pytest.mark.parametrize(("a", "verdict"), [(0.9, Verdict.HOLDS), (0.7, Verdict.FAILS), (0.82, Verdict.UNDECIDED)])
def test_claim_follows_the_verdict_over_seeds(a: float, verdict: Verdict) -> None:
    """A better variant holds, a worse one does not, a close one cannot be told; b is right in 80 %."""
    row = judge(CLAIM, {"a": at(a), "b": at(0.8)})
    assert row["verdict"] == verdict
    assert (row["seeds"], row["found"]["comparison"]["n"], row["published"]) == (SEEDS, SEEDS, 0.9)
    assert (row["iqm"], row["iqm_against"]) == pytest.approx((a, 0.8), abs=0.02)


def test_claim_without_published_numbers_is_judged() -> None:
    """The seeds decide; nothing is said to be reproduced."""
    row = judge(CLAIM, {"a": at(0.9), "b": at(0.8)}, [])
    assert (row["verdict"], row["reproduction"], row["published"]) == (Verdict.HOLDS, "not published", None)


def test_equal_variants_contradict_a_claim() -> None:
    """All seeds of both are right on the same points: what is equal within the margin is not better."""
    same = right(0.9)
    row = judge(CLAIM, {"a": trained(same, same), "b": trained(same, same)})
    assert (row["found"]["verdict"], row["verdict"]) == ("equal", Verdict.FAILS)


def test_claim_on_training_accuracy_is_judged_on_training_points() -> None:
    """Test accuracies may say the opposite."""
    row = judge(LOWER, {"a": at(0.95, train=0.8), "b": at(0.7, train=0.95)})
    assert row["verdict"] == Verdict.HOLDS
    assert row["iqm"] == pytest.approx(0.8, abs=0.02)


def test_training_claims_are_judged_over_seeds_only() -> None:
    """Four points on which all seeds agree: luck of the points if they are test points, a fact if training points."""
    on_training = judge(LOWER, few_points(4, "train"))
    on_test = judge(CLAIM | {"expect": "worse"}, few_points(4, "test"))
    assert (on_training["verdict"], on_training["found"]["adjusted_p"]) == (Verdict.HOLDS, 2 / 2**SEEDS)
    assert on_test["verdict"] != Verdict.HOLDS
    assert on_test["found"]["adjusted_p"] == 2 / 2**4
    assert on_training["found"]["advice"] is None


def test_correction_is_over_the_whole_table() -> None:
    """Two claims and a control make three comparisons; the same comparison twice is one."""
    variants = {"a": few_points(10, "test")["a"], "b": few_points(10, "test")["b"], "c": at(0.9), "d": at(0.9, salt=7)}
    ours = CLAIM | {"expect": "worse"}
    other = CLAIM | {"variant": "c", "against": "d"}
    p = judge(ours, variants)["found"]["adjusted_p"]
    assert p == 2 / 2**10
    beside = [row["found"]["adjusted_p"] for row in table([ours, other], variants)]
    assert beside[0] == 2 * p
    assert [row["found"]["adjusted_p"] for row in table([ours, ours], variants)] == [p, p]
    controlled = judge(other | {"control": "b"}, variants)
    assert controlled["found_control"]
    rows = table([ours, other | {"control": "b"}], variants)
    assert rows[0]["found"]["adjusted_p"] >= 2 * p


@pytest.mark.parametrize("obstacle", ["not comparable: stand-in data", "not comparable: other epochs", "differs"])
@pytest.mark.parametrize("side", ["a", "b"])
def test_claim_that_is_not_reproduced_is_not_judged(obstacle: str, side: str) -> None:
    """Other data or settings, of either variant, say nothing about the published claim."""
    numbers = [published(name, verdict=obstacle if name == side else "reproduced") for name in "ab"]
    assert judge(CLAIM, {"a": at(0.9), "b": at(0.8)}, numbers)["verdict"] == obstacle


def test_without_replicates_a_claim_stays_open() -> None:
    """One seed is no verdict, of a comparison or of symmetry."""
    known = frozenset({("e", "a"), ("e", "b")})
    rows = claim_rows([CLAIM, SYMMETRIC], Evidence(known, [published("a"), published("b")], {}, RULE))
    for row in rows:
        assert (row["verdict"], row["seeds"], row["iqm"]) == (NOT_REPEATED, 0, None)


def test_claims_on_other_experiments_are_left_out() -> None:
    """A study without the notebook's experiments has no claims."""
    assert claim_rows([CLAIM | {"experiment": "x"}], Evidence(frozenset(), [], {}, RULE)) == []


@pytest.mark.parametrize(
    ("control", "verdict", "share"), [(0.8, Verdict.ARTEFACT, 0.6), (0.505, Verdict.HOLDS, 0.01), (0.4, "holds", -0.2)]
)
def test_control_with_another_loss_tells_an_artefact(control: float, verdict: str, share: float) -> None:
    """If the same weights learn with another loss, then the loss was to blame, for a share of the gap from .5 to 1."""
    variants = {"a": at(0.5, train=0.5), "b": at(0.9, train=1.0), "c": at(0.8, train=control)}
    row = judge(LOWER | {"control": "c"}, variants)
    assert row["verdict"] == verdict
    assert row["regained"] == pytest.approx(share, abs=0.02)
    said = words.claim(row)
    assert "; c, from the same weights, is " in said
    assert ("% of the gap goes with the loss, the rest is the start's" in said) == (verdict == Verdict.ARTEFACT)


def test_the_fourth_corner_tells_what_the_start_costs_with_the_other_loss() -> None:
    """Two starts by two losses: the control against the corner is decided too, and counted by Holm."""
    variants = {"a": at(0.5, train=0.5), "b": at(0.9, train=1.0), "c": at(0.8, train=0.8), "d": at(0.9, train=0.99)}
    row = judge(LOWER | {"control": "c", "corner": "d"}, variants)
    assert (row["found_corner"]["verdict"], row["verdict"]) == ("worse", Verdict.ARTEFACT)
    assert [row[key] for key in ("iqm", "iqm_against", "iqm_control", "iqm_corner")] == pytest.approx(
        [0.5, 1.0, 0.8, 0.99], abs=0.02
    )
    assert row["found_corner"]["adjusted_p"] == 3 * 2 / 2**SEEDS
    assert "C against D: worse by 18.8 points" in looks.two_by_two(row, {"c": "C", "d": "D"})


def test_without_a_control_nothing_is_said_of_the_gap() -> None:
    """The control was not trained."""
    row = judge(LOWER | {"control": "c"}, {"a": at(0.5, train=0.5), "b": at(0.9, train=1.0)})
    assert (row["found_control"], row["regained"], row["verdict"]) == ({}, None, Verdict.HOLDS)


def test_symmetry_is_looked_for_in_the_configured_network_and_in_all_seeds() -> None:
    """Equal units hold; units that differ, or one seed whose costs do, do not."""
    variants = {"a": at(0.5, symmetric=True), "b": at(0.9)}
    assert judge(SYMMETRIC, variants)["verdict"] == Verdict.HOLDS
    variants["a"].replicates.costs[3] += 1e-12
    assert judge(SYMMETRIC, variants)["verdict"] == Verdict.FAILS
    row = judge(SYMMETRIC, variants | {"a": at(0.5)})
    assert row["verdict"] == Verdict.FAILS
    assert words.claim(row) == "hidden units differ, from all 20 seeds"
