"""Directions in which a network's parameters are followed: within an array at random, or along a single entry.

A direction is a product u v^T. Random u and v find any error R of an array as a whole one would, since u^T R v is as
large as R on average; but moving W_1 along it takes one row of products with the inputs, not one for each unit.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from seedcheck.training.plain import Array, Point, blocks


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

    def part(self, theta: Array, layers: Sequence[int]) -> Array:
        """Return the array's part of parameters (P,)."""
        return blocks(theta, layers)[self.layer][self.is_bias]

    def along(self, part: Array) -> float:
        """Return how far the array's part goes in this direction, u^T part v."""
        return float(self.u @ part @ self.v)

    def slopes(self, point: Point) -> tuple[Array, float]:
        """Return how fast each example's loss (m,), and the penalty, rise in this direction."""
        inputs = np.ones((1, point.m)) if self.is_bias else point.below[self.layer]
        losses = point.slopes(self.layer, np.outer(self.u, self.v @ inputs))
        penalty = 0.0 if self.is_bias else point.penalty_slope(point.layers[self.layer][0], np.outer(self.u, self.v))
        return losses, penalty


def draw(point: Point, entries: int, with_all: bool, generator: np.random.Generator) -> list[Direction]:
    """Return for each array one random direction, if wanted, and so many single entries, all if there are no more."""
    found = []
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
    return found
