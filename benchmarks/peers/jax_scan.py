"""JAX: autograd, all epochs in one ``lax.scan`` under ``jit``, ensembles by ``vmap``, in float64."""

from functools import partial

import jax
import jax.numpy as jnp
from jax import Array

from benchmarks.peers import Train
from benchmarks.workloads import Number, Workload, data, fixed_masks, initial_parameters

jax.config.update("jax_enable_x64", True)

Tree = list[tuple[Array, Array]]
Arrays = tuple[Array, Array, list[Array]]  # X, Y, fixed masks


def objective(parameters: Tree, X: Array, Y: Array, l2_lambda: Number, masks: list[Array]) -> Array:
    """Return the mean cross-entropy plus the L2 penalty."""
    A = X
    for l, (W, b) in enumerate(parameters):
        Z = W @ A + b
        A = jax.nn.relu(Z) * masks[l] if l < len(masks) else jax.nn.relu(Z)  # the last one is never computed
    value = jnp.mean(jax.nn.softplus(Z) - Y * Z)
    if l2_lambda:
        value += l2_lambda / (2 * Y.shape[1]) * sum(jnp.sum(W * W) for W, _ in parameters)
    return value


def fresh_masks(workload: Workload, key: Array) -> list[Array]:
    """Return the masks of one epoch, drawn from its key."""
    keys = jax.random.split(key, len(workload.layers) - 2)
    pairs = zip(keys, workload.layers[1:-1], strict=True)
    return [jax.random.bernoulli(k, workload.keep_prob, (n, workload.examples)) / workload.keep_prob for k, n in pairs]


def descend(workload: Workload, epochs: int, arrays: Arrays, start: Tree, key: Array) -> Array:
    """Return the cost of one network after its updates."""
    X, Y, fixed = arrays

    def cost(parameters: Tree, key: Array) -> Array:
        masks = fixed if workload.deterministic else fresh_masks(workload, key)
        return objective(parameters, X, Y, workload.l2_lambda, masks)

    def step(parameters: Tree, key: Array) -> tuple[Tree, None]:
        gradients = jax.grad(cost)(parameters, key)
        return jax.tree.map(lambda p, g: p - workload.learning_rate * g, parameters, gradients), None

    keys = None if workload.deterministic else jax.random.split(key, epochs)
    return cost(jax.lax.scan(step, start, keys, length=epochs)[0], key)


def prepare(workload: Workload) -> Train:
    """Return the training of this workload; each new number of epochs is compiled at its first call."""
    arrays = (*map(jnp.asarray, data(workload)), [jnp.asarray(mask) for mask in fixed_masks(workload)])
    starts = jax.tree.map(lambda *leaves: jnp.stack(leaves), *initial_parameters(workload))
    keys = jax.random.split(jax.random.key(workload.mask_seed), workload.networks)
    if workload.networks == 1:
        starts, keys = jax.tree.map(lambda leaf: leaf[0], (starts, keys))

    @partial(jax.jit, static_argnums=0)
    def costs(epochs: int, arrays: Arrays, starts: Tree, keys: Array) -> Array:
        train = partial(descend, workload, epochs, arrays)
        return train(starts, keys) if workload.networks == 1 else jax.vmap(train)(starts, keys)

    return lambda epochs: [float(cost) for cost in jnp.atleast_1d(costs(epochs, arrays, starts, keys))]
