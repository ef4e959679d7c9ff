"""JAX: autograd, all epochs in one ``lax.scan`` under ``jit``, ensembles by ``vmap``, in float64."""

from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from benchmarks.peers import Train
from benchmarks.workloads import Number, Workload, data, fixed_masks, initial_parameters

jax.config.update("jax_enable_x64", True)

Tree = list[tuple[Array, Array]]
Arrays = tuple[Array, Array, list[Array]]  # X, Y, fixed masks
State = tuple[Tree, Any]  # parameters, and what an optimizer remembers


class Drawn(NamedTuple):
    """What is drawn for each epoch: a key for fresh masks, and the order of the examples; None where there is none."""

    key: Array | None
    order: Array | None


def objective(parameters: Tree, X: Array, Y: Array, l2_lambda: Number, masks: list[Array]) -> Array:
    """Return the mean cross-entropy plus the L2 penalty."""
    A = X
    for l, (W, b) in enumerate(parameters):
        Z = W @ A + b
        A = jax.nn.relu(Z) * masks[l] if l < len(masks) else jax.nn.relu(Z)  # the last one is never computed
    if len(Z) == 1:
        value = jnp.mean(jax.nn.softplus(Z) - Y * Z)
    else:
        of_label = jnp.sum(jnp.where(jnp.arange(len(Z))[:, None] == Y, Z, 0), axis=0)
        value = jnp.mean(jax.nn.logsumexp(Z, axis=0) - of_label)
    if l2_lambda:
        value += l2_lambda / (2 * Y.shape[1]) * sum(jnp.sum(W * W) for W, _ in parameters)
    return value


def fresh_masks(workload: Workload, key: Array) -> list[Array]:
    """Return the masks of one epoch, drawn from its key."""
    keys = jax.random.split(key, len(workload.layers) - 2)
    pairs = zip(keys, workload.layers[1:-1], strict=True)
    return [jax.random.bernoulli(k, workload.keep_prob, (n, workload.examples)) / workload.keep_prob for k, n in pairs]


def gradient_descent(workload: Workload, parameters: Tree, gradients: Tree, _: None) -> State:
    """Return the parameters after a step; there is nothing to remember."""
    return jax.tree.map(lambda p, g: p - workload.learning_rate * g, parameters, gradients), None


def adam(workload: Workload, parameters: Tree, gradients: Tree, memory: tuple[Tree, Tree, Array]) -> State:
    """Return the parameters after a step of Adam, and the running means and the number of steps."""
    beta1, beta2, t = workload.beta1, workload.beta2, memory[2] + 1
    means = jax.tree.map(lambda m, g: beta1 * m + (1 - beta1) * g, memory[0], gradients)
    squares = jax.tree.map(lambda v, g: beta2 * v + (1 - beta2) * g * g, memory[1], gradients)
    rate, correction = workload.learning_rate / (1 - beta1**t), 1 / (1 - beta2**t)

    def moved(p: Array, m: Array, v: Array) -> Array:
        return p - rate * m / (jnp.sqrt(v * correction) + workload.epsilon)

    return jax.tree.map(moved, parameters, means, squares), (means, squares, t)


def start(workload: Workload, parameters: Tree) -> State:
    """Return the parameters and what the optimizer remembers before its first step."""
    zeros = jax.tree.map(jnp.zeros_like, parameters)
    return parameters, (zeros, zeros, jnp.zeros(())) if workload.optimizer == "adam" else None


def descend(workload: Workload, epochs: int, arrays: Arrays, parameters: Tree, key: Array, orders: Array) -> Array:
    """Return the cost of one network after its updates; ``orders`` (epochs, m) are those of the examples."""
    (X, Y, fixed), size, m = arrays, workload.batch_size, workload.examples
    whole = m - m % size if size else 0  # examples that fill batches
    update = adam if workload.optimizer == "adam" else gradient_descent

    def cost(parameters: Tree, X: Array, Y: Array, key: Array | None) -> Array:
        masks = fixed if workload.deterministic else fresh_masks(workload, key)
        return objective(parameters, X, Y, workload.l2_lambda, masks)

    def step(state: State, X: Array, Y: Array, key: Array | None) -> State:
        return update(workload, state[0], jax.grad(cost)(state[0], X, Y, key), state[1])

    def on_batch(state: State, part: Array) -> tuple[State, None]:
        inputs, labels = (array.at[:, part].get(mode="promise_in_bounds") for array in (X, Y))
        return step(state, inputs, labels, None), None

    def epoch(state: State, drawn: Drawn) -> tuple[State, None]:
        if drawn.order is None:
            return step(state, X, Y, drawn.key), None
        state, _ = jax.lax.scan(on_batch, state, drawn.order[:whole].reshape(-1, size))
        return on_batch(state, drawn.order[whole:]) if whole < m else (state, None)

    keys = None if workload.deterministic else jax.random.split(key, epochs)
    drawn = Drawn(keys, orders if size else None)
    (parameters, _), _ = jax.lax.scan(epoch, start(workload, parameters), drawn, length=epochs)
    return cost(parameters, X, Y, key)


def orders_of(workload: Workload, epochs: int) -> np.ndarray:
    """Return (networks, epochs, m) the order of the examples at each epoch, nothing (networks, 0) without batches."""
    if not workload.batch_size:
        return np.zeros((workload.networks, 0), np.int32)
    streams = [np.random.default_rng(workload.shuffle_seed + s) for s in range(workload.networks)]
    orders = [[stream.permutation(workload.examples) for _ in range(epochs)] for stream in streams]
    return np.array(orders, np.int32)


def prepare(workload: Workload) -> Train:
    """Return the training of this workload; each new number of epochs is compiled at its first call."""
    arrays = (*map(jnp.asarray, data(workload)), [jnp.asarray(mask) for mask in fixed_masks(workload)])
    starts = jax.tree.map(lambda *leaves: jnp.stack(leaves), *initial_parameters(workload))
    keys = jax.random.split(jax.random.key(workload.mask_seed), workload.networks)

    @partial(jax.jit, static_argnums=0)
    def costs(epochs: int, arrays: Arrays, *networks: Any) -> Array:
        train = partial(descend, workload, epochs, arrays)
        if workload.networks == 1:
            return train(*jax.tree.map(lambda leaf: leaf[0], networks))
        return jax.vmap(train)(*networks)

    def train(epochs: int) -> list[float]:
        found = costs(epochs, arrays, starts, keys, orders_of(workload, epochs))
        return [float(cost) for cost in jnp.atleast_1d(found)]

    return train
