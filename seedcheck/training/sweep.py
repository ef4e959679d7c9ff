"""Sweeps: a grid of settings, each cell trained from the same seeds, all cells of one shape as one ensemble."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

import nn
from nn.ensembles import Ensemble
from nn.settings import SETTINGS
from seedcheck.data.datasets import Dataset
from seedcheck.training.certified import Training, certify, train
from seedcheck.training.certifier import Check, check_of
from seedcheck.training.gate_reports import joined
from seedcheck.training.gates import gradient_report
from seedcheck.training.grid import Grid, cells, name_of
from seedcheck.training.progress import Meter
from seedcheck.training.replicates import Replicates, outcome
from seedcheck.training.seeds import Plan, initial_ensemble, mask_streams, shuffle_streams, split_streams
from seedcheck.training.settings import settings_for

PER_NETWORK = tuple(name for name, accepted in SETTINGS.items() if accepted.per_network)


class Group(NamedTuple):
    """Cells of one shape, by their numbers in the grid, and the training of all their replicates."""

    cells: Sequence[int]
    training: Training


def prepared(settings: Mapping[str, Any], grid: Grid, dataset: Dataset, plan: Plan) -> list[Group]:
    """Return the trainings of all cells; replicate s starts from the same normal draws and masks in each."""
    given = {index: settings_for({**settings, **cell}, dataset) for index, cell in enumerate(cells(grid))}
    groups: dict[str, list[int]] = {}
    for index, of_cell in given.items():
        groups.setdefault(_shape(of_cell), []).append(index)
    names = [name_of(cell) for cell in cells(grid)]
    found = []
    for members in groups.values():
        ensemble = _together([given[index] for index in members], dataset, plan)
        named = [f"{names[index]}, replicate {number}" for index in members for number in plan.numbers]
        found.append(Group(members, Training(ensemble, dataset, named)))
    return found


def check_cells(settings: Mapping[str, Any], grid: Grid, dataset: Dataset, gate: Mapping[str, Any],
                plan: Plan) -> dict[str, Any]:  # fmt: skip
    """Return the gradient reports of all cells that differ in what the gradient depends on, and their certificates."""
    reports: dict[str, Any] = {}
    for cell in cells(grid):
        name = name_of({key: value for key, value in cell.items() if SETTINGS[key].is_checked})
        if name not in reports:
            reports[name] = gradient_report(settings_for({**settings, **cell}, dataset), dataset, gate)
    certificates = [certify(group.training, check_of(gate)) for group in prepared(settings, grid, dataset, plan)]
    return joined(reports, certificates)


def train_cells(settings: Mapping[str, Any], grid: Grid, dataset: Dataset, plan: Plan,
                check: Check, meter: Meter | None = None) -> tuple[list[Replicates], list[dict[str, Any]]]:  # fmt: skip
    """Return the replicates of all cells, and the certificates of their trainings."""
    found: dict[int, Replicates] = {}
    certificates = []
    for numbers, training in prepared(settings, grid, dataset, plan):
        trained = train(training, check, meter, [meter.witness(training.ensemble)] if meter else [])
        starts = range(0, len(trained.run.theta), plan.count)
        parts = [outcome(trained, slice(start, start + plan.count)) for start in starts]
        found |= zip(numbers, parts, strict=True)
        certificates.append(trained.certificate)
    return [found[index] for index in sorted(found)], certificates


def _shape(settings: nn.Settings) -> str:
    """Return what has to agree in an ensemble; dropout or none, too, because masks cost time."""
    shared = {
        name: value
        for name, value in settings.as_dict().items()
        if name not in PER_NETWORK and SETTINGS[name].affects != "start"
    }
    return f"{sorted(shared.items())} {settings.keep_prob == 1}"


def _together(given: Sequence[nn.Settings], dataset: Dataset, plan: Plan) -> Ensemble:
    """Return cells of one shape as one ensemble of all their replicates."""
    theta = np.concatenate([initial_ensemble(settings, plan) for settings in given])
    each = {name: [float(getattr(settings, name)) for settings in given] for name in PER_NETWORK}
    values: dict[str, Any] = {name: np.repeat(v, plan.count) if np.ptp(v) else v[0] for name, v in each.items()}
    masks, shuffles, splits = (s(plan) * len(given) for s in (mask_streams, shuffle_streams, split_streams))
    return Ensemble(replace(given[0], **values), theta, dataset.X_train, dataset.Y_train, masks, np.arange(len(theta)),
                    shuffle_seeds=shuffles, validation_seeds=splits)  # fmt: skip
