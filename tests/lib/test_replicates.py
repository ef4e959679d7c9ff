"""Replicates come from named streams of one root seed, and variants are paired by them."""

import numpy as np

import nn
from workflow.lib import replicates
from workflow.lib.config import DEFAULTS
from workflow.lib.datasets import make

SETTINGS = {**DEFAULTS, "layers": [2, 4, 3, 1], "learning_rate": 0.1, "epochs": 30, "initializer": "scaled"}
CIRCLES = {"generator": "circles", "train_examples": 40, "test_examples": 20, "noise": 0.05, "seed": 1, "test_seed": 2,
           "divide_by": 1, "labels": ["0", "1"]}  # fmt: skip


def test_variants_are_paired_by_their_initial_weights() -> None:
    """Replicate s of He and scaled start from the same normal draws, each with its own factor."""
    he = replicates.initial_ensemble({**SETTINGS, "initializer": "he"}, 7, 3)
    scaled = replicates.initial_ensemble(SETTINGS, 7, 3)
    np.testing.assert_allclose(he, np.sqrt(2) * scaled, rtol=1e-15)
    assert not np.array_equal(scaled[0], scaled[1])
    assert not np.array_equal(scaled, replicates.initial_ensemble(SETTINGS, 8, 3))


def test_the_streams_of_weights_and_masks_differ() -> None:
    """A replicate's masks are not the draws that its weights came from."""
    draws = [
        np.random.Generator(np.random.PCG64(replicates.stream(0, name, 4))).random() for name in replicates.STREAMS
    ]
    assert len(set(draws)) == len(replicates.STREAMS)


def test_a_replicate_is_the_single_training_from_its_streams() -> None:
    """The ensemble's member equals nn.train with that replicate's weights and masks, for both kinds of masks."""
    dataset = make(CIRCLES, {})
    for masks in ("fixed", "fresh"):
        settings = {**SETTINGS, "keep_prob": 0.8, "masks": masks}
        together = replicates.train(settings, dataset, 5, 3)
        theta = replicates.initial_ensemble(settings, 5, 3)[2]
        setup = nn.Descent(settings["layers"], 0.1, 30, keep_prob=0.8, masks=masks, record_every=30)
        alone = nn.train(setup, theta, dataset.X_train, dataset.Y_train, replicates.stream(5, "masks", 2))
        assert together.final_cost[2] == alone.costs[-1]
        assert together.test_accuracy[2] == nn.accuracy(setup, alone.theta, dataset.X_test, dataset.Y_test)


def test_diverged_and_collapsed_replicates_are_marked() -> None:
    """An absurd learning rate diverges and has no accuracy; zeros never leave one class."""
    dataset = make(CIRCLES, {})
    diverged = replicates.train({**SETTINGS, "learning_rate": 1e9, "l2_lambda": 1.0}, dataset, 0, 4)
    assert diverged.diverged.all()
    assert np.isnan(diverged.test_accuracy).all()
    zeros = replicates.train({**SETTINGS, "initializer": "zeros"}, dataset, 0, 2)
    assert zeros.collapsed.all()
    assert not zeros.diverged.any()
