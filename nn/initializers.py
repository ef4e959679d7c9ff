"""Initial parameters: normal weights with a factor that depends on the initializer, zero biases."""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from nn.activations import Array
from nn.parameters import count_parameters, named_arrays

Generator = np.random.RandomState | np.random.Generator

INITIALIZERS: dict[str, Callable[[Array, int, float], Array]] = {
    # name: (standard normal draws, n_in, scale) -> weights
    "scaled": lambda draws, n_in, _: draws / math.sqrt(n_in),  # LeCun et al. 1998, Efficient BackProp
    "zeros": lambda draws, _n_in, _: np.zeros_like(draws),
    "normal": lambda draws, _n_in, scale: draws * scale,
    "he": lambda draws, n_in, _: draws * math.sqrt(2.0 / n_in),  # He et al. 2015, arXiv:1502.01852
}


def initialize(name: str, layers: Sequence[int], seed: int | Generator = 0, scale: float = 1.0) -> Array:
    """Return initial parameters (P,), weights drawn layer by layer, the first layer first.

    Parameters
    ----------
    name : one of ``INITIALIZERS``
    layers : sizes, input first
    seed : an int, for NumPy's legacy generator ``RandomState(seed)``, or a generator
    scale : standard deviation of the weights, for "normal" only

    Raises
    ------
    ValueError
        If the name is unknown.
    """
    if name not in INITIALIZERS:
        raise ValueError(f"unknown initializer {name!r}; known: {', '.join(INITIALIZERS)}")
    generator = np.random.RandomState(seed) if isinstance(seed, int) else seed
    theta = np.zeros(count_parameters(layers))
    arrays = named_arrays(theta, layers)
    for number, (n_in, n) in enumerate(pairwise(layers), start=1):
        arrays[f"W{number}"][...] = INITIALIZERS[name](generator.standard_normal((n, n_in)), n_in, scale)
    return theta
