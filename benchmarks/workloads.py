"""The trainings that are timed: generated data of the right shape, and settings. Nothing is downloaded.

The letters: A is the initialization experiment (circles), B the regularization experiment (football), C has many more
inputs than examples (cats), E is large enough to be limited by matrix products.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from nn import initialize
from nn.activations import Array
from nn.parameters import split

Parameters = list[tuple[Array, Array]]
Data = tuple[Array, Array]


@dataclass(frozen=True)
class Workload:
    """A training without its number of epochs.

    Attributes
    ----------
    data : a name in ``DATA``
    layers : sizes, input first
    examples : m
    learning_rate : step size
    initializer, seed : of the initial parameters; network s of an ensemble has ``seed + s``
    l2_lambda : strength of the L2 penalty
    keep_prob : probability of keeping a hidden unit; 1 is no dropout
    masks : "fixed" (drawn from ``RandomState(1)``, the same at every epoch) or "fresh"
    networks : how many are trained; a peer without ensembles trains one after the other
    """

    data: str
    layers: tuple[int, ...]
    examples: int
    learning_rate: float
    initializer: str = "scaled"
    seed: int = 1
    l2_lambda: float = 0.0
    keep_prob: float = 1.0
    masks: str = "fixed"
    networks: int = 1

    @property
    def deterministic(self) -> bool:
        """Whether every peer must reach the same cost: not where each draws its own masks."""
        return self.keep_prob == 1.0 or self.masks == "fixed"


def circles(features: int, examples: int) -> Data:
    """Return two noisy circles, the inner one being class 1."""
    generator = np.random.default_rng(1)
    Y = np.arange(examples) % 2
    angle = np.linspace(0.0, 2.0 * np.pi, examples)
    X = (1.0 - 0.2 * Y) * np.array([np.cos(angle), np.sin(angle)])
    return X + 0.05 * generator.standard_normal((features, examples)), Y[None, :].astype(float)


def field(features: int, examples: int) -> Data:
    """Return points of a square, divided by a curve, one label in ten being wrong."""
    generator = np.random.default_rng(2)
    X = generator.uniform(-0.7, 0.7, (features, examples))
    wrong = generator.random(examples) < 0.1
    return X, ((X[0] > np.sin(3.0 * X[1]) / 3.0) ^ wrong)[None, :].astype(float)


def images(features: int, examples: int) -> Data:
    """Return images of noise in [0, 1] with random labels."""
    generator = np.random.default_rng(3)
    return generator.random((features, examples)), generator.integers(0, 2, (1, examples)).astype(float)


def normal(features: int, examples: int) -> Data:
    """Return normal inputs, labelled by the side of a plane they lie on."""
    generator = np.random.default_rng(4)
    X = generator.standard_normal((features, examples))
    return X, (generator.standard_normal((1, features)) @ X > 0).astype(float)


DATA: dict[str, Callable[[int, int], Data]] = {"circles": circles, "field": field, "images": images, "normal": normal}

A = Workload("circles", (2, 10, 5, 1), examples=300, learning_rate=0.01)
B = Workload("field", (2, 20, 3, 1), examples=211, learning_rate=0.3, seed=3)
B_L2 = replace(B, l2_lambda=0.7)
B_FIXED = replace(B, keep_prob=0.86, masks="fixed")
B_FRESH = replace(B, keep_prob=0.86, masks="fresh")
C = Workload("images", (12288, 20, 7, 5, 1), examples=209, learning_rate=0.0075)
E = Workload("normal", (784, 256, 128, 1), examples=5000, learning_rate=0.1, initializer="he")


def data(workload: Workload) -> Data:
    """Return inputs X (n_0, m) and labels Y (1, m).

    Raises
    ------
    ValueError
        If the data's name is unknown.
    """
    if workload.data not in DATA:
        raise ValueError(f"unknown data {workload.data!r}; known: {', '.join(DATA)}")
    return DATA[workload.data](workload.layers[0], workload.examples)


def initial_theta(workload: Workload) -> Array:
    """Return the initial parameter vectors (networks, P)."""
    seeds = range(workload.seed, workload.seed + workload.networks)
    return np.stack([initialize(workload.initializer, workload.layers, seed) for seed in seeds])


def initial_parameters(workload: Workload) -> list[Parameters]:
    """Return, for every network, its initial [(W_1, b_1), ..., (W_L, b_L)]."""
    return [unpack(theta, workload.layers) for theta in initial_theta(workload)]


def unpack(theta: Array, layers: tuple[int, ...]) -> Parameters:
    """Return [(W_1, b_1), ...], copied from one parameter vector (P,)."""
    return [(block[:, :-1].copy(), block[:, -1:].copy()) for block in split(theta, layers)]


def fixed_masks(workload: Workload) -> list[Array]:
    """Return the masks (n_l, m) of the hidden layers with values 0 and 1 / keep_prob; none without dropout."""
    if workload.keep_prob == 1.0:
        return []
    generator = np.random.RandomState(1)
    shapes = [(n, workload.examples) for n in workload.layers[1:-1]]
    return [(generator.random_sample(shape) < workload.keep_prob) / workload.keep_prob for shape in shapes]
