"""A member of an ensemble is bit by bit the single run of its seeds, whatever else is trained beside it."""

import numpy as np
import pytest

import nn
from tests.nn.cases import accuracy, points, settings_of

TRICKS = {
    "plain": {},
    "l2": {"l2_lambda": 0.7},
    "fixed": {"keep_prob": 0.8, "masks": "fixed"},
    "fresh": {"keep_prob": 0.8, "masks": "fresh"},
    "batch norm": {"batch_norm": True, "l2_lambda": 0.7},
    "batch norm and masks": {"batch_norm": True, "activation": "tanh", "keep_prob": 0.8, "clip_norm": 0.1},
    "clipped": {"clip_norm": 0.1, "l2_lambda": 0.7},
    "tanh": {"activation": "tanh", "keep_prob": 0.8},
    "leaky ReLU": {"activation": "leaky_relu", "keep_prob": 0.8, "masks": "fixed"},
    "GELU": {"activation": "gelu_tanh", "l2_lambda": 0.7},
}
SEEDS = (1, 2, 3, 4, 5)


@pytest.fixture(params=[1, 3, 32], ids=lambda size: f"chunks of {size}")
def chunk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Train so many networks side by side at most."""
    monkeypatch.setattr("nn.ensembles.CHUNK_NETWORKS", request.param)


def stacked(layers: list[int], form: nn.Form = nn.RELU) -> np.ndarray:
    """Return initial parameters (S, P)."""
    return np.stack([form.start(nn.initialize("he", layers, seed), layers) for seed in SEEDS])


@pytest.mark.parametrize("layers", [[2, 5, 3, 1], [2, 1, 1], [2, 1]], ids=str)
@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.usefixtures("chunk")
def test_member_equals_its_single_run(trick: str, layers: list[int]) -> None:
    """Parameters and costs are the same bits, in chunks of 1, 3 or all networks."""
    X, Y = points(37)
    settings = settings_of(layers, learning_rate=0.3, epochs=60, record_every=20, **TRICKS[trick])
    theta, seeds = stacked(layers, settings.form), [10 + seed for seed in SEEDS]
    together = nn.train(settings, theta, X, Y, seeds)
    for k, seed in enumerate(seeds):
        alone = nn.train(settings, theta[k], X, Y, seed)
        assert np.array_equal(together.theta[k], alone.theta)
        assert np.array_equal(together.costs[k], alone.costs)


@pytest.mark.parametrize("features", [2, 9])
def test_training_leaves_its_initial_parameters_alone(features: int) -> None:
    """The theta passed in is unchanged, of a single network and an ensemble, also in the span of the examples."""
    X, Y = points(6, features)
    theta = stacked([features, 3, 1])
    before = theta.copy()
    settings = settings_of([features, 3, 1], learning_rate=0.3, epochs=3)
    for start in (theta[0], theta):
        assert not np.array_equal(nn.train(settings, start, X, Y).theta, start)
    assert np.array_equal(theta, before)


def test_run_of_an_ensemble_has_a_leading_axis() -> None:
    """Parameters are (S, P), costs (S, k), accuracies (S,)."""
    X, Y = points(6)
    settings = settings_of([2, 3, 1], learning_rate=0.3, epochs=10, record_every=5)
    run = nn.train(settings, stacked([2, 3, 1]), X, Y)
    shapes = run.theta.shape, run.costs.shape, run.diverged.shape, accuracy([2, 3, 1], run.theta, X, Y).shape
    assert shapes == ((5, 13), (5, 3), (5,), (5,))


def test_one_mask_seed_serves_a_whole_ensemble() -> None:
    """With a single mask seed every member has that seed's masks."""
    X, Y = points(20)
    settings = settings_of([2, 3, 1], learning_rate=0.3, epochs=10, keep_prob=0.5)
    theta = stacked([2, 3, 1])
    assert np.array_equal(nn.train(settings, theta, X, Y, 7).theta, nn.train(settings, theta, X, Y, [7] * 5).theta)


def test_progress_is_told_each_recorded_cost() -> None:
    """The callback gets the epochs and costs of the run."""
    X, Y = points(20)
    told: list[tuple[int, float]] = []
    settings = settings_of([2, 3, 1], learning_rate=0.3, epochs=10, record_every=4)
    run = nn.train(settings, stacked([2, 3, 1])[0], X, Y, progress=lambda *args: told.append(args))
    assert told == list(zip([0, 4, 8, 10], run.costs.tolist(), strict=True))
