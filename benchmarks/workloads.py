"""The trainings that are timed: settings, and generated data of the right shape. Nothing is downloaded.

The letters: A is the initialization experiment (circles), B the regularization experiment (football), C has many more
inputs than examples (cats), D has ten classes (digits), E is large enough to be limited by matrix products.
"""

from dataclasses import dataclass, replace

import numpy as np

from nn import Settings, initialize, split
from nn.activations import Array

Number = float | Array  # the type of the settings that may differ between networks; here they are all floats
Parameters = list[tuple[Array, Array]]


@dataclass(frozen=True, kw_only=True)
class Workload(Settings):
    """Settings of a training, whose epochs are those of the experiment (a repeat may make fewer), and its size."""

    examples: int
    networks: int = 1  # network s starts from seed + s

    @property
    def deterministic(self) -> bool:
        """Whether every peer must reach the same cost: not where each draws its own masks."""
        return self.keep_prob == 1.0 or self.masks == "fixed"


A = Workload((2, 10, 5, 1), 0.01, 15000, "scaled", seed=1, examples=300)
B = Workload((2, 20, 3, 1), 0.3, 30000, "scaled", seed=3, examples=211)
B_ADAM = replace(B, optimizer="adam", learning_rate=0.01, epsilon=1e-300)  # scikit-learn has epsilon elsewhere
B_BATCHES = replace(B, batch_size=64)
C = Workload((12288, 20, 7, 5, 1), 0.0075, 2500, "scaled", seed=1, examples=209)
D = Workload((64, 64, 10), 0.1, 100, "he", seed=1, loss="softmax", batch_size=64, examples=1437)
E = Workload((784, 256, 128, 1), 0.1, 1, "he", seed=1, examples=5000)


def data(workload: Workload) -> tuple[Array, Array]:
    """Return inputs X (n_0, m) from a cube, and labels Y (1, m), one in ten of them wrong.

    Right is the side of a curve; of ten classes, the direction that a point lies in most.
    """
    generator = np.random.default_rng(2)
    X = generator.uniform(-0.7, 0.7, (workload.layers[0], workload.examples))
    wrong = generator.random(workload.examples) < 0.1
    if workload.layers[-1] == 1:
        return X, ((X[0] > np.sin(3.0 * X[1]) / 3.0) ^ wrong)[None, :].astype(float)
    right = (generator.standard_normal((workload.layers[-1], workload.layers[0])) @ X).argmax(axis=0)
    return X, ((right + wrong) % workload.layers[-1])[None, :].astype(float)


def initial_theta(workload: Workload) -> Array:
    """Return the initial parameter vectors (networks, P)."""
    seeds = range(workload.seed, workload.seed + workload.networks)
    return np.stack([initialize(workload.initializer, workload.layers, seed) for seed in seeds])


def initial_parameters(workload: Workload) -> list[Parameters]:
    """Return, for every network, its initial [(W_1, b_1), ..., (W_L, b_L)], each array with memory of its own."""
    networks = [split(theta, workload.layers) for theta in initial_theta(workload)]
    return [[(block[:, :-1].copy(), block[:, -1:].copy()) for block in blocks] for blocks in networks]


def draw_masks(workload: Workload, generator: np.random.RandomState | np.random.Generator) -> list[Array]:
    """Return masks (n_l, m) of the hidden layers with values 0 and 1 / keep_prob."""
    shapes = [(n, workload.examples) for n in workload.layers[1:-1]]
    return [(generator.random(shape) < workload.keep_prob) / workload.keep_prob for shape in shapes]


def fixed_masks(workload: Workload) -> list[Array]:
    """Return the masks that are the same at every epoch; none without dropout or with fresh masks."""
    are_fixed = workload.keep_prob != 1.0 and workload.masks == "fixed"
    return draw_masks(workload, np.random.RandomState(workload.mask_seed)) if are_fixed else []
