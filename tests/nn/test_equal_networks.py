"""Networks that are equal in all respects are trained once, others each."""

from typing import Any

import numpy as np
import pytest

import nn
from nn.optimizers import GradientDescent
from tests.nn.cases import points, settings_of

LAYERS, EPOCHS = [2, 4, 1], 10
START = nn.initialize("he", LAYERS, 1)
EQUAL = np.stack([START] * 3)
EACH = np.array([0.1, 0.1, 0.1])


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that grows by one entry at every step of a network; networks are not trained side by side here."""
    monkeypatch.setattr("nn.ensembles.CHUNK_NETWORKS", 1)
    made: list[int] = []
    step = GradientDescent.step

    def counted(*arguments: Any) -> None:
        made.append(1)
        step(*arguments)

    monkeypatch.setattr(GradientDescent, "step", counted)
    return made


@pytest.mark.parametrize(
    ("settings", "mask_seeds"),
    [
        ({}, 0),
        ({}, [1, 2, 3]),
        ({"learning_rate": EACH, "l2_lambda": EACH}, 0),
        ({"keep_prob": 0.5}, 7),
        ({"keep_prob": 0.5, "masks": "fixed"}, 7),
        ({"keep_prob": np.array([0.5, 0.5, 0.5])}, 7),
    ],
    ids=["plain", "mask seeds without dropout", "equal rates", "one mask seed", "fixed", "equal probabilities"],
)
@pytest.mark.parametrize("features", [2, 30], ids=["narrow", "wide"])
def test_equal_networks_are_trained_once(
    steps: list[int], features: int, settings: dict[str, Any], mask_seeds: int | list[int]
) -> None:
    """There are as many steps as for one network, and each result has the bits of a run alone."""
    X, Y = points(12, features)
    layers = [features, 4, 1]
    start = nn.initialize("he", layers, 1)
    run = nn.train(settings_of(layers, epochs=EPOCHS, **settings), np.stack([start] * 3), X, Y, mask_seeds)
    assert len(steps) == EPOCHS
    alone = {name: float(value[0]) if np.ndim(value) else value for name, value in settings.items()}
    seed = mask_seeds if isinstance(mask_seeds, int) else mask_seeds[0]
    expected = nn.train(settings_of(layers, epochs=EPOCHS, **alone), start, X, Y, seed)
    assert run.theta.shape == (3, start.size)
    for k in range(3):
        assert np.array_equal(run.theta[k], expected.theta)
        assert np.array_equal(run.costs[k], expected.costs)


X, Y = points(12)


@pytest.mark.parametrize(
    ("theta", "X", "Y", "settings", "mask_seeds"),
    [
        (np.stack([START, START, START + 1]), X, Y, {}, 0),
        (EQUAL, np.stack([X, X, -X]), Y, {}, 0),
        (EQUAL, X, np.stack([Y, Y, 1 - Y]), {}, 0),
        (EQUAL, X, Y, {"learning_rate": np.array([0.1, 0.1, 0.2])}, 0),
        (EQUAL, X, Y, {"keep_prob": 0.5}, [1, 1, 2]),
    ],
    ids=["parameters", "inputs", "labels", "learning rates", "masks"],
)
def test_networks_that_differ_are_trained_each(
    steps: list[int], theta: np.ndarray, X: np.ndarray, Y: np.ndarray, settings: dict[str, Any], mask_seeds: Any
) -> None:
    """Where only the third of them differs, in one respect, it ends elsewhere than the first two."""
    run = nn.train(settings_of(LAYERS, epochs=EPOCHS, **settings), theta, X, Y, mask_seeds)
    assert len(steps) == 3 * EPOCHS
    assert np.array_equal(run.theta[0], run.theta[1])
    assert not np.array_equal(run.theta[0], run.theta[2])


def test_an_ensemble_of_one_is_the_network_alone() -> None:
    """Its results have a leading axis of one, and the bits of the single run."""
    settings = settings_of(LAYERS, epochs=EPOCHS, keep_prob=0.5)
    run, alone = nn.train(settings, START[None], X, Y, [7]), nn.train(settings, START, X, Y, 7)
    assert np.array_equal(run.theta, alone.theta[None])
    assert np.array_equal(run.costs, alone.costs[None])
