"""The gradient of a network against an estimate, from copies of the network in which one parameter each has moved.

The estimate is by complex step or by central differences (``nn.gradcheck``). A central difference is wrong where the
two moved parameters lie on two sides of a ReLU's kink; such parameters are counted and left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nn.activations import Array, relu
from nn.dropout import Mask, multiplied_out
from nn.gradcheck import CHUNK, COMPLEX_STEP
from nn.losses import penalty
from nn.network import Network
from nn.parameters import named_arrays

Masks = Sequence[Mask] | None


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
    """Gradient entries of one block [W b]: their flat indices, the analytic and the estimated values, kinks crossed."""

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
            size = layer.P.size
            few = sample is not None and sample < size
            indices = generator.choice(size, sample, replace=False) if few else np.arange(size)
            blocks.append(_estimate(PerturbedCopies(network, masks, l, epsilon is None), np.sort(indices), epsilon))
    return _errors(network, blocks, noise)


class PerturbedCopies:
    """Copies of a network, in each of which one entry of layer l's block P = [W b] moves.

    Only one row of Z_l moves then. What is above is a ``Network`` by itself, whose inputs are A_l with that row.

    Parameters
    ----------
    network, masks : after ``network.forward(masks)``
    l : 0 for the first layer
    by_complex_steps : whether entries move by complex steps
    """

    def __init__(self, network: Network, masks: Masks, l: int, by_complex_steps: bool):
        self.network, self.layer = network, network.all_layers[l]
        self.Z = self.layer.P @ self.layer.A_below
        self.above: Network | None = None
        sizes = network.layers[l + 1 :]
        if len(sizes) > 1:
            self.mask = multiplied_out(masks[l]) if masks else np.ones((sizes[0], 1))
            self.masks_above = masks[l + 1 :] if masks else None
            self.above = _above(network, sizes, self.layer.A[:-1], np.complex128 if by_complex_steps else np.float64)

    def objectives(self, rows: Array, columns: Array, step: complex) -> tuple[Array, Array]:
        """Return what copies c = 1, ..., k are worth in which P[rows[c], columns[c]] has moved by a step.

        Returns
        -------
        (k,) the objective, less the rest of the penalty
        (k, units) which ReLUs above are active; none are listed for complex steps, which cross no kink
        """
        network, layer = self.network, self.layer
        Z = self.Z[rows] + step * layer.A_below[columns]
        is_weight = columns < layer.P.shape[1] - 1
        weights = (layer.P[rows, columns] + step) * is_weight
        outputs, active = self._logits(rows, Z)
        means = network.loss.values(outputs, network.Y).mean(axis=(-2, -1))
        return means + penalty(weights, network.l2_lambda, network.m), active

    def _logits(self, rows: Array, Z: Array) -> tuple[Array, Array]:
        """Return the logits (k, n_L, m) and active ReLUs of copies with Z[c] (m,) in row rows[c] of Z_l."""
        above, copies = self.above, np.arange(rows.size)
        if above is None:
            outputs = np.repeat(self.Z[None].astype(Z.dtype), rows.size, axis=0)
            outputs[copies, rows] = Z
            return outputs, np.empty((rows.size, 0), bool)
        inputs = above.all_layers[0].A_below
        inputs[copies, rows] = relu(Z) * self.mask[rows]
        outputs = above.logits(self.masks_above)[: rows.size]
        active = np.empty((CHUNK, 0), bool)
        if np.isrealobj(inputs):
            active = np.concatenate([(layer.A_below > 0).reshape(CHUNK, -1) for layer in above.all_layers], axis=1)
        inputs[copies, rows] = self.layer.A[rows]  # as they were, for the next call
        return outputs, active[: rows.size]


def _above(network: Network, sizes: Sequence[int], A: Array, dtype: type) -> Network:
    """Return the upper layers of a network as CHUNK networks of these sizes, with inputs A (n_l, m)."""
    inputs: Array = np.repeat(A[None], CHUNK, axis=0).astype(dtype)
    above = Network(sizes, inputs, network.Y, lead=(CHUNK,), dtype=dtype)
    above.theta[...] = network.theta[network.theta.size - above.theta.shape[-1] :]
    return above


def _estimate(copies: PerturbedCopies, indices: Array, epsilon: float | None) -> Estimates:
    """Estimate the gradient entries ``indices`` of a layer's block (n_l, n_{l-1} + 1)."""
    layer = copies.layer
    rows, columns = np.divmod(indices, layer.P.shape[1])
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
    return Estimates(indices, layer.G.ravel()[indices], estimated, kinks)


def _errors(network: Network, blocks: Sequence[Estimates], noise: float) -> dict[str, GradientError]:
    """Return the errors per array, in the order W1, b1, W2, ..., and over all."""
    errors, arrays = {}, named_arrays(network.theta, network.layers)
    for number, block in enumerate(blocks, start=1):
        n_below = network.layers[number - 1]
        is_bias = block.indices % (n_below + 1) == n_below
        for name, chosen in ((f"W{number}", ~is_bias), (f"b{number}", is_bias)):
            errors[name] = _error(arrays[name].size, [block], chosen, noise)
    return errors | {"all": _error(network.theta.size, blocks, np.array(True), noise)}


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
