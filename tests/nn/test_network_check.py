"""The check of a network's gradient agrees with independent estimates, on every kind of network."""

import numpy as np
import pytest

import nn
from nn.dropout import MASKS, Mask, multiplied_out
from nn.gradcheck import complex_step
from nn.network_check import GradientError, check
from tests.nn.cases import points

DEPTHS = {1: [3, 6, 1], 2: [3, 6, 4, 1], 3: [3, 6, 5, 4, 1], 4: [3, 40, 5, 4, 3, 1]}
FORMULAS = {  # of complex Z
    "relu": lambda Z: np.where(Z.real > 0, Z, 0),
    "leaky_relu": lambda Z: np.where(Z.real > 0, Z, 0.01 * Z),
    "tanh": np.tanh,
    "gelu_tanh": lambda Z: Z / 2 * (1 + np.tanh(np.sqrt(2 / np.pi) * (Z + 0.044715 * Z**3))),
}
TRICKS = {  # L2 penalty, masks
    "plain": (0.0, None),
    "l2": (0.7, None),
    "fixed": (0.0, "fixed"),
    "fresh": (0.0, "fresh"),
    "both": (0.7, "fresh"),
}


def network(layers: list[int], loss: str, trick: str, activation: str = "relu") -> tuple[nn.Network, list[Mask] | None]:
    """Return a network with random weights and biases, and frozen masks."""
    X, Y = points(15, layers[0])
    l2_lambda, kind = TRICKS[trick]
    made = nn.Network(
        layers, X, Y, form=nn.Form(activation), loss=loss, l2_lambda=l2_lambda, keep_prob=0.8 if kind else 1.0
    )
    made.theta[...] = nn.initialize("he", layers, 3) + 0.1 * np.random.RandomState(4).randn(made.theta.size)
    return made, MASKS[kind](layers, 15, 0.8, 5).draw() if kind else None


def objective(made: nn.Network, masks: list[Mask] | None, theta: np.ndarray) -> np.ndarray:
    """Return the cost of complex parameters (k, P), from its formula: log(1 + exp(Z)) - Y Z, and the penalty."""
    A = made.first.A_below[:-1]
    arrays = list(nn.named_arrays(theta, made.layers).values())
    penalty = sum((W**2).sum(axis=(-2, -1)) for W in arrays[::2]) * made.l2_lambda / (2 * made.m)
    for number, (W, b) in enumerate(zip(arrays[::2], arrays[1::2], strict=True)):
        Z = W @ A + b
        A = FORMULAS[made.form.activation](Z) * (
            multiplied_out(masks[number])[:-1] if masks and number < len(masks) else 1
        )
    return (np.log(1 + np.exp(Z)) - made.Y * Z).mean(axis=(-2, -1)) + penalty


@pytest.mark.parametrize("loss", ["logits", "saturating"])
@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("depth", DEPTHS)
def test_complex_step_finds_correct_gradients_exact(depth: int, trick: str, loss: str) -> None:
    """Array by array and over all, the difference is at most 1e-13, and every entry was compared."""
    made, masks = network(DEPTHS[depth], loss, trick)
    found = check(made, masks)
    assert {name: c.difference for name, c in found.items() if c.difference > 1e-13} == {}
    assert found["all"].checked == found["all"].parameters == made.theta.size
    assert found["all"].norm > 0.1


@pytest.mark.parametrize("activation", FORMULAS)
@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("depth", DEPTHS)
def test_gradient_is_that_of_an_independent_formula(depth: int, trick: str, activation: str) -> None:
    """The network's gradient equals the generic complex step of the cost written out anew."""
    made, masks = network(DEPTHS[depth], "logits", trick, activation)
    made.forward(masks)
    expected = complex_step(lambda theta: objective(made, masks, theta), made.theta)
    np.testing.assert_allclose(made.backward(), expected, rtol=1e-11, atol=1e-15)


@pytest.mark.parametrize("trick", TRICKS)
def test_central_differences_find_correct_gradients_right(trick: str) -> None:
    """With epsilon 1e-5 the difference is below 1e-8."""
    made, masks = network(DEPTHS[2], "logits", trick)
    assert check(made, masks, epsilon=1e-5)["all"].difference < 1e-8


@pytest.mark.parametrize("activation", FORMULAS)
def test_every_activation_is_checked_both_ways(activation: str) -> None:
    """With masks and penalty, both estimates find the gradient right, and every entry was compared."""
    made, masks = network(DEPTHS[3], "logits", "both", activation)
    assert check(made, masks)["all"].difference < 1e-13
    assert check(made, masks, epsilon=1e-5)["all"].difference < 1e-8
    assert check(made, masks)["all"].checked == made.theta.size


def test_only_kinks_are_left_out() -> None:
    """Where moving b1 crosses 0, the leaky ReLU's central difference is left out, but not that of tanh."""
    for activation, kinks in (("leaky_relu", 1), ("tanh", 0)):
        made = nn.Network([1, 1, 1], np.array([[1e-9, 1.0]]), np.array([[1.0, 0.0]]), form=nn.Form(activation))
        made.theta[:] = [1, 0, 1, 0]
        found = check(made, epsilon=1e-7)
        assert (found["all"].kinks, found["all"].difference < 1e-7) == (kinks, True)


def test_errors_are_listed_array_by_array() -> None:
    """The names follow the layers; numbers of parameters are those of the arrays."""
    found = check(*network([3, 6, 1], "logits", "plain"))
    assert {name: c.parameters for name, c in found.items()} == {"W1": 18, "b1": 6, "W2": 6, "b2": 1, "all": 31}


def test_sample_limits_the_number_checked() -> None:
    """At most 5 entries of each block [W b] are compared, all of a smaller one; the seed draws them."""
    made, _ = network([3, 6, 3, 1], "logits", "plain")
    found = check(made, sample=5, seed=1)
    assert found["W1"].checked + found["b1"].checked == found["W2"].checked + found["b2"].checked == 5
    assert found["W3"].checked + found["b3"].checked == 4
    assert check(made, sample=5, seed=1) == found
    assert check(made, sample=5, seed=2) != found


def test_zero_gradient_is_no_difference() -> None:
    """Zero weights on balanced labels have no gradient: 0.0, not 0 / 0."""
    X, Y = points(10)
    made = nn.Network([2, 3, 1], X, Y)
    for epsilon in (None, 1e-7):
        assert {c.difference for c in check(made, epsilon=epsilon).values()} == {0.0}


def test_kinks_are_counted_and_left_out() -> None:
    """Z1 = 1e-9 at one example: moving b1 by 1e-7 crosses its kink, moving W1 does not; the rest is right."""
    made = nn.Network([1, 1, 1], np.array([[1e-9, 1.0]]), np.array([[1.0, 0.0]]))
    made.theta[:] = [1, 0, 1, 0]
    found = check(made, epsilon=1e-7)
    assert {name: (c.kinks, c.checked) for name, c in found.items()} == {
        "W1": (0, 1), "b1": (1, 0), "W2": (0, 1), "b2": (0, 1), "all": (1, 3)}  # fmt: skip
    assert found["all"].difference < 1e-8
    assert check(made)["all"].kinks == 0


def test_kinks_of_layers_above_count_too() -> None:
    """Z2 = 1e-9 at the only example: every move in layer 1 or 2 crosses layer 2's kink."""
    made = nn.Network([1, 1, 1, 1], np.ones((1, 1)), np.ones((1, 1)))
    made.theta[:] = [1, 0, 1, 1e-9 - 1, 1, 0]
    assert {name: c.kinks for name, c in check(made, epsilon=1e-7).items()} == {
        "W1": 1, "b1": 1, "W2": 1, "b2": 1, "W3": 0, "b3": 0, "all": 4}  # fmt: skip


def test_dropped_units_have_no_kink() -> None:
    """A unit that its mask drops may cross zero: nothing comes of it."""
    made = nn.Network([1, 1, 1], np.array([[1e-9]]), np.ones((1, 1)), keep_prob=0.5)
    made.theta[:] = [1, 0, 1, 0]
    assert check(made, [(np.array([[0.0], [1.0]]),)], epsilon=1e-7)["all"].kinks == 0


def test_error_within_a_threshold_may_be_rounding() -> None:
    """An error of 3 at a norm of 10 is within 0.3; so is one of 4 if rounding may cause 1 of it, but not one of 4.1."""
    for error, noise, expected in ((3.0, 0.0, True), (4.0, 0.0, False), (4.0, 1.0, True), (4.1, 1.0, False)):
        assert GradientError(5, 5, 0, error, 10.0, noise).within(0.3) is expected


def test_check_leaves_the_network_as_it_was() -> None:
    """Parameters are the same bits afterwards, and a second check returns the same numbers."""
    made, masks = network(DEPTHS[3], "logits", "both")
    theta = made.theta.copy()
    found = check(made, masks, epsilon=1e-7)
    assert np.array_equal(made.theta, theta)
    assert check(made, masks, epsilon=1e-7) == found
