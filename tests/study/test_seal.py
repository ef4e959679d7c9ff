"""A plan is sealed once, before any training, and each deviation since is found."""

import copy
from pathlib import Path
from typing import Any

import pytest

from seedcheck.files import read_json, write_json
from seedcheck.presentation.plan import kept
from seedcheck.study import seal
from seedcheck.study.paths import PLAN

PLANNED: dict[str, Any] = {
    "root_seed": 0,
    "claims": [{"claim": "a beats b"}],
    "analysis": {"seedcheck_statistics_paired": "1"},
    "experiments": {
        "e": {
            "reference": "a",
            "margin": 2,
            "replicates": 20,
            "variants": {"a": {"l2_lambda": 0}, "b": {"l2_lambda": 1}},
        }
    },
    "sweeps": {"s": {"grid": {"l2_lambda": [0, 1]}, "replicates": 7, "settings": {}}},
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)


def test_first_plan_stays_sealed() -> None:
    """A second one does not replace it; the hash is of the plan."""
    seal.seal(PLANNED)
    before = PLAN.read_bytes()
    seal.seal({**PLANNED, "root_seed": 1})
    assert PLAN.read_bytes() == before
    assert read_json(PLAN)["sha256"] == seal.digest(PLANNED)


def test_plan_that_comes_after_a_training_says_so() -> None:
    """What was seen before cannot be called planned."""
    write_json("results/e/a/record.json", {})
    seal.seal(PLANNED)
    assert kept(seal.sealed(), PLANNED) == ["sealed after something had been trained"]


def test_unchanged_study_is_as_planned() -> None:
    """Without a seal that cannot be said."""
    assert kept(seal.sealed(), PLANNED) == ["no plan was sealed"]
    seal.seal(PLANNED)
    assert kept(seal.sealed(), copy.deepcopy(PLANNED)) == ["as planned, sealed before the first training"]


def changed(path: list[str], value: Any) -> dict[str, Any]:
    """Return the plan with one thing changed, or left out if the value is None."""
    plan = copy.deepcopy(PLANNED)
    part = plan
    for key in path[:-1]:
        part = part[key]
    if value is None:
        del part[path[-1]]
    else:
        part[path[-1]] = value
    return plan


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["experiments", "e", "replicates"], 40, "e: replicates 40 instead of 20"),
        (["experiments", "e", "margin"], 5, "e: margin 5 instead of 2"),
        (["experiments", "e", "reference"], "b", "e: reference b instead of a"),
        (["experiments", "e", "variants", "b"], None, "e/b: variant dropped since"),
        (["experiments", "e", "variants", "b"], {"l2_lambda": 3}, "e/b: variant changed since"),
        (["experiments", "e", "variants", "c"], {"l2_lambda": 3}, "e/c: variant added since"),
        (["experiments", "f"], {"variants": {}}, "f: experiment added since"),
        (["experiments", "e"], None, "e: experiment dropped since"),
        (["sweeps", "s", "grid"], {"l2_lambda": [0, 2]}, "s: another grid since"),
        (["claims"], [], "other claims since"),
        (["analysis"], {"seedcheck_statistics_paired": "2"}, "other code of the analysis since"),
        (["root_seed"], 7, "another root seed since"),
    ],
)
def test_each_deviation_is_said(path: list[str], value: Any, said: str) -> None:
    """One line names what changed, where, and from what to what."""
    seal.seal(PLANNED)
    assert kept(seal.sealed(), changed(path, value)) == [said]
