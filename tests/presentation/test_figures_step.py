"""The step that draws: from files, whatever is there, each figure by itself."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nn
from seedcheck.data import datasets
from seedcheck.data.make import generated
from seedcheck.errors import InputError
from seedcheck.files import write_json, write_text
from seedcheck.presentation.figures import cost
from seedcheck.presentation.figures.job import FiguresJob
from seedcheck.presentation.figures.registry import paths
from seedcheck.presentation.style import PALETTE
from seedcheck.steps.figures import figures
from seedcheck.training import records, replicates
from tests.presentation import views

ROOT = Path(__file__).parents[2]
CIRCLES = {
    "generator": "circles",
    "train_examples": 40,
    "test_examples": 20,
    "noise": 0.05,
    "seed": 1,
    "test_seed": 2,
    "divide_by": 1,
    "labels": ["inner", "outer"],
}
TRICKS = {
    "title": "Does it cost $5?",
    "dataset": "circles",
    "plane": True,
    "replicates": 2,
    "reference": "none",
    "variants": ["none", "l2"],
    "titles": {"none": "Nothing", "l2": "<b>L2_{0.7}$</b>"},
}
COMPARED = {"comparison": {"m": 20, "typical": 0.1, "low": 0.05, "high": 0.15}, "verdict": "better"}
DECISIONS = {"experiments": {"tricks": {"reference": "none", "variants": {"none": {"summary": {}}, "l2": COMPARED}}}}
CELLS = [
    {"summary": {"iqm": 0.9, "low": 0.8, "high": 1.0}},
    {"summary": {"iqm": 0.7, "low": 0.6, "high": 0.8}, "verdict": "worse"},
]


def job(group: str, **changes: Any) -> FiguresJob:
    """Return the settings of the step for a study of one experiment, one data set and one sweep."""
    whole = FiguresJob(group, {"circles": None}, {"tricks": TRICKS}, {"strength": "How much?"}, ["none", "l2"])
    return replace(whole, **changes)


def train(variant: str) -> None:
    """Write files as a training leaves them."""
    folder = Path("results/tricks", variant)
    write_json(folder / "gradients.json", {"passed": True})
    write_json(folder / "record.json", {"metrics": {"test_accuracy": 0.5}, "diverged_at_epoch": None})
    write_text(folder / "costs.csv", "epoch,cost\n0,0.7\n10,0.5\n")
    records.write_model(folder / "model.h5", views.LAYERS, nn.initialize("he", views.LAYERS, 1, 1.0))
    replicates.write(folder / "replicates.h5", views.replicates([[0.7, 0.5], [0.8, 0.4]]))


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder, the working directory, with the files of a study that has run."""
    monkeypatch.chdir(tmp_path)
    datasets.write("data/circles.h5", generated(CIRCLES))
    for variant in ("none", "l2"):
        train(variant)
    write_json("results/comparison/decisions.json", DECISIONS)
    write_json("results/sweeps/strength/decisions.json", {"grid": {"l2_lambda": [0, 1]}, "cells": CELLS})
    return tmp_path


def drawn(folder: Path) -> set[str]:
    """Return the figures in a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.suffix in {".svg", ".png"}}


@pytest.mark.parametrize("group", ["data", "runs", "verdicts", "sweep"])
def test_all_figures_of_a_group_are_drawn_from_files(group: str, study: Path) -> None:
    """Those that the registry lists, and no others."""
    figures(job(group))
    assert drawn(study) == set(paths(group, ["circles"], {"tricks": TRICKS}, {"strength": "How much?"}))


def test_figures_show_what_the_files_say(study: Path) -> None:
    """Titles, colours in the order of the study's variants, verdicts and typical values."""
    for group in ("runs", "verdicts", "sweep"):
        figures(job(group))
    curves = Path("results/tricks/curves.svg").read_text(encoding="utf-8")
    assert ">Does it cost $5?<" in curves
    assert ">&lt;b&gt;L2_{0.7}$&lt;/b&gt;<" in curves
    assert f'stroke="{PALETTE[1]}"' in Path("results/tricks/l2/cost.svg").read_text(encoding="utf-8")
    differences = Path("results/tricks/differences.svg").read_text(encoding="utf-8")
    assert ">better<" in differences
    assert ">Difference from Nothing, seed by seed<" in differences
    assert ">70.0 ▼<" in Path("results/sweeps/strength/heatmap.svg").read_text(encoding="utf-8")


def test_step_takes_its_settings_as_json(study: Path) -> None:
    """On standard input, as the rules call it."""
    command = [sys.executable, "-m", "seedcheck.steps.figures"]
    settings = json.dumps(asdict(job("data")))
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    subprocess.run(command, input=settings, text=True, cwd=study, env=environment, check=True)
    assert drawn(study) == {"results/data/circles.png"}


class UnforeseenError(Exception):
    """What nobody expected, as the errors of a parser that Matplotlib uses."""


def fail(view: Any) -> None:
    """Stand in for a figure that cannot be drawn."""
    raise UnforeseenError("cannot be drawn")


def test_a_figure_that_fails_leaves_the_others_alone(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All others are there, each failed one is named with its reason, and an old one does not stay in its place."""
    figures(job("runs"))
    everything = drawn(study)
    monkeypatch.setattr(cost, "draw", fail)
    with pytest.raises(InputError) as caught:
        figures(job("runs"))
    missing = {f"results/tricks/{variant}/cost.svg" for variant in ("none", "l2")}
    assert drawn(study) == everything - missing
    assert set(re.findall(r"results\S+svg(?=: UnforeseenError: cannot be drawn)", str(caught.value))) == missing


def test_damaged_file_of_a_variant_leaves_the_others_alone(study: Path) -> None:
    """Its own figures and the common ones fail."""
    Path("results/tricks/l2/model.h5").write_bytes(b"")
    with pytest.raises(InputError, match=r"curves\.svg"):
        figures(job("runs"))
    assert drawn(study) == {"results/tricks/none/cost.svg", "results/tricks/none/boundary.png"}


def test_variant_that_was_not_trained_is_left_out(study: Path) -> None:
    """Its old figures go, and the common ones show the others."""
    figures(job("runs"))
    write_json("results/tricks/l2/gradients.json", {"passed": False})
    for group in ("runs", "verdicts"):
        figures(job(group))
    assert "results/tricks/l2/cost.svg" not in drawn(study)
    assert ">l2<" not in Path("results/tricks/replicates.svg").read_text(encoding="utf-8")
    assert "results/tricks/differences.svg" not in drawn(study)


@pytest.mark.parametrize(
    "change",
    [
        lambda: Path("results/comparison/decisions.json").unlink(),
        lambda: write_json("results/comparison/decisions.json", {"experiments": {}}),
        lambda: write_json("results/tricks/none/gradients.json", {"passed": False}),
    ],
    ids=["no decisions", "decisions on others", "reference stopped by its gate"],
)
def test_without_decisions_only_the_replicates_are_shown(change: Callable[[], Any], study: Path) -> None:
    """Of the variants that are trained."""
    change()
    figures(job("verdicts"))
    assert drawn(study) == {"results/tricks/replicates.svg"}


def test_what_is_not_there_is_left_out(study: Path) -> None:
    """A data set, a sweep, an experiment of which nothing was trained."""
    for path in ("data/circles.h5", "results/sweeps/strength/decisions.json"):
        Path(path).unlink()
    for variant in ("none", "l2"):
        Path("results/tricks", variant, "record.json").unlink()
    for group in ("data", "runs", "verdicts", "sweep"):
        figures(job(group))
    assert drawn(study) == set()


@pytest.mark.parametrize("X", [np.linspace(-1, 1, 20), np.ones(20)], ids=["one feature", "one constant feature"])
def test_data_of_one_feature_are_drawn(X: np.ndarray, study: Path) -> None:
    """And so are the other data sets."""
    datasets.write("data/mine.h5", views.dataset(X[None]))
    figures(job("data", datasets={"mine": None, "circles": [-1.5, 1.5, -1.5, 1.5]}))
    assert drawn(study) == {"results/data/mine.png", "results/data/circles.png"}
