"""A chunk of a variant's seeds: what one job trains and leaves in results/{experiment}/{variant}/chunks/{chunk}.h5.

It depends on nothing but what makes these seeds, so that the chunks of further seeds come beside it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import h5py

import nn
from nn.activations import Array
from seedcheck.data.datasets import Dataset
from seedcheck.errors import InputError
from seedcheck.files import reading
from seedcheck.hdf5 import write_arrays, writing
from seedcheck.training import certificates, certified, records, replicates, tuning
from seedcheck.training.certifier import check_of
from seedcheck.training.learning_curve import LearningCurve
from seedcheck.training.predictions import Predictions
from seedcheck.training.progress import Meter
from seedcheck.training.regions import Regions, regions
from seedcheck.training.replicates import Replicates
from seedcheck.training.seeds import Plan
from seedcheck.training.tuning import Attempt, Tuned


@dataclass(frozen=True)
class Configured:
    """What the configured seed came to.

    Attributes
    ----------
    theta : (P,) its parameters
    epochs, costs : (k,) its recorded costs
    curve : (r, c) its learning curve, see ``learning_curve``
    stopped, kept : () at which epoch it has stopped early, and of which its weights are; None without early stopping
    picked : () number of the setting that is best for it, None without a choice
    """

    theta: Array
    epochs: Array
    costs: Array
    curve: Array
    stopped: Array | None = None
    kept: Array | None = None
    picked: Array | None = None


@dataclass(frozen=True)
class Chunk:
    """What training the seeds of a chunk leaves.

    Attributes
    ----------
    certificate : of its training, with the numbers that networks have in the whole variant
    replicates : what they came to
    predictions : of all its networks, that of the configured seed first, if it is one of them
    regions : of all replicates
    configured : the configured seed, None if it is not one of them
    """

    certificate: dict[str, Any]
    replicates: Replicates
    predictions: Predictions
    regions: Regions
    configured: Configured | None


def train(
    candidates: Sequence[nn.Settings], dataset: Dataset, plan: Plan, gate: Mapping[str, Any], meter: Meter
) -> Chunk:
    """Train the seeds of a chunk, which their gate has let pass: of each seed the best of several settings is kept.

    Raises
    ------
    InputError
        If a training is not what the formulas say.
    """
    attempts = (_train(settings, dataset, plan, gate, meter) for settings in candidates)
    tuned = tuning.best_of(attempts) if len(candidates) > 1 else Tuned(*next(attempts)[1:])
    trained, theta, settings = tuned.trained, tuned.trained.run.theta[plan.replicates], candidates[0]
    found = replicates.outcome(trained, plan.replicates)
    if tuned.picked is not None and tuned.accuracy is not None:
        found = replace(found, picked=tuned.picked[plan.replicates], validation=tuned.accuracy[plan.replicates])
    return Chunk(
        certificate=certificates.renumbered(trained.certificate, plan.number),
        replicates=found,
        predictions=trained.predictions,
        regions=regions(settings.layers, theta, plan.numbers, dataset.X_train, settings.form),
        configured=_configured(tuned) if plan.has_configured else None,
    )


def _train(settings: nn.Settings, dataset: Dataset, plan: Plan, gate: Mapping[str, Any], meter: Meter) -> Attempt:
    training = replicates.prepared(settings, dataset, plan)
    curve = LearningCurve(training.ensemble, dataset)
    witnesses = [meter.witness(training.ensemble), *([curve.witness] if plan.has_configured else [])]
    trained = certified.train(training, check_of(gate), meter, witnesses)
    rows = curve.until(records.diverged_at(trained.run.epochs, trained.run.costs[0]))
    return Attempt(training.ensemble, trained, rows)


def _configured(tuned: Tuned) -> Configured:
    run = tuned.trained.run
    ends = (None if end is None else end[0] for end in (run.stopped, run.kept, tuned.picked))
    return Configured(run.theta[0], run.epochs, run.costs[0], tuned.curve, *ends)


PARTS = ("replicates", "predictions", "regions", "configured")
NOTES = "notes"


def write(path: Path, chunk: Chunk, notes: Mapping[str, Any]) -> None:
    """Write a chunk as HDF5: a group for each part; notes on how it was made, and its certificate, as JSON."""
    with writing(path) as file:
        file[NOTES] = json.dumps({**notes, "certificate": chunk.certificate}, allow_nan=False)
        for name in PARTS:
            if part := getattr(chunk, name):
                write_arrays(file.create_group(name), part)


@contextmanager
def opened(chunks: Sequence[Path]) -> Iterator[tuple[list[dict[str, Any]], list[h5py.File]]]:
    """Give the notes of chunks, and their files, whose arrays are not read yet."""
    with ExitStack() as stack:
        notes, files = [], []
        for path in chunks:
            stack.enter_context(reading(path))
            files.append(stack.enter_context(h5py.File(path, "r")))
            notes.append(json.loads(files[-1][NOTES][()]))
        yield notes, files


def check_seeds(folder: Path, found: int, wanted: int) -> None:
    """Raise an InputError if the chunks in a folder hold another number of seeds than is wanted."""
    if found != wanted:
        raise InputError(f"{folder}/chunks hold {found} seeds instead of {wanted}; run the study again")
