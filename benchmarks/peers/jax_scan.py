"""JAX: autograd, all epochs in one ``lax.scan`` under ``jit``, ensembles by ``vmap``, in float64."""

from functools import partial

import jax
import jax.numpy as jnp
import jaxlib
from jax import Array

from benchmarks.peers import Train
from benchmarks.workloads import Workload, data, fixed_masks, initial_parameters

jax.config.update("jax_enable_x64", True)

Tree = list[tuple[Array, Array]]
Arrays = tuple[Array, Array, list[Array]]  # X, Y, fixed masks


def versions() -> dict[str, str]:
    """Return {library: version}."""
    return {"jax": jax.__version__, "jaxlib": jaxlib.__version__}


def objective(parameters: Tree, X: Array, Y: Array, l2_lambda: float, masks: list[Array]) -> Array:
    """Return the mean cross-entropy plus the L2 penalty."""
    A = X
    for l, (W, b) in enumerate(parameters[:-1]):
        A = jax.nn.relu(W @ A + b)
        if masks:
            A = A * masks[l]
    W, b = parameters[-1]
    Z = W @ A + b
    value = jnp.mean(jax.nn.softplus(Z) - Y * Z)
    if l2_lambda:
        value += l2_lambda / (2 * Y.shape[1]) * sum(jnp.sum(W * W) for W, _ in parameters)
    return value


def epoch_masks(workload: Workload, fixed: list[Array], key: Array) -> list[Array]:
    """Return the masks of one epoch: the fixed ones, or fresh ones from its key."""
    if workload.deterministic:
        return fixed
    keys = jax.random.split(key, len(workload.layers) - 2)
    shapes = [(n, workload.examples) for n in workload.layers[1:-1]]
    keep_prob = workload.keep_prob
    return [jax.random.bernoulli(k, keep_prob, shape) / keep_prob for k, shape in zip(keys, shapes, strict=True)]


def descend(workload: Workload, epochs: int, arrays: Arrays, start: Tree, key: Array) -> Array:
    """Return the cost of one network after its updates."""
    X, Y, fixed = arrays

    def step(parameters: Tree, key: Array) -> tuple[Tree, None]:
        masks = epoch_masks(workload, fixed, key)
        gradients = jax.grad(objective)(parameters, X, Y, workload.l2_lambda, masks)
        return jax.tree.map(lambda p, g: p - workload.learning_rate * g, parameters, gradients), None

    epoch_keys = None if workload.deterministic else jax.random.split(key, epochs)
    final, _ = jax.lax.scan(step, start, epoch_keys, length=epochs)
    return objective(final, X, Y, workload.l2_lambda, epoch_masks(workload, fixed, key))


def prepare(workload: Workload) -> Train:
    """Return the training of this workload; each new number of epochs is compiled at its first call."""
    arrays = (*map(jnp.asarray, data(workload)), [jnp.asarray(mask) for mask in fixed_masks(workload)])
    keys = jax.random.split(jax.random.key(workload.seed), workload.networks)
    stacked = jax.tree.map(lambda *leaves: jnp.stack(leaves), *initial_parameters(workload))
    first = jax.tree.map(lambda leaf: leaf[0], stacked)

    one = partial(descend, workload)

    @partial(jax.jit, static_argnums=0)
    def side_by_side(epochs: int, arrays: Arrays, start: Tree, keys: Array) -> Array:
        return jax.vmap(lambda parameters, key: one(epochs, arrays, parameters, key))(start, keys)

    single = jax.jit(one, static_argnums=0)

    def train(epochs: int) -> list[float]:
        if workload.networks == 1:
            return [float(single(epochs, arrays, first, keys[0]))]
        return [float(cost) for cost in side_by_side(epochs, arrays, stacked, keys)]

    return train
