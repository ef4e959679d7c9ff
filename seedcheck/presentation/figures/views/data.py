"""Views of the group "data"."""

from collections.abc import Mapping
from dataclasses import dataclass

from seedcheck.data import datasets
from seedcheck.data.datasets import Dataset
from seedcheck.presentation.figures.job import FiguresJob, Shown
from seedcheck.study import paths


@dataclass(frozen=True)
class DataView:
    """A data set, and the range to show of it."""

    name: str
    dataset: Dataset
    shown: Shown


class Reader:
    """Reads data sets."""

    def __init__(self, job: FiguresJob):
        self.job = job

    def view(self, texts: Mapping[str, str]) -> DataView | None:
        """Return a data set."""
        name = texts["dataset"]
        path = paths.dataset_file(name)
        return DataView(name, datasets.read(path), self.job.datasets[name]) if path.is_file() else None
