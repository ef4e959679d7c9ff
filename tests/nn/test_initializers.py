"""Initial parameters are the notebook's, and where a name or layers make no sense, the error says what does."""

from typing import Any

import numpy as np
import pytest

import nn
from tests.nn.cases import CASES, theta_of

KNOWN = {  # arguments of the cases in unit_cases.json
    "scaled [2,10,5,1] seed 1": ("scaled", [2, 10, 5, 1], 1, 1.0),
    "zeros [3,2,1]": ("zeros", [3, 2, 1], 0, 1.0),
    "normal x10 [3,2,1] seed 3": ("normal", [3, 2, 1], 3, 10.0),
    "normal x10 [2,10,5,1] seed 3": ("normal", [2, 10, 5, 1], 3, 10.0),
    "he [2,4,1] seed 3": ("he", [2, 4, 1], 3, 1.0),
    "he [2,10,5,1] seed 3": ("he", [2, 10, 5, 1], 3, 1.0),
}


def test_every_case_is_covered() -> None:
    """The table above names every initializer case of the reference."""
    assert set(KNOWN) == set(CASES["initializers"])


@pytest.mark.parametrize("case", KNOWN)
def test_initial_parameters_are_the_notebooks(case: str) -> None:
    """All weights and biases agree with the reference."""
    name, layers, seed, scale = KNOWN[case]
    expected = theta_of(CASES["initializers"][case], layers)
    np.testing.assert_allclose(nn.initialize(name, layers, seed, scale), expected, rtol=1e-15)


def test_a_generator_can_take_the_place_of_the_seed() -> None:
    """A generator is drawn from as it is, so two calls differ."""
    generator = np.random.default_rng(0)
    first, second = (nn.initialize("he", [2, 1], generator) for _ in range(2))
    assert not np.array_equal(first, second)


def test_scale_is_for_normal_only() -> None:
    """The other initializers ignore it."""
    assert np.array_equal(nn.initialize("he", [2, 3, 1], 1, scale=10), nn.initialize("he", [2, 3, 1], 1))


def test_unknown_initializer_is_named_with_the_known_ones() -> None:
    """The error holds the name given and all names accepted."""
    with pytest.raises(ValueError, match=r"'xavier'; known: scaled, zeros, normal, he"):
        nn.initialize("xavier", [2, 1])


@pytest.mark.parametrize("layers", [[2], [2, 0, 1], []])
def test_impossible_layers_are_named(layers: list[int]) -> None:
    """Too few layers, or an empty one: the error shows the layers and what is accepted."""
    with pytest.raises(ValueError, match=r"layers \[.*\]: accepted are two or more positive sizes"):
        nn.initialize("he", layers)


def test_parameters_are_counted_with_biases() -> None:
    """2-10-5-1 has 30 + 55 + 6 parameters."""
    assert nn.count_parameters([2, 10, 5, 1]) == 91


def test_named_arrays_are_views_with_leading_axes() -> None:
    """Writing to W1 of member 1 changes its row of theta only, at the block's rows [W b]."""
    theta = np.zeros((2, 7))
    arrays: dict[str, Any] = nn.named_arrays(theta, [1, 2, 1])
    arrays["W1"][1], arrays["b2"][1] = [[1.0], [2.0]], 3.0
    assert theta.tolist() == [[0] * 7, [1, 0, 2, 0, 0, 0, 3]]
