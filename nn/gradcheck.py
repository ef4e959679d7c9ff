"""Gradient checking of any scalar function: central differences and the complex step.

A check compares an analytic gradient g with an estimate g' by ||g - g'|| / (||g|| + ||g'||). The complex step
(Squire & Trapp 1998, SIAM Review 40) has no cancellation: Im f(theta + i h) / h is exact to rounding for h near 1e-20.
A central difference with step epsilon carries rounding noise of about 2.2e-16 |f| / epsilon per parameter.
"""

from collections.abc import Callable, Iterator

import numpy as np

from nn.activations import Array

COMPLEX_STEP = 1e-20
CHUNK = 32  # perturbed copies side by side: larger stacks leave the cache

Function = Callable[[Array], Array]


def difference(g: Array, estimate: Array) -> float:
    """Return ||g - g'|| / (||g|| + ||g'||), and 0 where both are zero."""
    norm = float(np.linalg.norm(g) + np.linalg.norm(estimate))
    return float(np.linalg.norm(g - estimate)) / norm if norm else 0.0


def central_difference(function: Function, theta: Array, epsilon: float = 1e-7) -> Array:
    """Return the estimate (P,) of the gradient of ``function``, which maps stacks (k, P) of points to values (k,)."""
    estimates = [
        (function(theta + epsilon * E) - function(theta - epsilon * E)) / (2 * epsilon) for E in _unit_vectors(theta)
    ]
    return np.concatenate(estimates)


def complex_step(function: Function, theta: Array) -> Array:
    """Return the gradient (P,) of an analytic ``function``, which maps complex stacks (k, P) to values (k,)."""
    estimates = [function(theta + 1j * COMPLEX_STEP * E).imag / COMPLEX_STEP for E in _unit_vectors(theta)]
    return np.concatenate(estimates)


def _unit_vectors(theta: Array) -> Iterator[Array]:
    """Yield the unit vectors of theta's space (P,) in stacks (at most CHUNK, P)."""
    for start in range(0, theta.size, CHUNK):
        yield np.eye(min(CHUNK, theta.size - start), theta.size, start)
