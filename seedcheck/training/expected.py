"""How far a network should go in a direction by the formulas, and what its optimizer should then remember."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from seedcheck.training.directions import AnyDirection, Direction
from seedcheck.training.findings import Findings
from seedcheck.training.plain import Array, Point
from seedcheck.training.plain_activations import STEEPEST
from seedcheck.training.plain_updates import Here, Memory, Update
from seedcheck.training.rounding import ROUNDING, norm_factor

State = tuple[Array, ...]


class Expected(NamedTuple):
    """A step in a direction and the memory after it, each give or take rounding."""

    direction: AnyDirection
    step: float
    rounding: float
    memory: Memory
    memory_rounding: Memory


def expected(direction: AnyDirection, point: Point, state: State, update: Update, rate: float,
             bound: float) -> Expected:  # fmt: skip
    """Return what is expected of the step from a point in a direction.

    Parameters
    ----------
    direction, point : where it goes, and where it starts
    state : of the optimizer, before
    update, rate : the optimizer's formula, and the learning rate
    bound : on what rounding multiplies (``rounding.size``)
    """
    settings, part = point.settings, direction.of(point)
    losses, penalty = direction.slopes(point)
    slope = point.factor * (float(losses.mean()) + penalty)
    here = Here(direction.along(part), slope, memory_of(direction, state, settings.layers), rate, direction.is_bias)
    rounding = ROUNDING * ((1 + bound) * float(np.abs(losses).mean()) + abs(penalty))
    step, after = update.step(here, settings)
    if update.start:  # what is remembered adds up, while the rounding of a single step is below that of parameters
        rounding += ROUNDING * cancelled(direction, point)
    rounding *= point.factor
    sides = (1,) if update.is_linear else (1, -1)
    others = [update.step(here._replace(slope=slope + side * rounding), settings) for side in sides]
    steps = max(abs(other - step) for other, _ in others) + ROUNDING * float(np.linalg.norm(part))
    sizes = [float(np.linalg.norm(_part(direction, each, settings.layers))) for each in state]
    memories = [max(abs(memory[k] - after[k]) for _, memory in others) + ROUNDING * (abs(after[k]) + sizes[k])
                for k in range(len(after))]  # fmt: skip
    return Expected(direction, step, steps, after, tuple(memories))


def cancelled(direction: AnyDirection, point: Point) -> float:
    """Return a bound on the terms that a slope is summed up from, on the way down, of which some may cancel.

    A batch normalization is three terms on that way, each at most as long as what comes from above.
    """
    upwards = zip(point.layers[direction.layer + 1 :], point.kept[direction.layer :], strict=True)
    above = [STEEPEST * float(np.linalg.norm(W)) * float(kept.max(initial=1.0)) for (W, _), kept in upwards]
    first = direction.layer if isinstance(direction, Direction) else direction.layer + 1
    above += [3 * norm_factor(point, number) for number in range(first, len(point.norms))]
    inputs = 1.0 if direction.is_bias else float(np.linalg.norm(point.below[direction.layer], axis=0).max())
    units = np.eye(len(point.Z[-1]))
    slopes = [point.slopes(len(point.layers) - 1, np.outer(unit, np.ones(point.m))) for unit in units]
    residual = sum(float(np.sqrt(np.square(each).mean())) for each in slopes)
    return residual * float(np.prod(above)) * inputs * float(np.linalg.norm(direction.u) * np.linalg.norm(direction.v))


def compare(found: Findings, what: Expected, steps: tuple[Array, Array], state: State, layers: Sequence[int],
            where: tuple[int, int]) -> None:  # fmt: skip
    """Compare how a network went in a direction, from parameters (P,) to others, with what was expected."""
    direction = what.direction
    before, after = (direction.part(theta, layers) for theta in steps)
    part = after - before
    whole = abs(direction.along(part)) if direction.is_entry else float(np.linalg.norm(part))
    error, largest = abs(direction.along(part) - what.step), max(whole, abs(what.step))
    found.add(f"update of {direction.array}", error, largest, what.rounding, where)
    memories = zip(memory_of(direction, state, layers), what.memory, what.memory_rounding, strict=True)
    for there, value, rounding in memories:
        found.add("memory of the optimizer", abs(there - value), max(abs(there), abs(value)), rounding, where)


def memory_of(direction: AnyDirection, state: State, layers: Sequence[int]) -> Memory:
    """Return what an optimizer remembers in a direction; of what has no axes, such as a number of steps, all."""
    parts = [_part(direction, each, layers) for each in state]
    return tuple(direction.along(part) if part.ndim else float(part) for part in parts)


def _part(direction: AnyDirection, array: Array, layers: Sequence[int]) -> Array:
    """Return the direction's part of an array of the state; what has no axes is no part of anything."""
    return direction.part(array, layers) if array.ndim else array


def start(found: Findings, state: Any, update: Update) -> None:
    """Compare the optimizer's state before the first step with what it should be."""
    for part, value in zip(state, update.start, strict=True):
        found.add("memory of the optimizer", float(np.abs(part - value).max()), abs(value), 0.0, (0, 0))
