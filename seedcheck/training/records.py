"""The record of a training: every setting, what it ran on, and what came out. No times, dates or host names."""

import csv
import io
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import h5py
import numpy as np
from threadpoolctl import threadpool_info

import nn
from nn.activations import ACTIVATIONS, Array
from seedcheck.data.datasets import Dataset
from seedcheck.files import reading, write_text
from seedcheck.hdf5 import writing
from seedcheck.training.predictions import PARTS, Predictions


def provenance(dataset: Dataset, code: str, software: Mapping[str, str]) -> dict[str, Any]:
    """Return what a result depends on besides its settings: data, code hash, software, BLAS kernel and threads."""
    keys = {"library": "internal_api", "version": "version", "kernel": "architecture", "threads": "num_threads"}
    pools = [pool for pool in threadpool_info() if pool["user_api"] == "blas"]
    return {
        "data": {key: dataset.attributes[key] for key in ("sha256", "source", "source_sha256", "stand_in")},
        "code": code,
        "software": {"python": platform.python_version(), **software},
        "blas": {name: pools[0].get(key) for name, key in keys.items()} if pools else None,
    }


def metrics(costs: Array, predictions: Predictions) -> dict[str, float | None]:
    """Return the metrics of the configured seed: those of ``nn.RECORDED`` on both parts, and the last recorded cost.

    ``final_cost`` is what training minimizes, so with penalty and masks; all others are without both. A diverged run
    has none: all are None.
    """
    values = {"final_cost": costs[-1]}
    for part in PARTS:
        values |= {f"{part}_{name}": predictions.metric(name, part)[0] for name in nn.RECORDED}
    diverged = not np.isfinite(costs).all()
    return {name: None if diverged or not np.isfinite(value) else float(value) for name, value in values.items()}


def diverged_at(epochs: Array, costs: Array) -> int | None:
    """Return the first recorded epoch at which a network's cost is infinite or undefined, None if none is."""
    bad = np.flatnonzero(~np.isfinite(costs))
    return int(epochs[bad[0]]) if bad.size else None


def gate_summary(report: Mapping[str, Any]) -> dict[str, Any]:
    """Return the largest difference per method of a gradient report."""
    largest: dict[str, Any] = {"passed": report["passed"]}
    for point in report["points"]:
        for check in point["checks"]:
            largest[check["method"]] = max(largest.get(check["method"], 0.0), check["arrays"]["all"]["difference"])
    return largest


def write_costs(path: str | Path, epochs: Array, costs: Array) -> None:
    """Write the configured seed's cost history as CSV, up to and without the first cost that is not finite."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["epoch", "cost"])
    writer.writerows((int(e), repr(float(c))) for e, c in zip(epochs, costs, strict=True) if np.isfinite(c))
    write_text(path, text.getvalue())


def read_costs(path: str | Path) -> dict[int, float]:
    """Read a cost history: {epoch: cost}."""
    with reading(path), open(path, newline="", encoding="utf-8") as file:
        return {int(row["epoch"]): float(row["cost"]) for row in csv.DictReader(file)}


class Model(NamedTuple):
    """A network: sizes of its layers, parameters (P,), and its form."""

    layers: list[int]
    theta: Array
    form: nn.Form


def write_model(path: str | Path, layers: list[int], theta: Array, form: nn.Form = nn.RELU) -> None:
    """Write the parameters as HDF5 arrays W1, b1, W2, ...; as attributes layer sizes, and the form but for ReLU.

    Batch normalization is folded into W and b: the model is the network as it predicts.
    """
    theta, form = form.folded(theta, layers)
    with writing(path) as file:
        file.attrs["layers"] = layers
        if form != nn.RELU:
            file.attrs["activation"] = form.activation
        for name, array in nn.named_arrays(theta, layers).items():
            file.create_dataset(name, data=array)


def read_model(path: str | Path) -> Model:
    """Read what ``write_model`` wrote."""
    with reading(path), h5py.File(path, "r") as file:
        layers: list[int] = file.attrs["layers"].tolist()
        form = nn.Form(file.attrs.get("activation", nn.RELU.activation))
        if form.activation not in ACTIVATIONS:
            raise ValueError(f"activation {form.activation!r}; known: {', '.join(ACTIVATIONS)}")
        theta = np.empty(nn.count_parameters(layers))
        for name, array in nn.named_arrays(theta, layers).items():
            if file[name].shape != array.shape:
                raise ValueError(f"{name} has shape {file[name].shape}, not {array.shape}")
            array[...] = file[name]
    return Model(layers, theta, form)
