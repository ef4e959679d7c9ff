"""Updates as the formulas have them, one coordinate of the parameters at a time: optimizers, schedules, and batches.

Like ``seedcheck.training.plain`` it is what certificates compare the trainer with, so nothing here is from ``nn``.
"""

from collections.abc import Callable
from math import ceil, cos, pi, sqrt
from typing import Any, NamedTuple

import numpy as np

from seedcheck.training.plain import Array

# Learning rates: by what a schedule multiplies them at an epoch, counted from 0.

SCHEDULES: dict[str, Callable[[int, Any], float]] = {
    "constant": lambda _epoch, _settings: 1.0,
    "step": lambda epoch, settings: settings.schedule_factor ** (epoch // settings.schedule_every),
    "inverse_time": lambda epoch, settings: 1 / (1 + settings.schedule_decay * (epoch // settings.schedule_every)),
    "cosine": lambda epoch, settings: (1 + cos(pi * epoch / (settings.schedule_epochs or settings.epochs))) / 2,
}


def learning_rate(settings: Any, epoch: int) -> float:
    """Return the learning rate of a network at an epoch, with its warm-up."""
    warmth = min(1.0, (epoch + 1) / settings.warmup_epochs) if settings.warmup_epochs else 1.0
    return float(settings.learning_rate) * SCHEDULES[settings.schedule](epoch, settings) * warmth


# Batches: which examples an update is about, in the order of its epoch.


def per_epoch(settings: Any, m: int) -> int:
    """Return how many batches m examples make, the last one of those that are left."""
    return ceil(m / settings.batch_size) if settings.batch_size else 1


class Batch(NamedTuple):
    """The examples of an update, and the columns of dropout masks that belong to them."""

    examples: Array
    columns: Array


def batches(settings: Any, m: int, seed: Any) -> Callable[[int], Batch]:
    """Return the batch of a network as a function of the update; updates are to be asked for in rising order.

    Each epoch has the next permutation from PCG64. Fixed masks belong to examples, fresh ones to places in the order.
    """
    count, everything = per_epoch(settings, m), np.arange(m)
    generator, read, order = np.random.Generator(np.random.PCG64(seed)), 0, everything

    def at(update: int) -> Batch:
        nonlocal read, order
        while read <= update // count:
            order, read = generator.permutation(m), read + 1
        start = update % count * settings.batch_size
        places = everything[start : start + settings.batch_size]
        return Batch(order[places], order[places] if settings.masks == "fixed" else places)

    return at if count > 1 else lambda _: Batch(everything, everything)


# Optimizers: how far a coordinate moves.

Memory = tuple[float, ...]


class Here(NamedTuple):
    """A coordinate of the parameters before a step: its value, slope and memory, and the learning rate."""

    value: float
    slope: float
    memory: Memory
    rate: float
    is_bias: bool


class Update(NamedTuple):
    """An optimizer's formula, for one coordinate of the parameters.

    Attributes
    ----------
    step : given where the coordinate is, and settings, returns the displacement and the new memory
    is_linear : whether the formula holds along every direction, and not only for single parameters
    start : the memory before the first step
    """

    step: Callable[[Here, Any], tuple[float, Memory]]
    is_linear: bool
    start: Memory = ()


def heavy_ball(here: Here, settings: Any) -> tuple[float, Memory]:
    """Return the step and sum of classical momentum."""
    total = settings.beta1 * here.memory[0] + here.slope
    return -here.rate * total, (total,)


def momentum(here: Here, settings: Any) -> tuple[float, Memory]:
    """Return the step and running mean of the course's momentum."""
    mean = settings.beta1 * here.memory[0] + (1 - settings.beta1) * here.slope
    return -here.rate * mean, (mean,)


def rmsprop(here: Here, settings: Any) -> tuple[float, Memory]:
    """Return the step of RMSProp, and the running mean of squares divided by 1 - beta2."""
    total = settings.beta2 * here.memory[0] + here.slope**2
    root = sqrt((1 - settings.beta2) * total)
    return -here.rate * here.slope / (root + settings.epsilon), (total,)


def adam(here: Here, settings: Any) -> tuple[float, Memory]:
    """Return the step of Adam; both running means, each divided by its 1 - beta; and the number of steps."""
    first = settings.beta1 * here.memory[0] + here.slope
    second = settings.beta2 * here.memory[1] + here.slope**2
    number = here.memory[2] + 1
    mean = (1 - settings.beta1) * first / (1 - settings.beta1**number)
    square = (1 - settings.beta2) * second / (1 - settings.beta2**number)
    return -here.rate * mean / (sqrt(square) + settings.epsilon), (first, second, number)


def adamw(here: Here, settings: Any) -> tuple[float, Memory]:
    """Return the step of Adam, and with it what a weight loses by its decay; and Adam's memory."""
    step, memory = adam(here, settings)
    decay = 0.0 if here.is_bias else float(settings.weight_decay)
    return step - here.rate * decay * here.value, memory


UPDATES = {
    "gradient_descent": Update(lambda here, _: (-here.rate * here.slope, ()), is_linear=True),
    "momentum": Update(momentum, is_linear=True, start=(0.0,)),
    "heavy_ball": Update(heavy_ball, is_linear=True, start=(0.0,)),
    "rmsprop": Update(rmsprop, is_linear=False, start=(0.0,)),
    "adam": Update(adam, is_linear=False, start=(0.0, 0.0, 0.0)),
    "adamw": Update(adamw, is_linear=False, start=(0.0, 0.0, 0.0)),
}
