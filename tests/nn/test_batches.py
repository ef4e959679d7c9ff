"""Minibatches: each epoch passes over all examples in an order of its own, for one network as for many."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import nn
from nn.dropout import multiplied_out
from nn.ensembles import Ensemble
from nn.factories import batches_of, network_of
from nn.training import train_directly
from tests.nn import textbook
from tests.nn.cases import points, settings_of

LAYERS = [2, 5, 3, 1]
TRICKS: dict[str, dict[str, Any]] = {
    "plain": {},
    "L2": {"l2_lambda": 0.7},
    "fixed masks": {"keep_prob": 0.7, "masks": "fixed"},
    "fresh masks": {"keep_prob": 0.7, "masks": "fresh", "l2_lambda": 0.7},
    "Adam with a schedule": {"optimizer": "adam", "schedule": "cosine", "warmup_epochs": 3},
    "batch norm": {"batch_norm": True, "l2_lambda": 0.7, "keep_prob": 0.7},
    "clipped AdamW with batch norm": {"optimizer": "adamw", "clip_norm": 0.1, "batch_norm": True, "activation": "tanh"},
    "early stopping": {"validation_fraction": 0.3, "patience": 1},
}


def orders(seed: Any, m: int, epochs: int) -> list[np.ndarray]:
    """Return the order of the examples at each epoch, as it is documented."""
    generator = np.random.default_rng(seed)
    return [generator.permutation(m) for _ in range(epochs)]


def test_an_epoch_passes_over_all_examples_once() -> None:
    """In the order that the seed says, in batches of 8 and of the 5 that are left; the next epoch in another."""
    X, Y = points(21)
    settings = settings_of(LAYERS, batch_size=8)
    batches = batches_of(settings, network_of(settings, X, Y), 5)
    for order in orders(5, 21, 2):
        found = [(batch.first.A_below[:-1].copy(), batch.Y.copy()) for batch, _ in batches.of_epoch(None)]
        assert [labels.shape[1] for _, labels in found] == [8, 8, 5]
        np.testing.assert_array_equal(np.concatenate([inputs for inputs, _ in found], axis=1), X[:, order])
        np.testing.assert_array_equal(np.concatenate([labels for _, labels in found], axis=1), Y[:, order])


@pytest.mark.parametrize("trick", ["plain", "L2", "fixed masks", "fresh masks"])
def test_training_is_the_textbooks_on_each_batch(trick: str) -> None:
    """Within rounding; the penalty is divided by all examples; fixed masks go with examples, fresh ones with places."""
    (X, Y), epochs, m = points(21), 20, 21
    settings = settings_of(LAYERS, 0.3, epochs, batch_size=8, record_every=7, **TRICKS[trick])
    start = nn.initialize("he", LAYERS, 1)
    source = nn.masks_of(settings, m, 4)
    parameters, costs = [(block[:, :-1], block[:, -1:]) for block in nn.split(start, LAYERS)], []
    for epoch, order in enumerate([*orders(5, m, epochs), np.arange(m)]):
        masks = [multiplied_out(mask)[:-1].copy() for mask in source.draw()] if source else []
        if epoch in settings.recorded_epochs:
            A = textbook.forward(parameters, X, masks)[1][-1]
            costs.append(textbook.cost(parameters, A, Y, settings.l2_lambda))
        for places in np.split(np.arange(m), [8, 16]) if epoch < epochs else []:
            kept = [mask[:, order[places] if trick == "fixed masks" else places] for mask in masks]
            Zs, As = textbook.forward(parameters, X[:, order[places]], kept)
            dZ, share = textbook.residual(As[-1], Y[:, order[places]]), settings.l2_lambda * len(places) / m
            gradients = textbook.backward(parameters, Zs, As, dZ, kept, share)
            parameters = textbook.update(parameters, gradients, 0.3)
    run = nn.train(settings, start, X, Y, 4, 5)
    expected = np.concatenate([np.concatenate([W, b], axis=1).ravel() for W, b in parameters])
    np.testing.assert_allclose(run.theta, expected, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(run.costs, costs, rtol=1e-9)


@pytest.fixture(params=[1, 32], ids=lambda size: f"chunks of {size}")
def chunk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Train so many networks side by side at most."""
    monkeypatch.setattr("nn.ensembles.CHUNK_NETWORKS", request.param)


@pytest.mark.parametrize("features", [2, 50], ids=["narrow", "wide"])
@pytest.mark.parametrize("own", [False, True], ids=["shared data", "data of their own"])
@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.usefixtures("chunk")
def test_members_have_orders_of_their_own(trick: str, own: bool, features: int) -> None:
    """Each member is bit by bit its run alone, with its seeds, settings and data."""
    seeds, layers = (1, 2, 3), [features, *LAYERS[1:]]
    sets = [points(37, features, seed if own else 0) for seed in seeds]
    X, Y = (np.stack(data) for data in zip(*sets, strict=True)) if own else sets[0]
    settings = settings_of(layers, np.array([0.3, 0.1, 0.2]), 12, batch_size=16, record_every=5, **TRICKS[trick])
    theta = np.stack([settings.form.start(nn.initialize("he", layers, seed), layers) for seed in seeds])
    together = nn.train(settings, theta, X, Y, [10, 20, 30], [7, 8, 9])
    assert not np.array_equal(together.theta, nn.train(settings, theta, X, Y, [10, 20, 30], [7, 9, 8]).theta)
    for k, (own_X, own_Y) in enumerate(sets):
        member = settings.members(k)
        if own and features == 50:  # alone, wide inputs are trained in their span
            one = Ensemble(member, theta[k], own_X, own_Y, 10 * (k + 1), np.asarray(0), shuffle_seeds=7 + k)
            alone = train_directly(one, None)
        else:
            alone = nn.train(member, theta[k], own_X, own_Y, 10 * (k + 1), 7 + k)
        assert np.array_equal(together.theta[k], alone.theta)
        assert np.array_equal(together.costs[k], alone.costs)


def test_equal_starts_are_not_equal_networks() -> None:
    """Networks that differ in nothing but the order of their examples are trained each; with one order, once."""
    (X, Y), start = points(21), np.tile(nn.initialize("he", LAYERS, 1), (3, 1))
    settings = settings_of(LAYERS, 0.3, 5, batch_size=8)
    different = nn.train(settings, start, X, Y, 0, [1, 2, 3]).theta
    assert not np.array_equal(different[0], different[1])
    assert np.array_equal(nn.train(settings, start, X, Y, 0, 2).theta, different[[1, 1, 1]])


@pytest.mark.parametrize("size", [0, 21])
def test_all_examples_at_once_are_not_shuffled(size: int) -> None:
    """A batch of all is the full batch, to the last bit."""
    X, Y = points(21)
    settings, start = settings_of(LAYERS, 0.3, 20, batch_size=size), nn.initialize("he", LAYERS, 1)
    whole = nn.train(replace(settings, batch_size=0), start, X, Y)
    assert np.array_equal(nn.train(settings, start, X, Y, 0, 5).theta, whole.theta)


@pytest.mark.parametrize("schedule", ["constant", "inverse_time"])
def test_gradient_descent_on_minibatches_is_exact_in_the_span(schedule: str) -> None:
    """The part of W_1 outside the span shrinks at every update."""
    (X, Y), layers = points(12, 50), [50, 4, 3, 1]
    settings = settings_of(layers, 0.1, 30, batch_size=5, l2_lambda=0.7, schedule=schedule, schedule_every=4)
    theta = np.stack([nn.initialize("he", layers, seed) for seed in (1, 2)])
    direct = train_directly(Ensemble(settings, theta, X, Y, 0, np.arange(2), shuffle_seeds=[1, 2]), None)
    spanned = nn.train(settings, theta, X, Y, 0, [1, 2])
    np.testing.assert_allclose(spanned.theta, direct.theta, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(spanned.costs, direct.costs, rtol=1e-12)


@pytest.mark.parametrize(("size", "m", "together"), [(0, 1437, 1), (64, 1437, 6), (64, 100_000, 1)])
def test_batches_of_networks_side_by_side_fit_the_cache(size: int, m: int, together: int) -> None:
    """Of 64-64-10, six on 64 examples at a time and one on 1437; many examples leave memory for one network only."""
    settings, theta = settings_of([64, 64, 10], batch_size=size), np.zeros((32, 4810))
    ensemble = Ensemble(settings, theta, np.zeros((64, m)), np.zeros((1, m)), 0, np.arange(32))
    assert ensemble.networks_together() == together


def test_a_batch_larger_than_the_data_is_an_error() -> None:
    """Both numbers are in the message."""
    with pytest.raises(ValueError, match="batch_size 22: there are 21 training examples"):
        nn.train(settings_of(LAYERS, batch_size=22), nn.initialize("he", LAYERS, 1), *points(21))


def test_a_witness_counts_epochs_or_updates() -> None:
    """Before epoch 2 of 3 batches come 6 updates; the end is epoch 4, and update 12."""
    (X, Y), seen = points(21), []

    def show(moment: int, _number: int, theta: np.ndarray, _state: tuple[np.ndarray, ...]) -> None:
        seen.append((moment, theta))

    by_epoch = nn.Witness([0, 2, 4], lambda together: together, show)
    by_update = nn.Witness([0, 6, 7, 12], lambda together: together, show, by_update=True)
    settings = settings_of(LAYERS, 0.3, 4, batch_size=8)
    run = nn.train(settings, nn.initialize("he", LAYERS, 1), X, Y, 0, 3, witnesses=[by_epoch, by_update])
    assert [moment for moment, _ in seen] == [0, 0, 2, 6, 7, 4, 12]
    thetas = [theta for _, theta in seen]
    assert np.array_equal(thetas[2], thetas[3])
    assert not np.array_equal(thetas[3], thetas[4])
    assert np.array_equal(thetas[5], run.theta)
