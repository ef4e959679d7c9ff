"""Optimizers: their steps, and that one with a state needs nothing but its class and its row in the table."""

from dataclasses import FrozenInstanceError, dataclass, fields, replace
from typing import Any

import numpy as np
import pytest
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer, SGDOptimizer

import nn
from nn.factories import optimizer_of
from nn.optimizers import OPTIMIZERS, GradientDescent, Optimizer, State
from nn.span import shrunk
from tests.nn.cases import points, settings_of

LAYERS = [50, 4, 3, 1]


@dataclass(frozen=True)
class Late(Optimizer):
    """Does not move before its 151st step, as one whose updates round to nothing at first."""

    def start(self, theta: np.ndarray) -> State:
        """Return the number of steps, 0."""
        return (np.zeros(()),)

    def step(self, theta: np.ndarray, grad: np.ndarray, state: State, rate: np.ndarray) -> None:
        """Count, and move by one from the 151st step on."""
        state[0][...] += 1
        theta += state[0] > 150


@pytest.fixture(autouse=True)
def further(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add the optimizer above to the table."""
    monkeypatch.setitem(OPTIMIZERS, "late", Late)


def steps(name: str, grads: list[Any], rate: float = 0.1, theta: float = 1.0, **settings: Any) -> list[float]:
    """Return a single weight after each step of an optimizer, given the gradients."""
    optimizer, weight = optimizer_of(settings_of([1, 1], optimizer=name, **settings)), np.array([theta, 0.0])
    state, found = optimizer.start(weight), []
    for grad in grads:
        optimizer.step(weight, np.array([grad, 0.0]), state, np.array(rate))
        found.append(float(weight[0]))
    return found


def test_gradient_descent_by_hand() -> None:
    """Theta 1 with gradient 2 and learning rate 0.25 becomes 0.5; beside it, with 1.0, it becomes -1."""
    theta, grad = np.ones((2, 3)), np.full((2, 3), 2.0)
    GradientDescent().step(theta, grad, (), np.array([[0.25], [1.0]]))
    assert theta.tolist() == [[0.5] * 3, [-1.0] * 3]


BY_HAND: dict[str, tuple[dict[str, float], list[float]]] = {
    "momentum": ({"beta1": 0.5}, [1 - 0.1 * 1, 1 - 0.1 * 1 - 0.1 * 2.5]),  # v = 1, then 0.5 + 2
    "heavy_ball": ({"beta1": 0.5}, [1 - 0.1 * 2, 1 - 0.1 * 2 - 0.1 * 5]),  # v = 2, then 1 + 4
    "rmsprop": ({"beta2": 0.75, "epsilon": 1.0}, [1 - 0.1 * 2 / 2, 0.9 - 0.1 * 4 / (4.75**0.5 + 1)]),  # v = 1, 4.75
    "adam": ({"beta1": 0.5, "beta2": 0.75, "epsilon": 1.0},  # m' = 2, 2.5 / 0.75; v' = 4, 4.75 / 0.4375
             [1 - 0.1 * 2 / 3, 1 - 0.1 * 2 / 3 - 0.1 * (10 / 3) / ((4.75 / 0.4375) ** 0.5 + 1)]),
    "adamw": ({"beta1": 0.5, "beta2": 0.75, "epsilon": 1.0, "weight_decay": 0.5},  # the weight first loses a 20th
              [0.95 - 0.1 * 2 / 3, 0.95 * (0.95 - 0.2 / 3) - 0.1 * (10 / 3) / ((4.75 / 0.4375) ** 0.5 + 1)]),
}  # fmt: skip


@pytest.mark.parametrize("name", BY_HAND)
def test_two_steps_by_hand(name: str) -> None:
    """A weight of 1 with gradients 2 and then 4, at learning rate 0.1."""
    settings, expected = BY_HAND[name]
    assert steps(name, [2.0, 4.0], **settings) == pytest.approx(expected, rel=1e-15)


def test_adam_first_step_is_the_learning_rate() -> None:
    """Whatever the gradient's size: that is what the correction of the bias is for."""
    for grad in (1e-3, -5.0, 1e6):
        assert steps("adam", [grad], epsilon=1e-300) == pytest.approx([1 - 0.1 * np.sign(grad)], rel=1e-14)


def test_decoupled_decay_spares_biases_and_does_not_touch_the_gradient() -> None:
    """Without a gradient, a weight loses learning rate x weight decay of itself; a bias stays."""
    optimizer, theta = (
        optimizer_of(settings_of([2, 1], optimizer="adamw", weight_decay=0.5)),
        np.array([1.0, -2.0, 3.0]),
    )
    optimizer.step(theta, np.zeros(3), optimizer.start(theta), np.array(0.1))
    assert theta.tolist() == [0.95, -1.9, 3.0]


def gradients(count: int, size: int) -> np.ndarray:
    """Return gradients (count, size) of several magnitudes, some of them 0."""
    generator = np.random.default_rng(0)
    return generator.standard_normal((count, size)) * np.array([1.0, 1e-3, 1e3, 0.0, 1.0])[:size]


def test_steps_are_those_of_scikit_learn() -> None:
    """Its SGDOptimizer with momentum and its AdamOptimizer, 200 steps within 1e-12.

    It adds its epsilon before the bias of the root is corrected, we do afterwards, as the paper's algorithm does; with
    one that is too small to matter both are the same.
    """
    for name, ours, theirs in (
        ("heavy_ball", {"beta1": 0.7}, lambda p: SGDOptimizer(p, 0.01, momentum=0.7, nesterov=False)),
        ("adam", {"beta1": 0.8, "beta2": 0.99, "epsilon": 1e-300},
         lambda p: AdamOptimizer(p, 0.01, beta_1=0.8, beta_2=0.99, epsilon=1e-300)),
    ):  # fmt: skip
        optimizer = optimizer_of(settings_of([4, 1], optimizer=name, **ours))
        theta, expected = np.ones(5), [np.ones(5)]
        state, other = optimizer.start(theta), theirs(expected)
        for grad in gradients(200, 5) + 1e-9:
            other.update_params(expected, [grad])
            optimizer.step(theta, grad.copy(), state, np.array(0.01))
            np.testing.assert_allclose(theta, expected[0], rtol=1e-12, atol=1e-15)


TORCH: dict[str, tuple[str, dict[str, float], dict[str, Any]]] = {
    "gradient_descent": ("SGD", {}, {}),
    "heavy_ball": ("SGD", {"beta1": 0.7}, {"momentum": 0.7}),
    "momentum": ("SGD", {"beta1": 0.7}, {"momentum": 0.7, "dampening": 0.7}),
    "rmsprop": ("RMSprop", {"beta2": 0.99, "epsilon": 1e-3}, {"alpha": 0.99, "eps": 1e-3}),
    "adam": ("Adam", {"beta1": 0.8, "beta2": 0.99, "epsilon": 1e-3}, {"betas": (0.8, 0.99), "eps": 1e-3}),
    "adamw": ("AdamW", {"weight_decay": 0.5}, {"weight_decay": 0.5}),
}


@pytest.mark.parametrize("name", TORCH)
def test_steps_are_those_of_pytorch(name: str) -> None:
    """Weights and bias after each of 200 steps within 1e-12, its decay of the bias set to 0."""
    torch = pytest.importorskip("torch")
    kind, ours, theirs = TORCH[name]
    optimizer, theta = optimizer_of(settings_of([4, 1], optimizer=name, **ours)), np.ones(5)
    weights, bias = (torch.ones(n, dtype=torch.float64, requires_grad=True) for n in (4, 1))
    groups = [{"params": [weights]}, {"params": [bias], "weight_decay": 0.0}]
    other, state = getattr(torch.optim, kind)(groups, lr=0.01, **theirs), optimizer.start(theta)
    for step, grad in enumerate(gradients(200, 5)):
        weights.grad, bias.grad = torch.tensor(grad[:4]), torch.tensor(grad[4:])
        if name == "momentum" and step == 0:  # PyTorch does not dampen its first gradient
            weights.grad *= 0.3
            bias.grad *= 0.3
        other.step()
        optimizer.step(theta, grad.copy(), state, np.array(0.01))
        expected = np.append(weights.detach().numpy(), bias.detach().numpy())
        np.testing.assert_allclose(theta, expected, rtol=1e-12, atol=1e-15)


def test_shrinkage_outside_the_span_by_hand() -> None:
    """With learning rate 0.5 and lambda 2 on 4 examples a step leaves 3/4, so two steps leave 9/16, squared 81/256."""
    settings = settings_of([9, 1], 0.5, 3, l2_lambda=2.0)
    assert shrunk(settings, 4, 2) == 9 / 16
    assert shrunk(settings, 4, 2, power=2) == 81 / 256
    each = settings_of([9, 1], np.array([0.5, 1.0]), 3, l2_lambda=np.array([2.0, 0.0]))
    assert shrunk(each, 4, np.array([0, 1, 2])).tolist() == [[1, 3 / 4, 9 / 16], [1, 1, 1]]
    stepped = replace(settings, schedule="step", schedule_every=1, schedule_factor=0.5)
    assert shrunk(stepped, 4, np.array([0, 1, 2])).tolist() == [1, 3 / 4, 3 / 4 * 7 / 8]


def test_settings_of_an_optimizer_are_those_of_the_training() -> None:
    """A number becomes an array without axes; one for each network becomes a row that goes with theta (S, P)."""
    assert optimizer_of(settings_of([1, 1], optimizer="momentum", beta1=0.5)).beta1.shape == ()
    each = optimizer_of(settings_of([1, 1], optimizer="adamw", weight_decay=np.array([0.1, 0.2])))
    assert each.weight_decay.tolist() == [[0.1, 0.0], [0.2, 0.0]]


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
    """A heavy ball ends, to the last bit, where its formula does; with more features than examples too."""
    X, Y = points(12, features)
    layers = [features, 4, 1]
    settings = settings_of(layers, 0.1, 50, l2_lambda=0.7, optimizer="heavy_ball")
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
@pytest.mark.parametrize("name", [name for name in OPTIMIZERS if name != "gradient_descent"])
def test_members_of_an_ensemble_have_a_state_each(name: str, features: int) -> None:
    """Each member is bit by bit its run alone, with learning rates of their own and a schedule."""
    X, Y = points(12, features)
    layers, rates = [features, 4, 3, 1], np.array([0.1, 0.03, 0.1])
    settings = settings_of(layers, rates, 60, optimizer=name, schedule="cosine", warmup_epochs=5, l2_lambda=0.1)
    theta = np.stack([nn.initialize("he", layers, seed) for seed in (1, 2, 3)])
    together = nn.train(settings, theta, X, Y)
    for k in range(3):
        alone = nn.train(settings.members(k), theta[k], X, Y)
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
