"""Experiments and sweeps: a row per variant with its distribution, its failures, and the decision on it."""

from math import isnan
from typing import Any

import numpy as np
import pytest

import nn
from nn.metrics import Metric
from seedcheck.statistics.experiments import decide_cells, decide_experiment, decide_pairs
from seedcheck.statistics.failures import mcnemar_p
from seedcheck.statistics.paired import Array, compare
from seedcheck.statistics.pairs import Pair, Rule, Trained
from seedcheck.statistics.resampling import probability_better
from seedcheck.statistics.summaries import wilson
from tests.statistics.trained import POINTS, SEEDS, at, right, trained

RULE = Rule(margin=0.02, seed=0)


def decide(variants: dict[str, Trained], rule: Rule = RULE) -> dict[str, Any]:
    """Return the rows of an experiment with the reference b."""
    return dict(decide_experiment(variants, "b", rule)["variants"])


def failing(count: int, test: float = 0.9, salt: int = 0) -> Trained:
    """Return a variant whose first ``count`` trainings stayed at half of the points, the others at .9 and ``test``."""
    train, points = right(0.9, salt), right(test, salt + 1)
    train[:count], points[:count] = right(0.5)[:count], right(0.5, 1)[:count]
    return trained(train, points)


def diverging(found: Trained, which: Array) -> Trained:
    """Return the same variant of which these trainings (S,) diverged."""
    return trained(found.replicates.train_correct, found.replicates.test_correct, diverged=which)


def test_failed_trainings_stay_in_the_comparison() -> None:
    """And so do their counts: 2 of 20 are in the summary, in the pairs, and are failures; the difference is typical."""
    row = decide({"a": failing(2, 0.92), "b": at(0.88)})["a"]
    assert (row["summary"]["n"], row["comparison"]["n"], row["comparison"]["left_out"]) == (SEEDS, SEEDS, 0)
    assert (row["failures"]["failed"], row["failures"]["n"]) == (2, SEEDS)
    assert row["verdict"] == "better"
    assert row["comparison"]["typical"] == pytest.approx(0.04, abs=0.01)
    assert row["summary"]["lowest"] < 0.6
    assert row["failing"] == {"only_variant": 2, "only_reference": 0, "p": 0.5, "verdict": "undecided"}


def test_a_variant_that_fails_less_often_says_so_beside_its_verdict() -> None:
    """Ten of 20 trainings of the reference fail: the failures have a verdict of their own."""
    row = decide({"a": at(0.9, salt=5), "b": failing(10)})["a"]
    assert row["failing"]["verdict"] == "fails less often"
    assert row["failing"]["only_reference"] == 10
    row = decide({"a": failing(10), "b": at(0.9, salt=5)})["a"]
    assert row["failing"]["verdict"] == "fails more often"


def test_diverged_trainings_are_left_out_of_pairs_but_have_failed() -> None:
    """They have no accuracy; the reference's leave their pairs out too."""
    first, second = np.arange(SEEDS) < 2, np.arange(SEEDS) == 19
    rows = decide({"a": diverging(at(0.9), first), "b": diverging(at(0.8), second)})
    assert (rows["a"]["summary"]["n"], rows["a"]["summary"]["diverged"], rows["a"]["failures"]["failed"]) == (18, 2, 2)
    assert (rows["a"]["comparison"]["n"], rows["a"]["comparison"]["left_out"]) == (17, 3)


def test_advice_counts_the_failures_among_the_pairs_that_are_compared() -> None:
    """Six failed trainings of 20 are too many to advise numbers, six that diverged are left out and hinder nothing."""
    six = np.arange(SEEDS) < 6
    close = {"a": at(0.905), "b": at(0.9, salt=3)}
    rule = Rule(0.005, 0)
    advised = decide(close | {"a": diverging(close["a"], six)}, rule)["a"]["advice"]
    assert advised["differ"]
    assert advised["equal"]
    none = decide(close | {"a": failing(6)}, rule)["a"]["advice"]
    assert (none["differ"], none["equal"]) == (None, None)
    assert none["seeds"] + none["points"] + none["rest"] == pytest.approx(1)


def test_numbers_are_those_of_the_single_functions() -> None:
    """The comparison, the probability of being better, and the failures, unchanged."""
    a, b = at(0.905), at(0.9, salt=3)
    row = decide({"a": a, "b": b})["a"]
    pair = a.replicates.test_correct, b.replicates.test_correct
    found = compare(*pair)
    assert row["comparison"]["typical"] == found.typical
    assert row["comparison"]["p"] == row["adjusted_p"] == found.p
    chance = probability_better(pair[0].astype(int) - pair[1], RULE.seed)
    assert row["probability"] == {"value": chance.value, "low": chance.low, "high": chance.high}
    assert "two_way" not in row["comparison"]


def test_equality_is_within_the_margin_of_the_rule() -> None:
    """The same data are equal within 5 points and undecided within .1."""
    same = {"a": at(0.9, salt=3), "b": at(0.9)}
    assert decide(same, Rule(0.05, 0))["a"]["verdict"] == "equal"
    row = decide(same, Rule(0.001, 0))["a"]
    assert (row["verdict"], row["equivalence"]["margin"]) == ("undecided", 0.001)


def test_correction_is_over_the_variants_of_the_experiment() -> None:
    """Beside two others that do not differ, the smallest p counts three times."""
    a, b = at(0.93), at(0.9)
    p = decide({"a": a, "b": b})["a"]["adjusted_p"]
    rows = decide({"a": a, "b": b, "c": at(0.9, salt=3), "d": at(0.9, salt=7)})
    assert rows["a"]["adjusted_p"] == pytest.approx(3 * p)


def test_the_reference_has_no_decision_and_without_it_there_is_none() -> None:
    """Summary and failures are there all the same."""
    rows = decide({"a": at(0.9), "b": at(0.8)})
    assert rows["b"].keys() == {"summary", "failures", "published_run"}
    assert decide({"a": at(0.9)})["a"].keys() == {"summary", "failures", "published_run"}


def test_variants_that_always_diverge_have_no_numbers() -> None:
    """No pair is left: undecided, too few, no probability, no advice; nothing is raised."""
    row = decide({"a": diverging(at(0.9), np.ones(SEEDS, bool)), "b": at(0.8)})["a"]
    assert (row["verdict"], row["reason"], row["probability"], row["advice"]) == (
        "undecided", "too few pairs", None, None)  # fmt: skip
    assert isnan(row["summary"]["iqm"])
    assert row["failures"]["failed"] == SEEDS


def test_training_points_are_decided_over_seeds() -> None:
    """Four points that all seeds of a get wrong: p 2 / 2^20 on training points, 2 / 2^4 on test points."""
    wrong = np.ones((SEEDS, POINTS), bool)
    wrong[:, :4] = False
    a, b = (trained(part, part).replicates for part in (wrong, np.ones((SEEDS, POINTS), bool)))
    rows = {part: decide_pairs({"a": Pair(a, b, part)}, RULE)["a"] for part in ("train", "test")}
    assert rows["train"]["adjusted_p"] == 2 / 2**SEEDS
    assert rows["test"]["adjusted_p"] == 2 / 2**4
    assert rows["train"]["verdict"] == "worse"


def test_configured_seed_has_its_interval_and_its_outcome() -> None:
    """Of the first network: Wilson's interval, McNemar against the reference, and whether it failed."""
    variants = {"a": failing(1), "b": at(0.8)}
    rows = decide(variants)
    own, other = (found.replicates.test_correct[0] for found in variants.values())
    run = rows["a"]["published_run"]
    assert run["accuracy"] == own.mean()
    assert run["wilson"] == list(wilson(int(own.sum()), POINTS))
    assert run["mcnemar_p"] == mcnemar_p(own, other)
    assert [rows[name]["published_run"]["outcome"] for name in "ab"] == ["failed", "fine"]
    assert "mcnemar_p" not in rows["b"]["published_run"]


def test_configured_seed_that_diverged_has_no_row() -> None:
    """And the others have no test against it."""
    variants = {"a": at(0.9), "b": at(0.8)}
    variants["b"] = Trained(True, variants["b"].predictions, variants["b"].replicates)
    rows = decide(variants)
    assert rows["b"]["published_run"] is None
    assert "mcnemar_p" not in rows["a"]["published_run"]


def test_a_further_metric_is_decided_over_seeds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A metric of one number per network, without points, has a summary and a verdict in a table of its own."""
    assert "further" not in decide_experiment({"a": at(0.9), "b": at(0.8)}, "b", RULE)

    def margin(logits: Array, labels: Array) -> Array:
        return np.asarray((logits * (2 * labels - 1)).mean(axis=(-2, -1)))

    monkeypatch.setitem(nn.METRICS, "worst", Metric(margin))
    some = np.arange(SEEDS) < 3
    variants = {"a": diverging(at(0.9), some), "b": at(0.8)}
    rows = decide_experiment(variants, "b", RULE, metrics=["worst"])["further"]["worst"]
    assert rows.keys() == {"a", "b"}
    assert (rows["a"]["verdict"], rows["a"]["adjusted_p"]) == ("better", 2 / 2**17)
    assert (rows["a"]["summary"]["n"], rows["a"]["summary"]["diverged"], rows["a"]["comparison"]["n"]) == (17, 3, 17)
    assert rows["a"]["comparison"]["typical"] == pytest.approx(0.2, abs=0.03)
    assert rows["b"].keys() == {"summary", "values"}
    assert np.flatnonzero(np.isnan(rows["a"]["values"])).tolist() == [0, 1, 2]


def test_a_further_metric_that_is_a_mean_over_points_is_decided_over_points_too() -> None:
    """Of a loss, smaller is better: the difference is by how much it is lower; scalars are of seeds alone."""
    some = np.arange(SEEDS) < 3
    variants = {"a": diverging(at(0.9), some), "b": at(0.8)}
    metrics = ["cross_entropy", "brier", "balanced_accuracy", "auc"]
    found = decide_experiment(variants, "b", RULE, metrics=metrics)["further"]
    assert {name: rows["a"]["verdict"] for name, rows in found.items()} == dict.fromkeys(metrics, "better")
    for name, rows in found.items():
        over_points = nn.METRICS[name].per_point is not None
        compared = rows["a"]["comparison"]
        assert (compared["n"], compared["left_out"]) == (17, 3)
        assert (compared["m"] > 0, compared["low"] > 0) == (over_points, over_points)
        sign = -1 if nn.METRICS[name].is_loss else 1
        means = [rows[variant]["summary"]["mean"] for variant in ("a", "b")]
        assert compared["mean"] == pytest.approx(sign * (means[0] - means[1]), abs=0.02)


def test_cells_are_decided_against_the_first() -> None:
    """Each has its values; correction is over all cells but the first."""
    found = [at(level).replicates for level in (0.8, 0.9, 0.7)]
    rows = decide_cells({"l2_lambda": [0, 1, 2]}, found, RULE)
    assert [row["cell"] for row in rows] == [{"l2_lambda": 0}, {"l2_lambda": 1}, {"l2_lambda": 2}]
    assert [row.get("verdict") for row in rows] == [None, "better", "worse"]
    assert all(row["failures"]["n"] == SEEDS for row in rows)
