"""Training by nn and by the textbook's formulas ends at the same parameters, and the textbook's gradient is right."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import nn
from nn.dropout import FreshMasks, multiplied_out
from tests.nn import textbook
from tests.nn.cases import points

EPOCHS = 300
DEPTHS = {2: [2, 6, 1], 3: [2, 6, 4, 1], 4: [2, 6, 5, 4, 1], 5: [2, 6, 5, 4, 3, 1]}
TRICKS: dict[str, dict[str, Any]] = {
    "plain": {},
    "l2": {"l2_lambda": 0.7},
    "fixed": {"keep_prob": 0.8, "masks": "fixed"},
    "fresh": {"keep_prob": 0.75, "masks": "fresh"},
    "l2_fresh": {"l2_lambda": 0.7, "keep_prob": 0.75, "masks": "fresh"},
    "l2_fixed": {"l2_lambda": 0.7, "keep_prob": 0.8, "masks": "fixed"},
}


def masks_of(settings: nn.Settings, examples: int, seed: int) -> Callable[[], textbook.Masks]:
    """Return a function that draws the textbook's masks of the next epoch."""
    keep = settings.keep_prob
    if keep == 1:
        return list  # no masks
    if settings.masks == "fresh":
        source = FreshMasks(settings.layers, examples, keep, seed)
        return lambda: [multiplied_out(mask)[:-1] for mask in source.draw()]
    generator = np.random.RandomState(seed)
    fixed = [(generator.rand(n, examples) < keep) / keep for n in settings.layers[1:-1]]
    return lambda: fixed


def by_the_textbook(settings: nn.Settings, theta: np.ndarray, X: np.ndarray, Y: np.ndarray,
                    seed: int) -> textbook.Parameters:  # fmt: skip
    """Return the parameters that the textbook reaches from the vector ``theta`` (P,)."""
    arrays = list(nn.named_arrays(theta, settings.layers).values())
    start = list(zip(arrays[::2], arrays[1::2], strict=True))
    return textbook.train(settings, start, X, Y, masks_of(settings, X.shape[1], seed))


def flat(parameters: textbook.Parameters) -> np.ndarray:
    """Return nn's parameter vector (P,)."""
    return np.concatenate([np.hstack(layer).ravel() for layer in parameters])


@pytest.mark.parametrize("loss", ["logits", "saturating"])
@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("depth", DEPTHS)
def test_single_network_ends_where_the_textbook_does(depth: int, trick: str, loss: str) -> None:
    """Every parameter agrees after 300 epochs, for each depth, trick and loss."""
    X, Y = points()
    settings = nn.Settings(DEPTHS[depth], 0.1, EPOCHS, "he", loss=loss, **TRICKS[trick])
    theta = nn.initialize("he", settings.layers, 3)
    expected = flat(by_the_textbook(settings, theta, X, Y, 5))
    assert np.abs(expected - theta).max() > 0.1  # it has moved
    np.testing.assert_allclose(nn.train(settings, theta, X, Y, 5).theta, expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("loss", ["logits", "saturating"])
@pytest.mark.parametrize("trick", TRICKS)
def test_members_of_an_ensemble_end_where_the_textbook_does(trick: str, loss: str) -> None:
    """Every member agrees with the textbook's run of its seeds."""
    X, Y = points()
    settings = nn.Settings(DEPTHS[3], 0.1, EPOCHS, "he", loss=loss, **TRICKS[trick])
    theta = np.stack([nn.initialize("he", settings.layers, seed) for seed in (1, 2, 3)])
    run = nn.train(settings, theta, X, Y, [4, 5, 6])
    expected = [flat(by_the_textbook(settings, theta[k], X, Y, seed)) for k, seed in enumerate((4, 5, 6))]
    np.testing.assert_allclose(run.theta, expected, rtol=1e-9, atol=1e-12)


def test_saturated_weights_stay_as_in_the_textbook() -> None:
    """Normal x10 weights: the saturating loss leaves most examples without gradient, in both alike."""
    X, Y = points(features=2)
    settings = nn.Settings([2, 10, 5, 1], 0.01, 50, "normal", loss="saturating", scale=10)
    theta = nn.initialize("normal", settings.layers, 3, scale=10)
    with np.errstate(over="ignore"):
        expected = flat(by_the_textbook(settings, theta, X, Y, 0))
    np.testing.assert_allclose(nn.train(settings, theta, X, Y).theta, expected, rtol=1e-9)


def test_recorded_costs_are_those_before_the_update() -> None:
    """The costs at epochs 0, 2, 4 and the end are the textbook's cross-entropy plus penalty after so many updates."""
    X, Y = points()
    settings = nn.Settings([2, 4, 1], 0.2, 5, "he", l2_lambda=0.7, record_every=2)
    theta = nn.initialize("he", settings.layers, 3)
    run = nn.train(settings, theta, X, Y)
    assert run.epochs.tolist() == [0, 2, 4, 5]
    for epochs, cost in zip(run.epochs.tolist(), run.costs, strict=True):
        parameters = by_the_textbook(replace(settings, epochs=epochs), theta, X, Y, 0)
        probabilities = textbook.forward(parameters, X)[1][-1]
        assert cost == pytest.approx(textbook.cost(parameters, probabilities, Y, 0.7), rel=1e-12)


def test_textbook_gradient_is_the_slope_of_its_cost() -> None:
    """The oracle agrees with central differences of its own cost, with L2 and masks."""
    X, Y = np.array([[0.3, -0.8, 1.1]]), np.array([[1.0, 0.0, 1.0]])
    masks = [np.array([[2.0, 0.0, 2.0], [2.0, 2.0, 0.0]])]
    first = (np.array([[0.5], [-1.2]]), np.array([[0.1], [0.2]]))
    parameters = [first, (np.array([[0.7, 0.4]]), np.array([[-0.3]]))]
    Zs, As = textbook.forward(parameters, X, masks)
    gradients = textbook.backward(parameters, Zs, As, textbook.residual(As[-1], Y), masks, l2_lambda=0.5)
    for layer, slopes in zip(parameters, gradients, strict=True):
        for array, gradient in zip(layer, slopes, strict=True):
            for index in np.ndindex(array.shape):
                slope = slope_at(array, index, lambda: cost_of(parameters, X, Y, masks))
                assert gradient[index] == pytest.approx(slope, rel=1e-7, abs=1e-9)


def cost_of(parameters: textbook.Parameters, X: np.ndarray, Y: np.ndarray, masks: textbook.Masks) -> float:
    """Return the textbook's cost with lambda 0.5."""
    return textbook.cost(parameters, textbook.forward(parameters, X, masks)[1][-1], Y, l2_lambda=0.5)


def slope_at(array: np.ndarray, index: tuple[int, ...], function: Callable[[], float]) -> float:
    """Return the central difference of a function by one entry of an array, with a step of 1e-6."""
    values = []
    for step in (1e-6, -1e-6):
        array[index] += step
        values.append(function())
        array[index] -= step
    return (values[0] - values[1]) / 2e-6
