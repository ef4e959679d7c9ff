"""Gradient checking: central differences and the complex step, of any scalar function and of a Network.

A check compares an analytic gradient g with an estimate g' by ||g - g'|| / (||g|| + ||g'||). The complex step
(Squire & Trapp 1998, SIAM Review 40) has no cancellation: Im f(theta + i h) / h is exact to rounding for h near 1e-20.
A central difference with step epsilon carries rounding noise of about 2.2e-16 |f| / epsilon per parameter, and is
wrong where theta +- epsilon lie on two sides of a ReLU's kink; such parameters are counted and left out.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from nn.activations import Array, complex_relu
from nn.network import Network, penalty
from nn.parameters import named_arrays

COMPLEX_STEP = 1e-20
CHUNK = 32  # perturbed copies side by side: larger stacks leave the cache

Function = Callable[[Array], Array]


def difference(g: Array, estimate: Array) -> float:
    """Return ||g - g'|| / (||g|| + ||g'||), and 0 where both are zero."""
    norm = float(np.linalg.norm(g) + np.linalg.norm(estimate))
    return float(np.linalg.norm(g - estimate)) / norm if norm else 0.0


def _stacks(theta: Array) -> Iterator[Array]:
    """Yield the unit vectors of theta's space (P,) in stacks (at most CHUNK, P)."""
    for start in range(0, theta.size, CHUNK):
        yield np.eye(min(CHUNK, theta.size - start), theta.size, start)


def central_difference(function: Function, theta: Array, epsilon: float = 1e-7) -> Array:
    """Return the estimate (P,) of the gradient of ``function``, which maps stacks (k, P) of points to values (k,)."""
    return np.concatenate(
        [(function(theta + epsilon * E) - function(theta - epsilon * E)) / (2 * epsilon) for E in _stacks(theta)]
    )


def complex_step(function: Function, theta: Array) -> Array:
    """Return the gradient (P,) of an analytic ``function``, which maps complex stacks (k, P) to values (k,)."""
    return np.concatenate([function(theta + 1j * COMPLEX_STEP * E).imag / COMPLEX_STEP for E in _stacks(theta)])


@dataclass(frozen=True)
class Comparison:
    """Analytic against estimated gradient, over some of the parameters of one array, or of all arrays.

    Attributes
    ----------
    parameters, checked, kinks : entries there are, were compared, and were left out because a ReLU's kink was crossed
    error, norm : ||g - g'|| and ||g|| + ||g'||
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


def check(network: Network, masks: Sequence[Array] | None = None, epsilon: float | None = None,
          sample: int | None = None, seed: int = 0) -> dict[str, Comparison]:  # fmt: skip
    """Compare the network's gradient at its parameters, array by array and over "all".

    A perturbation of layer l starts at Z_l and runs through ``Network.forward`` of the layers above, stacked.

    Parameters
    ----------
    network : one network (no leading axes)
    masks : frozen dropout masks, as for ``Network.forward``
    epsilon : step of central differences; None is the complex step
    sample : compare at most so many entries of each block [W_l b_l], drawn with ``seed``; None is all
    """
    generator = np.random.default_rng(seed)
    with np.errstate(over="ignore", invalid="ignore"):
        network.forward(masks)
        network.backward()
        noise = 4 * np.finfo(float).eps * (1.0 if epsilon is None else abs(float(network.cost())) / epsilon)
        blocks = []
        for l, P in enumerate(network.P):
            few = sample is not None and sample < P.size
            indices = generator.choice(P.size, sample, replace=False) if few else np.arange(P.size)
            blocks.append(_estimate(network, masks, l, np.sort(indices), epsilon))
    return _compare(network, blocks, noise)


def _compare(network: Network, blocks: list[Estimates], noise: float) -> dict[str, Comparison]:
    """Return comparisons per array, in the order W1, b1, W2, ..., and over all."""
    result, names = {}, list(named_arrays(network.theta, network.layers).items())
    for l, block in enumerate(blocks):
        is_bias = block.indices % (network.layers[l] + 1) == network.layers[l]
        for (name, array), chosen in zip(names[2 * l : 2 * l + 2], (~is_bias, is_bias), strict=True):
            result[name] = _comparison(array.size, [block], chosen, noise)
    return result | {"all": _comparison(network.theta.size, blocks, np.array(True), noise)}


def _comparison(parameters: int, blocks: Sequence[Estimates], chosen: Array, noise: float) -> Comparison:
    g, estimate, kinks = (
        np.concatenate([getattr(block, field)[chosen].ravel() for block in blocks])
        for field in ("analytic", "estimated", "kinks")
    )
    g, estimate = g[~kinks], estimate[~kinks]
    return Comparison(
        parameters=parameters,
        checked=g.size,
        kinks=int(kinks.sum()),
        error=float(np.linalg.norm(g - estimate)),
        norm=float(np.linalg.norm(g) + np.linalg.norm(estimate)),
        noise=noise * float(np.sqrt(g.size)),
    )


def _estimate(network: Network, masks: Sequence[Array] | None, l: int, indices: Array,
              epsilon: float | None) -> Estimates:  # fmt: skip
    """Estimate the gradient entries ``indices`` of the block P[l] (n_l, n_{l-1} + 1)."""
    probe = _Probe(network, masks, l, complex if epsilon is None else float)
    rows, columns = np.divmod(indices, network.P[l].shape[1])
    estimated, kinks = np.empty(indices.size), np.zeros(indices.size, bool)
    for start in range(0, indices.size, CHUNK):
        part = slice(start, start + CHUNK)
        entries = rows[part], columns[part]
        if epsilon is None:
            estimated[part] = probe.objectives(*entries, 1j * COMPLEX_STEP).imag / COMPLEX_STEP
        else:
            above, active = probe.objectives(*entries, epsilon), probe.active
            estimated[part] = (above - probe.objectives(*entries, -epsilon)) / (2 * epsilon)
            kinks[part] = (active != probe.active).any(axis=1)
    return Estimates(indices, network.G[l].ravel()[indices], estimated, kinks)


class _Probe:
    """The objective of copies of a network, in each of which one entry of the block P[l] has moved.

    Only one row of Z_l moves then; the layers above are a ``Network`` whose inputs are the activations with that row.
    """

    def __init__(self, network: Network, masks: Sequence[Array] | None, l: int, dtype: type):
        self.network, self.l, layers = network, l, network.layers[l + 1 :]
        self.Z = network.P[l] @ network.A[l]
        self.mask = masks[l] if masks and len(layers) > 1 else np.ones((network.layers[l + 1], 1))
        self.masks = masks[l + 1 :] if masks else None
        self.tail: Network | None = None
        self.active = np.zeros((1, 1), bool)  # which ReLUs above were active
        if len(layers) > 1:
            inputs: Array = np.repeat(network.A[l + 1][None, :-1], CHUNK, axis=0).astype(dtype)
            self.tail = Network(layers, inputs, network.Y, lead=(CHUNK,), dtype=np.dtype(dtype).type)
            self.tail.theta[...] = network.theta[network.theta.size - self.tail.theta.shape[-1] :]

    def objectives(self, rows: Array, columns: Array, step: complex) -> Array:
        """Return (k,) the objectives with P[l][rows[c], columns[c]] moved by a step, less the rest of the penalty."""
        network = self.network
        Z = self.Z[rows] + step * network.A[self.l][columns]
        weights = (network.P[self.l][rows, columns] + step) * (columns < network.layers[self.l])
        outputs = Z[:, None] if self.tail is None else self._above(rows, complex_relu(Z) * self.mask[rows])
        return np.asarray(
            network.loss.values(outputs, network.Y).mean(axis=(-2, -1)) + penalty(weights, network.l2_lambda, network.m)
        )

    def _above(self, rows: Array, activations: Array) -> Array:
        """Return the logits (k, 1, m) where copy c has (m,) ``activations[c]`` in row rows[c] of A_{l+1}."""
        assert self.tail is not None
        copies, inputs = np.arange(rows.size), self.tail.A[0]
        inputs[copies, rows] = activations
        Z = self.tail.logits(self.masks)
        if np.isrealobj(inputs):  # the complex step crosses no kink
            self.active = np.concatenate([(A > 0).reshape(CHUNK, -1) for A in self.tail.A], axis=1)[: rows.size]
        inputs[copies, rows] = self.network.A[self.l + 1][rows]
        return Z[: rows.size]
