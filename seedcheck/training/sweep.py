"""Sweeps: a grid of settings, each cell trained from the same seeds, all cells of one shape as one ensemble."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

import nn
from nn.settings import SETTINGS
from seedcheck.data.datasets import Dataset
from seedcheck.training.gates import gradient_report
from seedcheck.training.grid import Grid, cells, name_of
from seedcheck.training.predictions import predict
from seedcheck.training.replicates import Replicates, outcome
from seedcheck.training.seeds import Plan, initial_ensemble, mask_streams
from seedcheck.training.settings import settings_for

PER_NETWORK = tuple(name for name, accepted in SETTINGS.items() if accepted.per_network)


def check_cells(settings: Mapping[str, Any], grid: Grid, dataset: Dataset, gate: Mapping[str, Any]) -> dict[str, Any]:
    """Return the gradient reports of all cells that differ in what the gradient depends on."""
    reports: dict[str, Any] = {}
    for cell in cells(grid):
        name = name_of({key: value for key, value in cell.items() if SETTINGS[key].is_checked})
        if name not in reports:
            reports[name] = gradient_report(settings_for({**settings, **cell}, dataset), dataset, gate)
    failures = [f"{name}: {failure}" for name, report in reports.items() for failure in report["failures"]]
    return {"passed": not failures, "failures": failures, "cells": reports}


def train_cells(settings: Mapping[str, Any], grid: Grid, dataset: Dataset, plan: Plan) -> list[Replicates]:
    """Return the replicates of all cells; replicate s starts from the same normal draws and masks in each."""
    given = [settings_for({**settings, **cell}, dataset) for cell in cells(grid)]
    groups: dict[str, list[int]] = {}
    for index, of_cell in enumerate(given):
        groups.setdefault(_shape(of_cell), []).append(index)
    found: dict[int, Replicates] = {}
    for members in groups.values():
        found |= zip(members, _train_together([given[index] for index in members], dataset, plan), strict=True)
    return [found[index] for index in range(len(given))]


def _shape(settings: nn.Settings) -> str:
    """Return what has to agree in an ensemble; dropout or none, too, because masks cost time."""
    shared = {
        name: value
        for name, value in settings.as_dict().items()
        if name not in PER_NETWORK and SETTINGS[name].affects != "start"
    }
    return f"{sorted(shared.items())} {settings.keep_prob == 1}"


def _train_together(given: Sequence[nn.Settings], dataset: Dataset, plan: Plan) -> list[Replicates]:
    """Train cells of one shape as one ensemble of all their replicates."""
    theta = np.concatenate([initial_ensemble(settings, plan) for settings in given])
    each = {name: [float(getattr(settings, name)) for settings in given] for name in PER_NETWORK}
    values: dict[str, Any] = {name: np.repeat(v, plan.count) if np.ptp(v) else v[0] for name, v in each.items()}
    data = dataset.X_train, dataset.Y_train
    run = nn.train(replace(given[0], **values), theta, *data, mask_streams(plan) * len(given))
    predictions = predict(given[0].layers, run.theta, data, dataset)
    starts = range(0, len(theta), plan.count)
    return [outcome(run, predictions, slice(start, start + plan.count)) for start in starts]
