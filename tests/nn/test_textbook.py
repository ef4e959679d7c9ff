"""Training by nn and by the textbook's formulas ends at the same parameters."""

from collections.abc import Callable

import numpy as np
import pytest

import nn
from nn.dropout import FreshMasks
from tests.nn import textbook
from tests.nn.cases import points

EPOCHS = 300
DEPTHS = {2: [2, 6, 1], 3: [2, 6, 4, 1], 4: [2, 6, 5, 4, 1], 5: [2, 6, 5, 4, 3, 1]}
TRICKS = {
    "plain": {},
    "l2": {"l2_lambda": 0.7},
    "fixed": {"keep_prob": 0.8, "masks": "fixed"},
    "fresh": {"keep_prob": 0.75, "masks": "fresh"},
    "l2_fresh": {"l2_lambda": 0.7, "keep_prob": 0.75, "masks": "fresh"},
    "l2_fixed": {"l2_lambda": 0.7, "keep_prob": 0.8, "masks": "fixed"},
}


def masks_of(descent: nn.Descent, examples: int, seed: int) -> Callable[[], list[np.ndarray]]:
    """Return a function that draws the textbook's masks of the next epoch."""
    hidden, keep = descent.layers[1:-1], descent.keep_prob
    if keep == 1:
        return lambda: [np.ones((n, examples)) for n in hidden]
    if descent.masks == "fresh":
        source = FreshMasks(descent.layers, examples, keep, seed)
        return lambda: [mask[:-1].copy() for mask in source.draw()]
    generator = np.random.RandomState(seed)
    fixed = [(generator.rand(n, examples) < keep) / keep for n in hidden]
    return lambda: fixed


def by_the_textbook(descent: nn.Descent, theta: np.ndarray, X: np.ndarray, Y: np.ndarray, seed: int) -> np.ndarray:
    """Return the parameters (P,) that the textbook reaches."""
    arrays = list(nn.named_arrays(theta, descent.layers).values())
    start = list(zip(arrays[::2], arrays[1::2], strict=True))
    end = textbook.train(start, X, Y, masks_of(descent, X.shape[1], seed), descent.epochs, descent.learning_rate,
                         descent.l2_lambda, descent.loss)  # fmt: skip
    return np.concatenate([np.hstack(layer).ravel() for layer in end])


@pytest.mark.parametrize("loss", ["logits", "saturating"])
@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("depth", DEPTHS)
def test_single_network_ends_where_the_textbook_does(depth: int, trick: str, loss: str) -> None:
    """Every parameter agrees after 300 epochs, for each depth, trick and loss."""
    X, Y = points()
    descent = nn.Descent(DEPTHS[depth], learning_rate=0.1, epochs=EPOCHS, loss=loss, **TRICKS[trick])
    theta = nn.initialize("he", descent.layers, 3)
    expected = by_the_textbook(descent, theta, X, Y, 5)
    assert np.abs(expected - theta).max() > 0.1  # it has moved
    np.testing.assert_allclose(nn.train(descent, theta, X, Y, 5).theta, expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("loss", ["logits", "saturating"])
@pytest.mark.parametrize("trick", TRICKS)
def test_members_of_an_ensemble_end_where_the_textbook_does(trick: str, loss: str) -> None:
    """Every member agrees with the textbook's run of its seeds."""
    X, Y = points()
    descent = nn.Descent(DEPTHS[3], learning_rate=0.1, epochs=EPOCHS, loss=loss, **TRICKS[trick])
    theta = np.stack([nn.initialize("he", descent.layers, seed) for seed in (1, 2, 3)])
    run = nn.train(descent, theta, X, Y, [4, 5, 6])
    expected = [by_the_textbook(descent, theta[k], X, Y, seed) for k, seed in enumerate((4, 5, 6))]
    np.testing.assert_allclose(run.theta, expected, rtol=1e-9, atol=1e-12)


def test_saturated_weights_stay_as_in_the_textbook() -> None:
    """Normal x10 weights: the saturating loss leaves most examples without gradient, in both alike."""
    X, Y = points(features=2)
    descent = nn.Descent([2, 10, 5, 1], learning_rate=0.01, epochs=50, loss="saturating")
    theta = nn.initialize("normal", descent.layers, 3, scale=10)
    with np.errstate(over="ignore"):
        expected = by_the_textbook(descent, theta, X, Y, 0)
    np.testing.assert_allclose(nn.train(descent, theta, X, Y).theta, expected, rtol=1e-9)


def test_recorded_costs_are_those_before_the_update() -> None:
    """The costs at epochs 0, 2, 4 and the end are the textbook's cross-entropy plus penalty after so many updates."""
    X, Y = points()
    descent = nn.Descent([2, 4, 1], learning_rate=0.2, epochs=5, l2_lambda=0.7, record_every=2)
    theta = nn.initialize("he", descent.layers, 3)
    run = nn.train(descent, theta, X, Y)
    assert run.epochs.tolist() == [0, 2, 4, 5]
    for epochs, cost in zip(run.epochs.tolist(), run.costs, strict=True):
        short = nn.Descent([2, 4, 1], learning_rate=0.2, epochs=epochs, l2_lambda=0.7)
        (W1, b1), (W2, b2) = ((P[:, :-1], P[:, -1:]) for P in nn.parameters.split(
            by_the_textbook(short, theta, X, Y, 0), short.layers))  # fmt: skip
        A = 1 / (1 + np.exp(-(W2 @ np.maximum(W1 @ X + b1, 0) + b2)))
        cross_entropy = -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
        assert cost == pytest.approx(cross_entropy + 0.7 / (2 * 40) * ((W1**2).sum() + (W2**2).sum()), rel=1e-12)
