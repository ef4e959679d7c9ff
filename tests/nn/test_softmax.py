"""Networks for K classes: gradients, members of ensembles, and training in the span, as for two classes."""

import numpy as np
import pytest

import nn
from nn.dropout import FreshMasks
from nn.ensembles import Ensemble
from nn.gradcheck import complex_step
from nn.network_check import check
from nn.training import train_directly
from tests.nn.cases import classes_of, settings_of

TRICKS = {
    "plain": {},
    "l2": {"l2_lambda": 0.7},
    "fresh": {"keep_prob": 0.8},
    "both": {"l2_lambda": 0.7, "keep_prob": 0.8},
}


def stacked(layers: list[int], networks: int = 5) -> np.ndarray:
    """Return initial parameters (S, P)."""
    return np.stack([nn.initialize("he", layers, seed) for seed in range(networks)])


@pytest.mark.parametrize("layers", [[2, 3], [2, 6, 2], [2, 6, 5, 3], [2, 40, 5, 10]], ids=str)
@pytest.mark.parametrize("trick", TRICKS)
def test_gradient_is_that_of_estimates(trick: str, layers: list[int]) -> None:
    """By complex step within 1e-13 array by array, by central differences within 1e-7, every entry compared."""
    X, Y = classes_of(layers[-1], 15)
    made = nn.Network(layers, X, Y, **TRICKS[trick])
    made.theta[...] = stacked(layers, 1)[0] + 0.1 * np.random.RandomState(4).randn(made.theta.size)
    masks = FreshMasks(layers, 15, 0.8, 5).draw() if "keep_prob" in TRICKS[trick] else None
    found = check(made, masks)
    assert {name: c.difference for name, c in found.items() if c.difference > 1e-13} == {}
    assert found["all"].checked == found["all"].parameters == made.theta.size
    assert check(made, masks, epsilon=1e-6)["all"].difference < 1e-7


def test_gradient_is_that_of_an_independent_formula() -> None:
    """The network's gradient is the complex step of -log(exp(Z_Y) / sum of exp(Z_k)), written out anew."""
    layers = [2, 6, 5, 4]
    X, Y = classes_of(4, 15)
    made = nn.Network(layers, X, Y)
    made.theta[...] = stacked(layers, 1)[0] + 0.1 * np.random.RandomState(4).randn(made.theta.size)

    def cost(theta: np.ndarray) -> np.ndarray:
        W1, b1, W2, b2, W3, b3 = nn.named_arrays(theta, layers).values()
        A = (W1 @ X + b1) * ((W1 @ X + b1).real > 0)
        A = (W2 @ A + b2) * ((W2 @ A + b2).real > 0)
        E = np.exp(W3 @ A + b3)
        chosen = np.take_along_axis(E, np.broadcast_to(Y[None].astype(int), (len(E), 1, 15)), axis=1)
        return -np.log(chosen[:, 0] / E.sum(axis=1)).mean(axis=-1)

    made.forward()
    np.testing.assert_allclose(made.backward(), complex_step(cost, made.theta), rtol=1e-11, atol=1e-15)


@pytest.mark.parametrize("examples", [1, 7, 37])
@pytest.mark.parametrize("layers", [[2, 2], [2, 5, 3], [2, 20, 10], [2, 6, 17]], ids=str)
@pytest.mark.parametrize("size", [3, 32])
def test_member_equals_its_single_run(size: int, layers: list[int], examples: int,
                                      monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """Parameters, costs and predictions are the same bits, in chunks of 3 or all networks."""
    monkeypatch.setattr("nn.ensembles.CHUNK_NETWORKS", size)
    X, Y = classes_of(layers[-1], examples)
    settings = settings_of(layers, learning_rate=0.3, epochs=40, record_every=20, loss="softmax", l2_lambda=0.1)
    theta = stacked(layers)
    together = nn.train(settings, theta, X, Y)
    for k in range(len(theta)):
        alone = nn.train(settings, theta[k], X, Y)
        assert np.array_equal(together.theta[k], alone.theta)
        assert np.array_equal(together.costs[k], alone.costs)
        predicted = nn.predict(layers, together.theta, X)[k]
        assert np.array_equal(predicted, nn.predict(layers, alone.theta, X))
        np.testing.assert_allclose(predicted.sum(axis=0), 1, rtol=1e-14)


@pytest.mark.parametrize("trick", TRICKS)
def test_training_in_the_span_is_direct_training(trick: str) -> None:
    """With more features than examples, parameters and costs agree within 1e-12."""
    layers = [50, 4, 3]
    X, Y = classes_of(3, 12, 50)
    settings = settings_of(layers, learning_rate=0.1, epochs=60, record_every=7, loss="softmax", **TRICKS[trick])
    theta, seeds = stacked(layers, 3), [4, 5, 6]
    direct = train_directly(Ensemble(settings, theta, X, Y, seeds, np.arange(3)), None)
    spanned = nn.train(settings, theta, X, Y, seeds)
    assert np.abs(direct.theta - theta).max() > 1e-2
    np.testing.assert_allclose(spanned.theta, direct.theta, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(spanned.costs, direct.costs, rtol=1e-12)


def test_two_outputs_learn_what_one_does() -> None:
    """Without hidden layers, softmax on two outputs at half the rate moves their difference as one output moves."""
    X, Y = classes_of(2, 30)
    one = nn.train(settings_of([2, 1], 0.2, 50), np.zeros(3), X, Y)
    two = nn.train(settings_of([2, 2], 0.1, 50, loss="softmax"), np.zeros(6), X, Y)
    np.testing.assert_allclose(two.theta[3:] - two.theta[:3], one.theta, rtol=1e-10)
    np.testing.assert_allclose(two.costs, one.costs, rtol=1e-12)


def test_far_logits_neither_overflow_nor_lose_their_gradient() -> None:
    """Weights of 1e4: a confidently wrong point costs as much, and its class's gradient is -1."""
    network = nn.Network([1, 3], np.ones((1, 1)), np.full((1, 1), 2.0))
    network.theta[...] = [1e4, 0, 0, 0, 0, 0]
    assert network.forward()[:, 0].tolist() == [1, 0, 0]
    assert network.cost() == 1e4
    assert network.backward().tolist() == [1, 1, 0, 0, -1, -1]
