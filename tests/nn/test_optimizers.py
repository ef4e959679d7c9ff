"""Optimizers: their steps, and that one with a state needs nothing but its class and its row in the table."""

from dataclasses import FrozenInstanceError, dataclass, fields

import numpy as np
import pytest

import nn
from nn.factories import optimizer_of
from nn.optimizers import OPTIMIZERS, GradientDescent, Optimizer, State
from tests.nn.cases import points, settings_of

LAYERS = [50, 4, 3, 1]


@dataclass(frozen=True)
class Momentum(Optimizer):
    """V <- 0.9 V + grad, theta <- theta - learning_rate V."""

    learning_rate: np.ndarray

    def start(self, theta: np.ndarray) -> State:
        """Return V = 0."""
        return (np.zeros_like(theta),)

    def step(self, theta: np.ndarray, grad: np.ndarray, state: State) -> None:
        """Move theta by one step."""
        (V,) = state
        V *= 0.9
        V += grad
        theta -= self.learning_rate * V


@dataclass(frozen=True)
class Late(Optimizer):
    """Does not move before its 151st step, as one whose updates round to nothing at first."""

    def start(self, theta: np.ndarray) -> State:
        """Return the number of steps, 0."""
        return (np.zeros(()),)

    def step(self, theta: np.ndarray, grad: np.ndarray, state: State) -> None:
        """Count, and move by one from the 151st step on."""
        state[0][...] += 1
        theta += state[0] > 150


@pytest.fixture(autouse=True)
def further(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add the optimizers above to the table."""
    monkeypatch.setitem(OPTIMIZERS, "momentum", Momentum)
    monkeypatch.setitem(OPTIMIZERS, "late", Late)


def test_gradient_descent_by_hand() -> None:
    """Theta 1 with gradient 2 and learning rate 0.25 becomes 0.5; beside it, with 1.0, it becomes -1."""
    theta, grad = np.ones((2, 3)), np.full((2, 3), 2.0)
    GradientDescent(np.array([[0.25], [1.0]])).step(theta, grad, ())
    assert theta.tolist() == [[0.5] * 3, [-1.0] * 3]


def test_shrinkage_outside_the_span_by_hand() -> None:
    """With learning rate 0.5 and lambda 2 on 4 examples a step leaves 3/4, so two steps leave 9/16, squared 81/256."""
    optimizer = GradientDescent(np.array(0.5))
    assert optimizer.shrinkage(np.array(2.0), 4, 2) == 9 / 16
    assert optimizer.shrinkage(np.array(2.0), 4, 2, power=2) == 81 / 256
    each = GradientDescent(np.array([[0.5], [1.0]])).shrinkage(np.array([[2.0], [0.0]]), 4, np.array([0, 1, 2]))
    assert each.tolist() == [[1, 3 / 4, 9 / 16], [1, 1, 1]]


def test_settings_of_an_optimizer_are_those_of_the_training() -> None:
    """A number becomes an array without axes; one for each network becomes a column, which goes with theta (S, P)."""
    rates = np.array([0.1, 0.2])
    assert optimizer_of(settings_of([1, 1], 0.1)).learning_rate.shape == ()
    assert optimizer_of(settings_of([1, 1], rates)).learning_rate.tolist() == [[0.1], [0.2]]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_optimizer_cannot_change_itself(name: str) -> None:
    """All that changes from step to step is in the state, so nothing can be missing when a training looks for rest."""
    optimizer = optimizer_of(settings_of([1, 1], np.array([0.1, 0.2]), optimizer=name))
    assert "__dataclass_fields__" in vars(type(optimizer)), "without @dataclass(frozen=True), attributes can be set"
    for field in fields(optimizer):
        with pytest.raises(FrozenInstanceError):
            setattr(optimizer, field.name, 1.0)
        with pytest.raises(ValueError, match="read-only"):
            getattr(optimizer, field.name)[...] = 1.0


@pytest.mark.parametrize("features", [2, 50], ids=["narrow", "wide"])
def test_an_optimizer_with_a_state_moves_as_its_formula_says(features: int) -> None:
    """Momentum ends, to the last bit, where its formula does; with more features than examples too."""
    X, Y = points(12, features)
    layers = [features, 4, 1]
    settings = settings_of(layers, 0.1, 50, l2_lambda=0.7, optimizer="momentum")
    network, start = nn.network_of(settings, X, Y), nn.initialize("he", layers, 1)
    network.theta[...], V = start, 0.0
    for _ in range(50):
        network.forward()
        V = 0.9 * V + network.backward()
        network.theta[...] -= 0.1 * V
    run = nn.train(settings, start, X, Y)
    np.testing.assert_array_equal(run.theta, network.theta)


def test_an_optimizer_is_not_used_in_the_span_unless_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """With wide inputs, gradient descent needs the span, momentum does not."""
    monkeypatch.setattr("nn.span.Span", None)
    X, Y = points(12, 50)
    start = nn.initialize("he", LAYERS, 1)
    nn.train(settings_of(LAYERS, optimizer="momentum"), start, X, Y)
    with pytest.raises(TypeError, match="NoneType"):
        nn.train(settings_of(LAYERS), start, X, Y)


@pytest.mark.parametrize("features", [2, 50], ids=["narrow", "wide"])
def test_members_of_an_ensemble_have_a_state_each(features: int) -> None:
    """Each member trained with momentum is bit by bit its run alone, with learning rates of their own."""
    X, Y = points(12, features)
    layers, rates = [features, 4, 3, 1], np.array([0.1, 0.03, 0.1])
    theta = np.stack([nn.initialize("he", layers, seed) for seed in (1, 2, 3)])
    together = nn.train(settings_of(layers, rates, 60, optimizer="momentum"), theta, X, Y)
    for k in range(3):
        alone = nn.train(settings_of(layers, float(rates[k]), 60, optimizer="momentum"), theta[k], X, Y)
        assert np.array_equal(together.theta[k], alone.theta)
        assert np.array_equal(together.costs[k], alone.costs)


def test_a_state_that_changes_is_no_rest() -> None:
    """Steps that do not move theta yet, but count, go on: theta moves in the 150 steps after the first 150."""
    X, Y = points(12)
    run = nn.train(settings_of([2, 1], 0.1, 300, optimizer="late"), np.zeros(3), X, Y)
    assert run.theta.tolist() == [150.0] * 3


def test_unknown_optimizer_is_named_with_the_known_ones() -> None:
    """The error holds the name given and all names accepted."""
    X, Y = points(4)
    with pytest.raises(ValueError, match=r"'newton'; known: gradient_descent"):
        nn.train(settings_of([2, 1], optimizer="newton"), np.zeros(3), X, Y)
