"""What the configured seed's network gets right while it learns: its metrics at up to 100 records, on both parts."""

from math import ceil
from pathlib import Path

import numpy as np

import nn
from nn.activations import Array
from nn.ensembles import Ensemble
from nn.runs import Witness
from seedcheck.data.datasets import Dataset
from seedcheck.files import Row, write_csv
from seedcheck.training.predictions import PARTS, predict

METRICS = tuple(f"{part}_{name}" for part in PARTS for name in nn.RECORDED)
COLUMNS = ("epoch", *METRICS)
MOST = 100  # records that are looked at, evenly


class LearningCurve:
    """Notes the metrics of an ensemble's first network, without penalty and masks; none once it has diverged."""

    def __init__(self, ensemble: Ensemble, dataset: Dataset):
        self.ensemble, self.dataset = ensemble, dataset
        self.rows: list[Row] = []

    @property
    def witness(self) -> Witness:
        """Who looks on, at the first network."""
        recorded = self.ensemble.settings.recorded_epochs[::-1]
        epochs = recorded[:: ceil(len(recorded) / MOST)][::-1].tolist()  # the last one among them
        return Witness(epochs, lambda together: [0] if 0 in together else [], self._show)

    def _show(self, epoch: int, _number: int, theta: Array, _state: tuple[Array, ...]) -> None:
        own = self.ensemble.members(0)
        found = predict(own.settings.layers, theta[None], (own.X, own.Y), self.dataset, own.settings.form)
        values = [float(found.metric(name, part)[0]) for part in PARTS for name in nn.RECORDED]
        if np.isfinite(theta).all() and np.isfinite(values).all():
            self.rows.append({"epoch": epoch} | dict(zip(METRICS, values, strict=True)))

    def until(self, diverged_at: int | None) -> Array:
        """Return the rows (r, len(COLUMNS)), up to the record at which the network has diverged, if it has."""
        kept = [row for row in self.rows if diverged_at is None or row["epoch"] < diverged_at]
        return np.array([[row[name] for name in COLUMNS] for row in kept]).reshape(-1, len(COLUMNS))


def write(path: str | Path, curve: Array) -> None:
    """Write the rows of a learning curve as CSV."""
    rows = [[int(epoch), *metrics] for epoch, *metrics in curve.tolist()]
    write_csv(path, [dict(zip(COLUMNS, row, strict=True)) for row in rows], COLUMNS)
