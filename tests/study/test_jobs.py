"""The settings that steps get hold what the study says, in the units that it says it in."""

from pathlib import Path

from seedcheck.study import judging
from tests.study.test_model import TINY, loaded

SWEEP = "sweeps: {s: {experiment: e, replicates: 2, grid: {l2_lambda: [1, 2]}}}\n"


def test_margins_reach_the_decisions(tmp_path: Path) -> None:
    """Of each experiment its own; a sweep has that of the experiment that it stands below."""
    text = TINY.replace("    dataset:", "    margin: 0.5\n    dataset:") + (
        "  f: {dataset: circles, layers: [2, 1], learning_rate: 1, epochs: 1, initializer: he, variants: {a: {}}}\n"
    )
    study = loaded(tmp_path, text + SWEEP)
    experiments = judging.decide(study)["experiments"]
    assert {name: experiment["margin"] for name, experiment in experiments.items()} == {"e": 0.5, "f": 2}
    assert judging.decide_sweep(study, "s")["margin"] == 0.5
