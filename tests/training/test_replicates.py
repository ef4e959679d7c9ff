"""Replicates come from named streams of one root seed, and variants are paired by them."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

import nn
from seedcheck.data.datasets import make
from seedcheck.study.config import DEFAULTS
from seedcheck.training import replicates
from seedcheck.training.replicates import Plan
from seedcheck.training.variants import initial_parameters

SETTINGS = {**DEFAULTS, "layers": [2, 4, 3, 1], "learning_rate": 0.1, "epochs": 30, "initializer": "scaled"}
CIRCLES = {"generator": "circles", "train_examples": 40, "test_examples": 20, "noise": 0.05, "seed": 1, "test_seed": 2,
           "divide_by": 1, "labels": ["0", "1"]}  # fmt: skip


def train(settings: dict[str, Any], plan: Plan) -> tuple[nn.Run, replicates.Replicates]:
    """Train a variant on the circles."""
    return replicates.train(settings, make(CIRCLES, {}), plan)


def test_variants_are_paired_by_their_initial_weights() -> None:
    """Replicate s of He and scaled start from the same normal draws, each with its own factor."""
    he = replicates.initial_ensemble({**SETTINGS, "initializer": "he"}, Plan(3, 7))
    scaled = replicates.initial_ensemble(SETTINGS, Plan(3, 7))
    np.testing.assert_allclose(he, np.sqrt(2) * scaled, rtol=1e-15)
    assert not np.array_equal(scaled[0], scaled[1])
    assert not np.array_equal(scaled, replicates.initial_ensemble(SETTINGS, Plan(3, 8)))


def test_the_streams_of_weights_masks_and_data_differ() -> None:
    """What is drawn for one purpose says nothing about another."""
    draws = [
        np.random.Generator(np.random.PCG64(replicates.stream(0, name, 4))).random() for name in replicates.STREAMS
    ]
    assert len(set(draws)) == len(replicates.STREAMS) == 3


def test_a_replicate_is_the_single_training_from_its_streams() -> None:
    """The ensemble's member equals nn.train with that replicate's weights and masks, for both kinds of masks."""
    dataset = make(CIRCLES, {})
    for masks in ("fixed", "fresh"):
        settings = {**SETTINGS, "keep_prob": 0.8, "masks": masks}
        _, together = train(settings, Plan(3, 5))
        theta = replicates.initial_ensemble(settings, Plan(3, 5))[2]
        setup = nn.Descent(settings["layers"], 0.1, 30, keep_prob=0.8, masks=masks)
        alone = nn.train(setup, theta, dataset.X_train, dataset.Y_train, replicates.stream(5, "masks", 2))
        np.testing.assert_array_equal(together.costs[2], alone.costs)
        assert together.accuracy("test")[2] == nn.accuracy(setup, alone.theta, dataset.X_test, dataset.Y_test)
        assert together.accuracy("train")[2] == nn.accuracy(setup, alone.theta, dataset.X_train, dataset.Y_train)


def test_the_published_run_is_the_same_with_any_number_of_replicates() -> None:
    """Costs and parameters agree bit for bit with the training of that seed alone."""
    dataset = make(CIRCLES, {})
    for own in ({}, {"keep_prob": 0.8, "masks": "fixed", "mask_seed": 1}, {"l2_lambda": 0.7}, {"initializer": "zeros"}):
        settings = {**SETTINGS, "seed": 3, **own}
        setup = nn.Descent([2, 4, 3, 1], 0.1, 30, **{k: settings[k] for k in ("keep_prob", "masks", "l2_lambda")})
        alone = nn.train(setup, initial_parameters(settings), dataset.X_train, dataset.Y_train, settings["mask_seed"])
        for count in (0, 1, 40):
            run, others = train(settings, Plan(count, 0))
            np.testing.assert_array_equal(run.theta, alone.theta)
            np.testing.assert_array_equal(run.costs, alone.costs)
            assert len(others.diverged) == count


def test_equal_networks_are_all_there() -> None:
    """From zeros every replicate is the published run; each has its row all the same."""
    run, others = train({**SETTINGS, "initializer": "zeros"}, Plan(3, 0))
    assert others.collapsed.all()
    np.testing.assert_array_equal(others.costs, np.tile(run.costs, (3, 1)))


def test_redrawn_data_differ_by_replicate_and_leave_the_published_run_alone() -> None:
    """Each replicate has training data of its own, from its stream; test points and published run are the same."""
    settings, plan = {**SETTINGS, "seed": 3}, Plan(3, 5, CIRCLES)
    run, others = train(settings, plan)
    same_run, same_data = train(settings, Plan(3, 5))
    np.testing.assert_array_equal(run.theta, same_run.theta)
    X, _ = replicates.training_data(make(CIRCLES, {}), plan)
    assert X.shape == (4, 2, 40)
    assert len(np.unique(X[:, 0, 0])) == 4
    assert (others.costs[:, -1] != same_data.costs[:, -1]).all()
    more = replicates.training_data(make(CIRCLES, {}), Plan(5, 5, CIRCLES))[0]
    np.testing.assert_array_equal(more[:4], X)


def test_diverged_and_collapsed_replicates_are_marked() -> None:
    """An absurd learning rate diverges and has no accuracy; zeros never leave one class."""
    _, diverged = train({**SETTINGS, "learning_rate": 1e9, "l2_lambda": 1.0}, Plan(4, 0))
    assert diverged.diverged.all()
    assert np.isnan(diverged.accuracy("test")).all()
    assert [row["test_accuracy"] for row in replicates.rows(diverged)] == [None] * 4
    _, zeros = train({**SETTINGS, "initializer": "zeros"}, Plan(2, 0))
    assert zeros.collapsed.all()
    assert not zeros.diverged.any()


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    """All arrays, with the same bytes in the file each time; none at all without replicates."""
    for count in (2, 0):
        _, found = train(SETTINGS, Plan(count, 0))
        for name in ("a.h5", "b.h5"):
            replicates.write(tmp_path / name, found)
        assert (tmp_path / "a.h5").read_bytes() == (tmp_path / "b.h5").read_bytes()
        again = replicates.read(tmp_path / "a.h5")
        for field in fields(found):
            np.testing.assert_array_equal(getattr(again, field.name), getattr(found, field.name))
