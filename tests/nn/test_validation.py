"""Validation split and early stopping: by hand, per network, with best weights, and exact for wide inputs."""

from typing import Any

import numpy as np
import pytest

import nn
from nn.stopping import Stopping
from nn.validation import split
from tests.nn.cases import points, settings_of

LAYERS = [2, 6, 1]
STOP = {"validation_fraction": 0.3, "patience": 3, "record_every": 5, "learning_rate": 1.0}


def stopping(losses: list[float], patience: int) -> Stopping:
    """Return the stopping of a network [1, 1] after records at epochs 0, 10, 20, ... of these validation losses."""
    found = Stopping(settings_of([1, 1], epochs=100, patience=patience), np.ones((1, 1)), np.ones((1, 1)), ())
    for number, loss in enumerate(losses):
        z = -np.log(np.expm1(loss))  # log(1 + exp(-z)) = loss
        found.look(10 * number, np.array([z, 0.0]))
    return found


def test_patience_is_counted_from_the_least_loss() -> None:
    """Of 3, 1, 2, 1.5 with patience 2, the stop is at the fourth record, and the weights are those of the second."""
    found = stopping([3, 1, 2, 1.5, 0.1], 2)
    assert (int(found.stopped), int(found.kept), bool(found.goes_on)) == (30, 10, False)
    np.testing.assert_allclose(found.best()[0], -np.log(np.expm1(1)))


def test_an_equal_loss_is_not_lower() -> None:
    """Of equal losses the first one's weights are kept; without a stop the epoch is the last one."""
    found = stopping([2, 1, 1], 5)
    assert (int(found.stopped), int(found.kept), bool(found.goes_on)) == (100, 10, True)


def test_costs_after_a_stop_are_those_of_the_weights_kept() -> None:
    """Up to the stop they are the training's; after it, and in the end, that of the epoch kept."""
    held = stopping([3, 1, 2, 1.5], 2).hold(np.arange(0, 60, 10), np.array([9.0, 8.0, 7.0, 6.0, np.nan, np.nan]))
    assert held.tolist() == [9, 8, 7, 6, 8, 8]


def test_split_is_seeded_and_in_proportion() -> None:
    """Of 40 examples, 10 of class 1, a fifth is held back, a fifth of each class; another seed draws others."""
    Y = (np.arange(40) % 4 == 0)[None] * 1.0
    kept, held = split(Y, 0.2, 0)
    assert sorted([*kept, *held]) == list(range(40))
    assert (len(held), Y[0, held].sum()) == (8, 2)
    assert np.array_equal(split(Y, 0.2, 0)[1], held)
    assert not np.array_equal(split(Y, 0.2, 1)[1], held)


def test_something_is_held_back_and_something_stays() -> None:
    """Whatever the fraction, of two examples one is held back."""
    for fraction in (0.01, 0.9):
        assert [len(part) for part in split(np.array([[0.0, 1.0]]), fraction, 0)] == [1, 1]


def test_held_back_examples_are_not_trained_on() -> None:
    """The training is that of the other examples alone, to the last bit, in ensembles with data of their own, too."""
    X, Y = points(30)
    kept, _ = split(Y, 0.3, 1)
    settings, start = settings_of(LAYERS, 0.3, 20), nn.initialize("he", LAYERS, 1)
    found = nn.train(settings_of(LAYERS, 0.3, 20, validation_fraction=0.3), start, X, Y, validation_seeds=1)
    assert np.array_equal(found.theta, nn.train(settings, start, X[:, kept], Y[:, kept]).theta)
    assert found.stopped is None


@pytest.mark.parametrize("seeds", [1, range(7)], ids=["one split", "splits of their own"])
@pytest.mark.parametrize("own_data", [False, True])
def test_a_member_stops_by_itself(own_data: bool, seeds: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of an ensemble stops where it stops alone, and keeps the same bits, in chunks of 3."""
    monkeypatch.setattr("nn.ensembles.CHUNK_NETWORKS", 3)
    X, Y = points(30)
    Xs, Ys = (
        (np.stack([X + 0.1 * k for k in range(7)]), np.stack([np.roll(Y, k) for k in range(7)])) if own_data else (X, Y)
    )
    settings, start = (
        settings_of(LAYERS, epochs=200, **STOP),
        np.stack([nn.initialize("he", LAYERS, s) for s in range(7)]),
    )
    together = nn.train(settings, start, Xs, Ys, validation_seeds=seeds)
    assert together.stopped is not None
    assert together.kept is not None
    assert len(set(together.stopped.tolist())) > 1
    for k in range(7):
        data, seed = (Xs[k], Ys[k]) if own_data else (X, Y), seeds if isinstance(seeds, int) else seeds[k]
        alone = nn.train(settings, start[k], *data, validation_seeds=seed)
        assert np.array_equal(together.theta[k], alone.theta)
        assert np.array_equal(together.costs[k], alone.costs)
        assert (together.stopped[k], together.kept[k]) == (alone.stopped, alone.kept)


def test_the_weights_kept_are_those_of_a_training_that_ends_there() -> None:
    """Parameters after an early stop are, to the last bit, those of a training of as many epochs as were kept."""
    X, Y = points(30)
    start = nn.initialize("he", LAYERS, 2)
    run = nn.train(settings_of(LAYERS, epochs=200, **STOP), start, X, Y, validation_seeds=1)
    assert run.kept is not None
    assert 0 < run.kept < 200
    shorter = settings_of(LAYERS, epochs=int(run.kept), **STOP | {"patience": 0})
    assert np.array_equal(run.theta, nn.train(shorter, start, X, Y, validation_seeds=1).theta)


@pytest.mark.parametrize("patience", [3, 0])
@pytest.mark.parametrize("l2_lambda", [0.0, 0.7])
def test_wide_inputs_stop_alike(l2_lambda: float, patience: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With more features than examples, training is the same whether or not it goes by the span of the examples."""
    (X, Y), layers = points(16, 30), [30, 4, 1]
    settings = settings_of(
        layers, epochs=60, **STOP | {"learning_rate": 0.1, "record_every": 1, "patience": patience}, l2_lambda=l2_lambda
    )
    start = np.stack([nn.initialize("scaled", layers, seed) for seed in range(4)])
    found = nn.train(settings, start, X, Y, validation_seeds=[1, 2, 3, 4])
    monkeypatch.setattr("nn.training.uses_span", lambda _: False)
    direct = nn.train(settings, start, X, Y, validation_seeds=[1, 2, 3, 4])
    for end in ("kept", "stopped"):
        np.testing.assert_equal(getattr(found, end), getattr(direct, end))
    np.testing.assert_allclose(found.costs, direct.costs, rtol=1e-10)
    np.testing.assert_allclose(found.theta, direct.theta, rtol=1e-10, atol=1e-12)
