"""Chunks of a variant's seeds as one: the same files, byte for byte, as if one job had trained them all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h5py
import numpy as np

import nn
from nn.activations import Array
from seedcheck.files import Row, write_csv, write_json
from seedcheck.hdf5 import read_arrays, write_joined, writing
from seedcheck.study.paths import GATE
from seedcheck.training import (
    admission,
    certificates,
    chunk,
    learning_curve,
    records,
    regions,
    replicate_rows,
    replicates,
)
from seedcheck.training.chunk import Configured
from seedcheck.training.predictions import Predictions
from seedcheck.training.regions import Regions
from seedcheck.training.replicates import Replicates, read_from

Notes = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Run:
    """What a record says of how a variant was trained, besides what its chunks say.

    Attributes
    ----------
    experiment, variant, dataset : their names
    settings : of the variant
    replicates, root_seed, redraw : see ``seedcheck.training.seeds.Plan``
    candidates : the settings that the variant is tuned over, none without tuning
    """

    experiment: str
    variant: str
    dataset: str
    settings: Mapping[str, Any]
    replicates: int = 0
    root_seed: int = 0
    redraw: Mapping[str, Any] | None = None
    candidates: Sequence[Mapping[str, Any]] = ()


def write(folder: Path, chunks: Sequence[Path], run: Run) -> None:
    """Write from a variant's chunks what ``paths.RUN_FILES`` lists, and say what came out."""
    with chunk.opened(chunks) as (notes, files):
        configured = read_arrays(files[0]["configured"], Configured)
        _write_seeds(folder, files, run)
        _write_configured(folder, configured, run)
        chosen = [read_from(each["replicates"]) for each in files] if run.candidates else []
        record = _record(configured, _first(files[0]["predictions"]), notes, run) | _tuning(configured, chosen, run)
    gates = [each["gradients"] for each in notes]
    of_trainings = certificates.joined([each["training"] for each in gates])
    write_json(folder / GATE, gates[0] | {"training": of_trainings})
    write_json(folder / "certificate.json", certificates.joined([each["certificate"] for each in notes]))
    write_json(folder / "record.json", record)
    admission.forget(folder)
    _say(record)


def _write_seeds(folder: Path, files: Sequence[h5py.File], run: Run) -> None:
    """Write what all seeds came to."""
    of_all = {"epochs"}
    with writing(folder / "replicates.h5") as file:
        write_joined(file, [each["replicates"] for each in files], Replicates, of_all)
    of_all = {"test_labels"} if run.redraw else {"train_labels", "test_labels"}
    with writing(folder / "predictions.h5") as file:
        write_joined(file, [each["predictions"] for each in files], Predictions, of_all)
    rows: list[Row] = []
    accuracy = []
    for each in files:
        found = replicates.read_from(each["replicates"])
        rows += replicate_rows.rows(found, len(rows), run.candidates)
        accuracy.append(found.accuracy("test"))
    chunk.check_seeds(folder, len(rows), run.replicates)
    write_csv(folder / "replicates.csv", rows, () if rows else replicate_rows.COLUMNS)
    regions.write(folder / "regions.h5", _shown([each["regions"] for each in files], np.concatenate(accuracy)))


def _shown(parts: Sequence[h5py.Group], accuracy: Array) -> Regions:
    """Return the regions of the worst, the median and the best of all replicates."""
    found = [read_arrays(part, Regions) for part in parts]
    seeds, classes = (np.concatenate([getattr(part, name) for part in found]) for name in ("seeds", "classes"))
    chosen = np.flatnonzero(np.isin(seeds, regions.worst_median_best(accuracy)))
    return Regions(seeds[chosen], found[0].extent if chosen.size else np.empty(0), classes[chosen])


def _write_configured(folder: Path, found: Configured, run: Run) -> None:
    """Write what the configured seed came to."""
    records.write_costs(folder / "costs.csv", found.epochs, found.costs)
    learning_curve.write(folder / "learning_curve.csv", found.curve)
    settings = nn.Settings(**_settings(found, run))
    records.write_model(folder / "model.h5", list(settings.layers), found.theta, settings.form)


def _first(group: h5py.Group) -> Predictions:
    """Return the predictions of the first network."""
    return Predictions(**{name: group[name][:1] for name in group})


def _record(configured: Configured, predicted: Predictions, notes: Notes, run: Run) -> Row:
    """Return the record of a variant."""
    epochs, costs = configured.epochs, configured.costs
    return {
        "experiment": run.experiment, "variant": run.variant, "dataset": run.dataset,
        "settings": _settings(configured, run),
        "diverged_at_epoch": records.diverged_at(epochs, costs), "metrics": records.metrics(costs, predicted),
        "gradient_check": records.gate_summary(notes[0]["gradients"]),
        "replicates": {"count": run.replicates, "root_seed": run.root_seed, "redraw_data": run.redraw is not None},
    } | _stop(configured) | made_from([each["made_from"] for each in notes])  # fmt: skip


def _settings(configured: Configured, run: Run) -> Mapping[str, Any]:
    """Return the settings of the configured seed, those that are best for it among them."""
    return run.settings if configured.picked is None else {**run.settings, **run.candidates[int(configured.picked)]}


def _tuning(configured: Configured, chosen: Sequence[Replicates], run: Run) -> Row:
    """Return what was tuned over, which is best for the configured seed and for how many replicates each is.

    ``validation_accuracy`` is the mean over replicates, None without any; nothing is returned without tuning.
    """
    if not run.candidates:
        return {}
    picked, known = (np.concatenate([getattr(each, name) for each in chosen]) for name in ("picked", "validation"))
    accuracies = (column[np.isfinite(column)] for column in known.T)
    return {
        "tuning": {
            "candidates": [dict(each) for each in run.candidates],
            "configured_seed": int(configured.picked) if configured.picked is not None else None,
            "replicates": np.bincount(picked, minlength=len(run.candidates)).tolist(),
            "validation_accuracy": [float(values.mean()) if values.size else None for values in accuracies],
        }
    }


def _stop(configured: Configured) -> Row:
    """Return when the configured seed has stopped early, nothing without early stopping."""
    if configured.stopped is None or configured.kept is None:
        return {}
    return {
        "early_stopping": dict(zip(replicate_rows.STOPS, (int(configured.stopped), int(configured.kept)), strict=True))
    }


def made_from(found: Sequence[Mapping[str, Any]]) -> Row:
    """Return what all chunks were made from, with all values where they differ: "Haswell, SkylakeX"."""
    joined: Row = {}
    for name, value in found[0].items():
        values = [each[name] for each in found]
        if all(other == value for other in values):
            joined[name] = value
        elif isinstance(value, Mapping) and all(values):
            joined[name] = made_from(values)
        else:
            joined[name] = ", ".join(dict.fromkeys(map(str, values)))
    return joined


def _say(record: Row) -> None:
    print(", ".join(f"{name} {value}" for name, value in record["metrics"].items()))
    if record["diverged_at_epoch"] is not None:
        epoch = record["diverged_at_epoch"]
        print(f"WARNING: DIVERGED: the cost is not finite at epoch {epoch}; a lower learning_rate may help")
