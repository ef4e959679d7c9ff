"""What variants are tuned over: as many settings each, and what does not fit is one line."""

from pathlib import Path

import pytest

from seedcheck.study import jobs, plan
from seedcheck.study.judging import plan as sealed
from seedcheck.study.model import load
from tests.study.said import check, study

STUDY = """\
replicates: 20
datasets:
  moons: {generator: moons, train_examples: 40, test_examples: 20, noise: 0.05}
experiments:
  e:
    dataset: moons
    layers: [2, 4, 1]
    epochs: 10
    initializer: he
    validation_fraction: 0.2
    tune: {grid: {learning_rate: [0.1, 1], l2_lambda: [0, 1]}}
    variants:
      a: {}
      b: {optimizer: adamw, tune: {random: {learning_rate: [0.001, 1], weight_decay: [0, 0.1]}, settings: 4, seed: 3}}
      c: {optimizer: adam}
"""
FAULTS = {  # name: (text replaced, by what, line, key, what is said)
    "no split": ("    validation_fraction: 0.2\n", "", 10, "experiments.e.tune", "needs a validation_fraction above 0"),
    "split of 0": ("0.2\n", "0\n", 11, "experiments.e.tune", "needs a validation_fraction above 0"),
    "other budget": ("settings: 4", "settings: 5", 14, "experiments.e.variants.b",
                     "is tuned over 5 settings and 'a' over 4: give each variant as many"),
    "not all tuned": ("    tune: {grid: {learning_rate: [0.1, 1], l2_lambda: [0, 1]}}", "    learning_rate: 1", 14,
                      "experiments.e.variants.b", "is tuned over 4 settings and 'a' over 1"),
    "one setting": ("[0.1, 1], l2_lambda: [0, 1]", "[0.1]", 11, "experiments.e.tune.grid", "one setting is no choice"),
    "both ways": ("tune: {grid", "tune: {random: {l2_lambda: [0, 1]}, grid", 11, "experiments.e.tune",
                  "give either `grid` or `random`"),
    "no way": ("{grid: {learning_rate: [0.1, 1], l2_lambda: [0, 1]}}", "{seed: 1}", 11, "experiments.e.tune",
               "give either `grid` or `random`"),
    "no number of draws": (" settings: 4,", "", 14, "experiments.e.variants.b.tune", "say how many `settings`"),
    "draws from a grid": ("{grid:", "{settings: 4, grid:", 11, "experiments.e.tune.settings", "has no meaning beside"),
    "turned round": ("[0.001, 1]", "[1, 0.001]", 14, "experiments.e.variants.b.tune.random.learning_rate",
                     "[1, 0.001]: the first end has to be below the second"),
    "three ends": ("[0.001, 1]", "[0.001, 0.1, 1]", 14, "experiments.e.variants.b.tune.random.learning_rate",
                   "has too many entries"),
    "given and tuned": ("    epochs:", "    learning_rate: 1\n    epochs:", 8, "experiments.e.learning_rate",
                        "is tuned, so that a value here means nothing"),
    "given and tuned in a variant": ("a: {}", "a: {l2_lambda: 1}", 13, "experiments.e.variants.a.l2_lambda",
                                     "is tuned, so that a value here means nothing"),
    "of no use": ("l2_lambda: [0, 1]", "beta1: [0.9, 0.5]", 13, "experiments.e.variants.a",
                  "makes no use of beta1, which is tuned: give it a `tune` of its own"),
    "not to be tuned": ("l2_lambda:", "epochs:", 11, "experiments.e.tune.grid.epochs", "unknown key"),
    "of another optimizer": ("optimizer: adamw", "optimizer: adam", 14,
                             "experiments.e.variants.b.tune.random.weight_decay", "means nothing with optimizer adam"),
    "out of range": ("[0.1, 1]", "[0.1, -1]", 11, "experiments.e.tune.grid.learning_rate.1", "-1"),
    "a sweep below": ("replicates: 20\n", "replicates: 2\nsweeps: {s: {experiment: e, grid: {clip_norm: [1, 2]}}}\n",
                      2, "sweeps.s.experiment", "a sweep needs an experiment without `tune`"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_a_line(name: str, tmp_path: Path) -> None:
    """With file, line, key, value and remedy."""
    check(tmp_path, STUDY, FAULTS[name])


def test_settings_are_every_combination_or_drawn_evenly(tmp_path: Path) -> None:
    """One of N drawn values lies in each Nth of a range, in the logarithm where both ends are above 0."""
    experiment = load([study(tmp_path, STUDY)]).experiments["e"]
    assert experiment.candidates("a") == [
        {"learning_rate": rate, "l2_lambda": l2} for rate in (0.1, 1) for l2 in (0, 1)
    ]
    drawn = experiment.candidates("b")
    assert sorted(int(4 * each["weight_decay"] / 0.1) for each in drawn) == [0, 1, 2, 3]
    assert sorted(each["learning_rate"] > bound for each in drawn for bound in (0.0056, 0.0316, 0.178)) == [
        *[False] * 6,
        *[True] * 6,
    ]
    assert drawn == load([study(tmp_path, STUDY)]).experiments["e"].candidates("b")
    assert drawn != load([study(tmp_path, STUDY.replace("seed: 3", "seed: 4"))]).experiments["e"].candidates("b")
    assert experiment.settings("b")["learning_rate"] == drawn[0]["learning_rate"]


def test_a_job_knows_what_its_variant_is_tuned_over(tmp_path: Path) -> None:
    """Another `tune` of a variant concerns that one only; the sealed plan has all of them."""
    before = load([study(tmp_path, STUDY)])
    after = load([study(tmp_path, STUDY.replace("seed: 3", "seed: 4"))])
    changed = [v for v in "abc" if jobs.train(before, "e", v) != jobs.train(after, "e", v)]
    assert changed == ["b"]
    assert jobs.more(before, "e")["candidates"]["c"] == before.experiments["e"].candidates("a")
    assert sealed(before)["experiments"]["e"] != sealed(after)["experiments"]["e"]
    assert plan.epochs(before, "e") == 40
