"""Directions in which a network's parameters are followed: within an array at random, or along a single entry.

A direction is a product u v^T. Random u and v find any error R of an array as a whole one would, since u^T R v is as
large as R on average; but moving W_1 along it takes one row of products with the inputs, not one for each unit.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from seedcheck.training.plain import Array, Point, blocks
from seedcheck.training.plain_norm import norms


class Direction(NamedTuple):
    """A direction u v^T within one array of parameters.

    Attributes
    ----------
    layer : number of the layer, 0 for the first
    is_bias : whether the array is b, not W
    u, v : one number for each row and for each column of the array
    is_entry : whether it is along a single entry
    """

    layer: int
    is_bias: bool
    u: Array
    v: Array
    is_entry: bool

    @property
    def array(self) -> str:
        """The array's name, such as "W1"."""
        return f"{'b' if self.is_bias else 'W'}{self.layer + 1}"

    def of(self, point: Point) -> Array:
        """Return the array at a point."""
        return point.layers[self.layer][self.is_bias]

    def part(self, theta: Array, layers: Sequence[int]) -> Array:
        """Return the array's part of parameters (P,)."""
        return blocks(theta, layers)[self.layer][self.is_bias]

    def along(self, part: Array) -> float:
        """Return how far the array's part goes in this direction, u^T part v."""
        return float(self.u @ part @ self.v)

    def slopes(self, point: Point) -> tuple[Array, float]:
        """Return how fast each example's loss (m,), and the penalty, rise in this direction."""
        if self.is_bias and self.layer < len(point.norms):
            return np.zeros(point.m), 0.0  # batch normalization takes it away with the mean
        inputs = np.ones((1, point.m)) if self.is_bias else point.below[self.layer]
        losses = point.slopes(self.layer, np.outer(self.u, self.v @ inputs))
        penalty = 0.0 if self.is_bias else point.penalty_slope(point.layers[self.layer][0], np.outer(self.u, self.v))
        return losses, penalty


class NormDirection(NamedTuple):
    """A direction within gamma or beta of a batch normalization, as ``Direction`` has it.

    Attributes
    ----------
    which : 0 for gamma, 1 for beta
    """

    layer: int
    which: int
    u: Array
    is_entry: bool
    v: Array = np.ones(1)
    is_bias: bool = True

    @property
    def array(self) -> str:
        """The array's name, such as "gamma1"."""
        return f"{('gamma', 'beta')[self.which]}{self.layer + 1}"

    def of(self, point: Point) -> Array:
        """Return the array (n, 1) at a point."""
        return point.norms[self.layer][self.which]

    def part(self, theta: Array, layers: Sequence[int]) -> Array:
        """Return the array's part of parameters (P,)."""
        return norms(theta, layers)[self.layer][self.which]

    def along(self, part: Array) -> float:
        """Return how far the array's part goes in this direction."""
        return float(self.u @ part @ self.v)

    def slopes(self, point: Point) -> tuple[Array, float]:
        """Return how fast each example's loss (m,) rises in this direction; the penalty does not."""
        return point.norm_slopes(self.layer, self.which, self.u[:, None]), 0.0


AnyDirection = Direction | NormDirection


def draw_norms(point: Point, entries: int, with_all: bool, generator: np.random.Generator) -> list[AnyDirection]:
    """Return directions as ``draw`` does, within gamma and beta of each hidden layer."""
    found: list[AnyDirection] = []
    for layer, (gamma, *_) in enumerate(point.norms):
        for which in (0, 1):
            if with_all:
                found.append(NormDirection(layer, which, generator.standard_normal(len(gamma)), is_entry=False))
            units = np.eye(len(gamma))
            found += [NormDirection(layer, which, units[k], is_entry=True)
                      for k in generator.integers(len(gamma), size=min(entries, len(gamma))).tolist()]  # fmt: skip
    return found


def draw(point: Point, entries: int, with_all: bool, generator: np.random.Generator) -> list[AnyDirection]:
    """Return for each array one random direction, if wanted, and so many single entries, all if there are no more."""
    found: list[AnyDirection] = []
    for layer, arrays in enumerate(point.layers):
        for is_bias, array in enumerate(arrays):
            if with_all:
                u, v = (generator.standard_normal(n) for n in array.shape)
                found.append(Direction(layer, bool(is_bias), u, v, is_entry=False))
            some = range(array.size) if array.size <= entries else generator.integers(array.size, size=entries).tolist()
            for index in some:
                row, column = divmod(index, array.shape[1])
                unit = [(np.arange(n) == chosen) * 1.0 for n, chosen in zip(array.shape, (row, column), strict=True)]
                found.append(Direction(layer, bool(is_bias), unit[0], unit[1], is_entry=True))
    return found + draw_norms(point, entries, with_all, generator)
