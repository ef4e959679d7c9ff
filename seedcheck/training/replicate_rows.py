"""Replicates as rows of a table: one each, with what early stopping and tuning came to where there are such."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from seedcheck.files import Row
from seedcheck.training.replicates import Replicates

COLUMNS = ("replicate", "train_accuracy", "test_accuracy", "final_cost", "outcome")
STOPS = ("stopped_at_epoch", "epoch_kept")  # further columns, with early stopping


def rows(replicates: Replicates, first: int = 0, candidates: Sequence[Mapping[str, Any]] = ()) -> list[Row]:
    """Return one row per replicate, the first of which has this number; a diverged one has no accuracy and no cost.

    ``candidates`` are the settings that were tuned over, if their values are to be in the rows.
    """
    values = {"train_accuracy": replicates.accuracy("train"), "test_accuracy": replicates.accuracy("test")}
    values["final_cost"] = np.where(replicates.diverged, np.nan, replicates.costs[:, -1])
    words = replicates.outcomes()
    return [
        {"replicate": first + s}
        | {name: _known(column[s]) for name, column in values.items()}
        | {"outcome": words[s]}
        | _stop(replicates, s)
        | _choice(replicates, s, candidates)
        for s in range(len(replicates.diverged))
    ]


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _stop(replicates: Replicates, s: int) -> Row:
    """Return when a replicate has stopped early, nothing without early stopping."""
    if replicates.stopped is None or replicates.kept is None:
        return {}
    return dict(zip(STOPS, (int(replicates.stopped[s]), int(replicates.kept[s])), strict=True))


def _choice(replicates: Replicates, s: int, candidates: Sequence[Mapping[str, Any]]) -> Row:
    """Return which setting is best for a replicate, nothing without tuning."""
    if replicates.picked is None or replicates.validation is None:
        return {}
    picked = int(replicates.picked[s])
    return dict(candidates[picked] if candidates else {}) | {
        "validation_accuracy": _known(replicates.validation[s, picked])
    }
