"""With more features than examples, training in the span of the examples is the direct training."""

from dataclasses import replace

import numpy as np
import pytest

import nn
from nn.ensembles import Ensemble
from nn.span import Span, orthonormal_basis
from nn.training import train_directly
from tests.nn.cases import points, settings_of

TRICKS = {
    "plain": {},
    "l2": {"l2_lambda": 0.7},
    "fixed": {"keep_prob": 0.8, "masks": "fixed"},
    "l2_fresh": {"l2_lambda": 0.7, "keep_prob": 0.8, "masks": "fresh"},
}
LAYERS = [50, 4, 3, 1]


@pytest.mark.parametrize("ensemble", [False, True], ids=["single", "ensemble"])
@pytest.mark.parametrize("trick", TRICKS)
def test_training_in_the_span_is_direct_training(trick: str, ensemble: bool) -> None:
    """Parameters and costs agree within 1e-12, with L2 outside the span and dropout on hidden layers."""
    X, Y = points(12, LAYERS[0])
    settings = settings_of(LAYERS, learning_rate=0.1, epochs=60, record_every=7, **TRICKS[trick])
    theta = np.stack([nn.initialize("he", LAYERS, seed) for seed in (1, 2, 3)])
    start, seeds = (theta, [4, 5, 6]) if ensemble else (theta[0], 4)
    numbers = np.arange(3) if ensemble else np.asarray(0)
    direct = train_directly(Ensemble(settings, start, X, Y, seeds, numbers), None)
    spanned = nn.train(settings, start, X, Y, seeds)
    assert np.abs(direct.theta - start).max() > 1e-2
    np.testing.assert_allclose(spanned.theta, direct.theta, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(spanned.costs, direct.costs, rtol=1e-12)
    assert np.array_equal(spanned.epochs, direct.epochs)


def test_progress_is_told_the_cost_of_the_whole_network() -> None:
    """The callback's cost holds the penalty of the weights outside the span."""
    X, Y = points(12, LAYERS[0])
    told: list[float] = []
    settings = settings_of(LAYERS, learning_rate=0.1, epochs=20, record_every=10, l2_lambda=0.7)
    run = nn.train(settings, nn.initialize("he", LAYERS, 1), X, Y, progress=lambda _, cost: told.append(cost))
    assert told == pytest.approx(run.costs.tolist(), rel=1e-14)


def test_lifting_what_was_reduced_gives_it_back() -> None:
    """Without a step, reducing and lifting parameters changes nothing, also where examples repeat."""
    X, _ = points(6, 9)
    X[:, 5] = X[:, 0]
    span, theta = Span([9, 2, 1], X), np.stack([nn.initialize("he", [9, 2, 1], seed) for seed in (1, 2)])
    np.testing.assert_allclose(
        span.lift(span.reduce(theta), span.outside(theta), np.array(1.0)), theta, rtol=1e-13, atol=1e-14
    )


def test_a_witness_is_shown_the_parameters_of_the_whole_network() -> None:
    """In the span as without it, of all members of several chunks, and of equal networks the first."""
    X, Y = points(12, LAYERS[0])
    settings = settings_of(LAYERS, learning_rate=0.1, epochs=20, record_every=10, l2_lambda=0.7)
    theta = np.stack([nn.initialize("he", LAYERS, seed) for seed in range(40)])
    seen: dict[tuple[int, int], np.ndarray] = {}

    def show(epoch: int, number: int, shown: np.ndarray, _state: tuple) -> None:
        seen[epoch, number] = shown

    witness = nn.Witness([10, 20], lambda together: together, show)
    run = nn.train(settings, theta, X, Y, witnesses=[witness])
    assert sorted(seen) == [(epoch, n) for epoch in (10, 20) for n in range(40)]
    np.testing.assert_allclose([seen[20, n] for n in range(40)], run.theta, rtol=1e-12, atol=1e-14)
    half_way = nn.train(replace(settings, epochs=10), theta, X, Y)
    np.testing.assert_allclose([seen[10, n] for n in range(40)], half_way.theta, rtol=1e-12, atol=1e-14)
    first = seen.copy()
    seen.clear()
    nn.train(settings, theta[[0, 0]], X, Y, witnesses=[witness])
    assert sorted(seen) == [(10, 0), (20, 0)]
    np.testing.assert_allclose(seen[20, 0], first[20, 0], rtol=1e-12, atol=1e-14)


def test_as_many_features_as_examples_are_trained_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    """The span is used only where it is smaller."""
    monkeypatch.setattr("nn.span.Span", None)
    X, Y = points(6, 6)
    assert np.isfinite(nn.train(settings_of([6, 1], 0.1, 2), np.zeros(7), X, Y).costs).all()


def test_dependent_examples_have_an_orthonormal_basis_too() -> None:
    """Where Cholesky QR fails (equal examples, or nearly equal ones), Householder's QR takes its place."""
    generator = np.random.default_rng(0)
    X = generator.standard_normal((30, 6))
    for almost in (0.0, 1e-9):
        X[:, 5] = X[:, 4] + almost * generator.standard_normal(30)
        Q, R = orthonormal_basis(X)
        np.testing.assert_allclose(Q.T @ Q, np.eye(6), atol=1e-13)
        np.testing.assert_allclose(Q @ R, X, atol=1e-13)
