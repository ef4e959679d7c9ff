"""Sweeps: a grid of settings, each cell trained from the same seeds, all cells of one shape as one ensemble."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import product
from typing import Any

import numpy as np

import nn
from seedcheck.data.datasets import Dataset
from seedcheck.statistics.experiments import Row, judge
from seedcheck.statistics.paired import summarize
from seedcheck.training.gates import gradient_report
from seedcheck.training.replicates import Plan, Replicates, initial_ensemble, outcome, stream
from seedcheck.training.variants import descent

TOGETHER = ("learning_rate", "l2_lambda", "keep_prob")  # may differ between the networks of an ensemble
STARTS = ("initializer", "scale", "seed", "mask_seed")  # matter before the training only
UNCHECKED = {"learning_rate", "epochs", "record_every", "seed"}  # do not enter the gradient that a gate checks

Cell = dict[str, Any]


def cells(grid: Mapping[str, Sequence[Any]]) -> list[Cell]:
    """Return the cells of a grid, the last key running fastest; the first cell is the reference."""
    return [dict(zip(grid, values, strict=True)) for values in product(*grid.values())]


def name_of(cell: Cell) -> str:
    """Return a cell as "l2_lambda 0.7, keep_prob 0.86"."""
    return ", ".join(f"{key} {value}" for key, value in cell.items())


def check_cells(settings: Mapping[str, Any], grid: Mapping[str, Sequence[Any]], dataset: Dataset,
                gate: Mapping[str, Any]) -> dict[str, Any]:  # fmt: skip
    """Return the gradient reports of all cells that differ in what the gradient depends on."""
    reports: dict[str, Any] = {}
    for cell in cells(grid):
        name = name_of({key: value for key, value in cell.items() if key not in UNCHECKED})
        if name not in reports:
            reports[name] = gradient_report({**settings, **cell}, dataset, gate)
    failures = [f"{name}: {failure}" for name, report in reports.items() for failure in report["failures"]]
    return {"passed": not failures, "failures": failures, "cells": reports}


def train_cells(settings: Mapping[str, Any], grid: Mapping[str, Sequence[Any]], dataset: Dataset,
                plan: Plan) -> list[Replicates]:  # fmt: skip
    """Return the replicates of all cells; replicate s starts from the same normal draws and masks in each."""
    given = [{**settings, **cell} for cell in cells(grid)]
    groups: dict[str, list[int]] = {}
    for index, own in enumerate(given):
        groups.setdefault(_shape(own), []).append(index)
    found: dict[int, Replicates] = {}
    for members in groups.values():
        found |= zip(members, _train_together([given[index] for index in members], dataset, plan), strict=True)
    return [found[index] for index in range(len(given))]


def _shape(settings: Mapping[str, Any]) -> str:
    """Return what has to agree in an ensemble; dropout or none, too, because masks cost time."""
    own = {key: value for key, value in settings.items() if key not in (*TOGETHER, *STARTS)}
    return str(sorted(own.items())) + str(settings["keep_prob"] == 1)


def _train_together(given: Sequence[Mapping[str, Any]], dataset: Dataset, plan: Plan) -> list[Replicates]:
    """Train cells of one shape as one ensemble of all their replicates."""
    theta = np.concatenate([initial_ensemble(own, plan) for own in given])
    each = {key: np.repeat([float(own[key]) for own in given], plan.count) for key in TOGETHER}
    setup = descent(
        {**given[0], **{key: values if np.ptp(values) else values[0] for key, values in each.items()}}, dataset
    )
    seeds = [stream(plan.root_seed, "masks", s) for s in range(plan.count)] * len(given)
    data = dataset.X_train, dataset.Y_train
    run = nn.train(setup, theta, *data, seeds)
    parts = [slice(start, start + plan.count) for start in range(0, len(theta), plan.count)]
    return [outcome(setup, nn.Run(run.theta[p], run.epochs, run.costs[p]), data, dataset) for p in parts]


def cell_rows(grid: Mapping[str, Sequence[Any]], found: Sequence[Replicates], seed: int) -> list[Row]:
    """Return per cell its values, its test accuracy over seeds, and its verdict against the first cell."""
    pairs = {str(index): (own, found[0]) for index, own in enumerate(found) if index}
    judged = judge(pairs, seed) if pairs else {}
    rows = []
    for index, (cell, own) in enumerate(zip(cells(grid), found, strict=True)):
        compared = judged.get(str(index), {})
        row = {**cell, **asdict(summarize(own.accuracy("test"), seed, own.collapsed))}
        row |= {f"difference_{k}": compared.get("comparison", {}).get(k) for k in ("mean", "low_both", "high_both")}
        rows.append(row | {key: compared.get(key) for key in ("adjusted_p", "verdict", "sentence")})
    return rows
