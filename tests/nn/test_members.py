"""Each network of an ensemble may have settings and data of its own, and is bit by bit its run alone."""

from typing import Any

import numpy as np
import pytest

import nn
from nn.dropout import multiplied_out
from tests.nn.cases import accuracy, points, settings_of

SEEDS = (1, 2, 3, 4, 5)
EACH: dict[str, dict[str, Any]] = {
    "learning rates": {"learning_rate": [0.3, 0.1, 0.3, 0.03, 0.5]},
    "penalties": {"l2_lambda": [0.0, 0.7, 0.0, 5.0, 0.0]},
    "fixed masks": {"keep_prob": [1.0, 0.86, 0.5, 1.0, 1.0], "masks": "fixed"},
    "fresh masks": {"keep_prob": [1.0, 0.86, 0.5, 1.0, 1.0], "masks": "fresh"},
    "all": {
        "learning_rate": [0.3, 0.1, 0.3, 0.03, 0.5],
        "l2_lambda": [0.0, 0.7, 0.7, 5.0, 0.0],
        "keep_prob": [1.0, 0.86, 1.0, 0.5, 1.0],
    },
}


@pytest.fixture(params=[1, 2, 32], ids=lambda size: f"chunks of {size}")
def chunk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Train so many networks side by side at most."""
    monkeypatch.setattr("nn.ensembles.CHUNK_NETWORKS", request.param)


def alone(given: dict[str, Any], k: int) -> dict[str, Any]:
    """Return the settings of member k as numbers."""
    return {name: value[k] if isinstance(value, list) else value for name, value in given.items()}


def together(given: dict[str, Any]) -> dict[str, Any]:
    """Return the settings with an array where each member has its own."""
    return {name: np.array(value) if isinstance(value, list) else value for name, value in given.items()}


@pytest.mark.parametrize("features", [2, 50], ids=["direct", "span"])
@pytest.mark.parametrize("loss", ["logits", "saturating"])
@pytest.mark.parametrize("name", EACH)
@pytest.mark.usefixtures("chunk")
def test_member_with_settings_of_its_own_is_its_run_alone(name: str, loss: str, features: int) -> None:
    """Parameters and costs are the bits of the run with that member's settings as numbers."""
    X, Y = points(37, features)
    layers = [features, 5, 4, 3, 1]
    given = {
        "layers": tuple(layers),
        "learning_rate": 0.3,
        "epochs": 60,
        "record_every": 20,
        "loss": loss,
        **EACH[name],
    }
    theta = np.stack([nn.initialize("he", layers, seed) for seed in SEEDS])
    ensemble = nn.train(settings_of(**together(given)), theta, X, Y, [10 + seed for seed in SEEDS])
    for k, seed in enumerate(SEEDS):
        single = nn.train(settings_of(**alone(given, k)), theta[k], X, Y, 10 + seed)
        assert np.array_equal(ensemble.theta[k], single.theta)
        assert np.array_equal(ensemble.costs[k], single.costs)


@pytest.mark.parametrize("keep_prob", [1.0, 0.8])
@pytest.mark.parametrize("features", [2, 50], ids=["direct", "span"])
@pytest.mark.parametrize("own", ["inputs", "labels", "both"])
@pytest.mark.usefixtures("chunk")
def test_member_with_data_of_its_own_is_its_run_alone(own: str, features: int, keep_prob: float) -> None:
    """Parameters and costs are the bits of the run on that member's data; so are accuracy and probabilities."""
    layers, sets = [features, 5, 3, 1], [points(37, features, seed) for seed in SEEDS]
    Xs = np.stack([X for X, _ in sets if own != "labels"] or [sets[0][0]] * len(SEEDS))
    Ys = np.stack([Y for _, Y in sets if own != "inputs"] or [sets[0][1]] * len(SEEDS))
    X, Y = Xs[0] if own == "labels" else Xs, Ys[0] if own == "inputs" else Ys
    settings = settings_of(layers, learning_rate=0.3, epochs=60, record_every=20, keep_prob=keep_prob)
    theta = np.stack([nn.initialize("he", layers, seed) for seed in SEEDS])
    ensemble = nn.train(settings, theta, X, Y, SEEDS)
    predicted, right = nn.predict(layers, theta, X), accuracy(layers, theta, X, Y)
    for k, seed in enumerate(SEEDS):
        assert np.array_equal(predicted[k], nn.predict(layers, theta[k], Xs[k]))
        assert right[k] == accuracy(layers, theta[k], Xs[k], Ys[k])
        single = nn.train(settings, theta[k : k + 1], X if X.ndim == 2 else X[k : k + 1], Ys[k], [seed])
        assert np.array_equal(ensemble.theta[k], single.theta[0])
        assert np.array_equal(ensemble.costs[k], single.costs[0])
        if features == 2:  # alone, inputs with more features than examples are trained in their span
            assert np.array_equal(ensemble.theta[k], nn.train(settings, theta[k], Xs[k], Ys[k], seed).theta)


def test_inputs_of_its_own_are_trained_like_those_in_their_span() -> None:
    """With more features than examples, an ensemble on stacked inputs agrees with the runs in each input's span."""
    sets, layers = [points(12, 50, seed) for seed in SEEDS], [50, 4, 1]
    settings = settings_of(layers, learning_rate=0.1, epochs=60, l2_lambda=0.7)
    theta = np.stack([nn.initialize("he", layers, seed) for seed in SEEDS])
    ensemble = nn.train(settings, theta, np.stack([X for X, _ in sets]), np.stack([Y for _, Y in sets]))
    for k, (X, Y) in enumerate(sets):
        np.testing.assert_allclose(ensemble.theta[k], nn.train(settings, theta[k], X, Y).theta, rtol=1e-12, atol=1e-12)


def test_order_in_memory_does_not_matter() -> None:
    """Inputs stored column by column give the bits of the same inputs stored row by row."""
    X, Y = points(37)
    settings, theta = settings_of([2, 5, 3, 1], 0.3, 60), nn.initialize("he", [2, 5, 3, 1], 1)
    by_columns = nn.train(settings, theta, np.asfortranarray(X), Y)
    assert np.array_equal(by_columns.theta, nn.train(settings, theta, X, Y).theta)


def test_progress_is_told_the_mean_over_members_with_settings_of_their_own() -> None:
    """In the span with a penalty per member, the callback's costs are the means of the run's."""
    X, Y = points(12, 50)
    told: list[float] = []
    settings = settings_of([50, 4, 1], np.array([0.1, 0.2]), 20, l2_lambda=np.array([0.0, 0.7]), record_every=10)
    theta = np.stack([nn.initialize("he", [50, 4, 1], seed) for seed in (1, 2)])
    run = nn.train(settings, theta, X, Y, progress=lambda _, cost: told.append(cost))
    assert told == pytest.approx(run.costs.mean(axis=0).tolist(), rel=1e-14)


def test_fresh_masks_drop_nothing_where_keep_prob_is_one() -> None:
    """A member with keep_prob 1 beside one with 0.5 has masks of ones only."""
    (mask,) = nn.dropout.FreshMasks([1, 1000, 1], 1000, np.array([1.0, 0.5]), [0, 1]).draw()
    masks = multiplied_out(mask)
    assert (masks[0] == 1).all()
    assert np.unique(masks[1, :-1]).tolist() == [0, 2]
