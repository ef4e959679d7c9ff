"""The gradient of a network against an estimate, from copies of the network in which one parameter each has moved.

The estimate is by complex step or by central differences (``nn.gradcheck``). A central difference is wrong where the
two moved parameters lie on two sides of the kink of a ReLU, leaky or not; such parameters are counted and left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nn.activations import Array
from nn.gradcheck import CHUNK, COMPLEX_STEP
from nn.network import Network
from nn.perturbed import Masks, PerturbedCopies, width


@dataclass(frozen=True)
class GradientError:
    """The error of an analytic gradient, over the parameters checked of one array, or of all arrays.

    Attributes
    ----------
    parameters, checked, kinks : entries there are, were compared, and were left out because a ReLU's kink was crossed
    error, norm : ||g - g'|| and ||g|| + ||g'||, g' being the estimate
    noise : the error that rounding alone may cause
    """

    parameters: int
    checked: int
    kinks: int
    error: float
    norm: float
    noise: float

    @property
    def difference(self) -> float:
        """The relative difference error / norm, and 0 where both gradients are zero but for rounding."""
        return self.error / self.norm if self.norm > self.noise else 0.0

    def within(self, threshold: float) -> bool:
        """Whether the relative difference is at most ``threshold``, beyond what rounding alone may cause."""
        return self.error <= threshold * self.norm + self.noise


@dataclass(frozen=True)
class Estimates:
    """Gradient entries of one block: their flat indices, the analytic and the estimated values, kinks crossed."""

    indices: Array
    analytic: Array
    estimated: Array
    kinks: Array


def check(network: Network, masks: Masks = None, epsilon: float | None = None, sample: int | None = None,
          seed: int = 0) -> dict[str, GradientError]:  # fmt: skip
    """Compare the network's gradient at its parameters with an estimate, array by array and over "all".

    Parameters
    ----------
    network : one network (no leading axes)
    masks : frozen dropout masks, as for ``Network.forward``
    epsilon : step of central differences; None is the complex step
    sample : compare at most ``sample`` entries of each block [W_l b_l], drawn with ``seed``; None is all
    """
    generator = np.random.default_rng(seed)
    with np.errstate(over="ignore", invalid="ignore"):
        network.forward(masks)
        network.backward()
        noise = 4 * np.finfo(float).eps * (1.0 if epsilon is None else abs(float(network.cost())) / epsilon)
        blocks = []
        for l, layer in enumerate(network.all_layers):
            size = len(layer.P) * width(layer)
            few = sample is not None and sample < size
            indices = generator.choice(size, sample, replace=False) if few else np.arange(size)
            blocks.append(_estimate(PerturbedCopies(network, masks, l, epsilon is None), np.sort(indices), epsilon))
    return _errors(network, blocks, noise)


def _estimate(copies: PerturbedCopies, indices: Array, epsilon: float | None) -> Estimates:
    """Estimate the gradient entries ``indices`` of a layer's block (n_l, n_{l-1} + 1), or two columns more."""
    rows, columns = np.divmod(indices, width(copies.layer))
    estimated, kinks = np.empty(indices.size), np.zeros(indices.size, bool)
    for start in range(0, indices.size, CHUNK):
        part = slice(start, start + CHUNK)
        if epsilon is None:
            moved, _ = copies.objectives(rows[part], columns[part], 1j * COMPLEX_STEP)
            estimated[part] = moved.imag / COMPLEX_STEP
        else:
            up, active_up = copies.objectives(rows[part], columns[part], epsilon)
            down, active_down = copies.objectives(rows[part], columns[part], -epsilon)
            estimated[part] = (up - down) / (2 * epsilon)
            kinks[part] = (active_up != active_down).any(axis=1)
    return Estimates(indices, copies.gradient[rows, columns], estimated, kinks)


def _errors(network: Network, blocks: Sequence[Estimates], noise: float) -> dict[str, GradientError]:
    """Return the errors per array, in the order W1, b1, W2, ..., and over all."""
    errors = {}
    for number, (layer, block) in enumerate(zip(network.all_layers, blocks, strict=True), start=1):
        rows, n_below = len(layer.P), layer.P.shape[1] - 1
        columns = block.indices % width(layer)
        errors[f"W{number}"] = _error(rows * n_below, [block], columns < n_below, noise)
        for name, column in zip(("b", "gamma", "beta"), range(n_below, width(layer)), strict=False):
            errors[f"{name}{number}"] = _error(rows, [block], columns == column, noise)
    size = sum(len(layer.P) * width(layer) for layer in network.all_layers)
    return errors | {"all": _error(size, blocks, np.array(True), noise)}


def _error(parameters: int, blocks: Sequence[Estimates], chosen: Array, noise: float) -> GradientError:
    g, estimate, kinks = (
        np.concatenate([getattr(block, field)[chosen].ravel() for block in blocks])
        for field in ("analytic", "estimated", "kinks")
    )
    g, estimate = g[~kinks], estimate[~kinks]
    return GradientError(
        parameters=parameters,
        checked=g.size,
        kinks=int(kinks.sum()),
        error=float(np.linalg.norm(g - estimate)),
        norm=float(np.linalg.norm(g) + np.linalg.norm(estimate)),
        noise=noise * float(np.sqrt(g.size)),
    )
