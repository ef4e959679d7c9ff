"""Which runs are compared: those of a variant with those of the reference from the same seed, on the same data set."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from seedcheck.judging.runs import Runs

Array = NDArray[Any]


@dataclass(frozen=True)
class Group:
    """The runs on one data set.

    Attributes
    ----------
    dataset : its name, empty if the table has none
    rows : (variants, seeds) of the runs in ``Runs``, -1 where there is none; without seeds, one after the other
    variants : in which of the ``rows`` each variant is that has runs here
    seeds : (seeds,) in ascending order, if there are any
    """

    dataset: str
    rows: Array
    variants: dict[str, int]
    seeds: Array | None

    def of(self, variant: str) -> Array:
        """Return the rows (seeds,) of a variant."""
        found: Array = self.rows[self.variants[variant]]
        return found

    def all_of(self, variant: str) -> Array:
        """Return the rows of a variant that are there."""
        found = self.of(variant)
        return found[found >= 0]


def groups(runs: Runs, *, paired: bool) -> Iterator[Group]:
    """Yield the runs of each data set, by variant and seed."""
    for dataset in dict.fromkeys(runs.dataset):
        here = np.flatnonzero(runs.dataset == dataset)
        found = pd.Categorical(runs.variant[here], categories=runs.variants).remove_unused_categories()
        seeds: Array | None = None
        columns: Array
        if paired and runs.seed is not None:
            seeds, columns = np.unique(runs.seed[here], return_inverse=True)
        else:
            columns = pd.Series(found.codes).groupby(found.codes).cumcount().to_numpy()
        rows = np.full((len(found.categories), int(columns.max()) + 1), -1)
        rows[found.codes, columns] = here
        yield Group(str(dataset), rows, {str(name): row for row, name in enumerate(found.categories)}, seeds)


def pairs(group: Group, variant: str, reference: str) -> tuple[Array, Array]:
    """Return the rows (n,) of a variant and of the reference with the seeds that both have."""
    own, other = group.of(variant), group.of(reference)
    both = (own >= 0) & (other >= 0)
    return own[both], other[both]
