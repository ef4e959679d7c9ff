"""Views of the group "sweep"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from seedcheck.files import read_json
from seedcheck.presentation.figures.job import FiguresJob
from seedcheck.study import paths


@dataclass(frozen=True)
class SweepView:
    """A sweep and what was decided on it.

    Attributes
    ----------
    grid : one or two settings with their values; the second runs along x
    cells : in the order of the grid, the reference first, as ``statistics.experiments.decide_cells`` makes them
    """

    title: str
    grid: Mapping[str, Sequence[Any]]
    cells: Sequence[Mapping[str, Any]]


class Reader:
    """Reads sweeps."""

    def __init__(self, job: FiguresJob):
        self.job = job

    def view(self, texts: Mapping[str, str]) -> SweepView | None:
        """Return a sweep."""
        path = paths.sweep_folder(texts["sweep"]) / "decisions.json"
        if not path.is_file():
            return None
        sweep = read_json(path, "grid", "cells")
        return SweepView(texts["title"], sweep["grid"], sweep["cells"])
