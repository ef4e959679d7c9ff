"""A chunk of a variant's seeds, each a run of its command: results/{experiment}/{variant}/chunks/{chunk}.h5."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from seedcheck.data import datasets
from seedcheck.errors import InputError
from seedcheck.files import sha256, without_nan
from seedcheck.hdf5 import write_arrays, writing
from seedcheck.study import paths
from seedcheck.training.command import arrays, call
from seedcheck.training.command.output import COSTS, TEST, Output
from seedcheck.training.command.template import DATA, SEED
from seedcheck.training.outcomes import majority_share
from seedcheck.training.progress import Meter
from seedcheck.training.seeds import Plan, command_seeds

ATTRIBUTES = ("sha256", "source", "source_sha256", "stand_in")  # of a data set, in a record
NOTES, REPLICATES, CONFIGURED = "notes", "replicates", "configured"


@dataclass(frozen=True)
class Program:
    """A command, and what all its runs share.

    Attributes
    ----------
    command : with placeholders
    settings : that fill them; ``seed`` is that of the configured training
    sources : the SHA-256 of the program's files, by their paths
    dataset : the name of its data set, empty if it has none
    """

    command: str
    settings: Mapping[str, Any]
    sources: Mapping[str, str]
    dataset: str = ""


@dataclass(frozen=True)
class Points:
    """What the data set of a command says: how many test points there are (0: not known), and the majority's share."""

    test: int
    majority: float
    attributes: Mapping[str, Any]


def points_of(dataset: str) -> Points:
    """Return what a data set says; of none, that nothing is known."""
    if not dataset:
        return Points(0, np.nan, dict.fromkeys(ATTRIBUTES, ""))
    found = datasets.read(paths.dataset_file(dataset))
    share = float(np.squeeze(majority_share(found.Y_train)))
    return Points(found.Y_test.shape[-1], share, {key: found.attributes[key] for key in ATTRIBUTES})


def train(program: Program, plan: Plan, place: Path, meter: Meter) -> None:
    """Run a command for each seed of a plan, and write the chunk.

    Raises
    ------
    InputError
        If a run fails, or its output does not fit those before: with which seed, and what to do.
    """
    known, seeds = points_of(program.dataset), command_seeds(plan)
    seeds = [int(program.settings[SEED]), *seeds] if plan.has_configured else seeds
    outputs = runs(program, seeds, known, str(place.parent.parent), meter)
    _write(place, outputs, plan, known, made_from(program, known))


def runs(program: Program, seeds: Sequence[int], known: Points, what: str, meter: Meter) -> list[Output]:
    """Return what a command comes to with each seed; ``what`` is trained, in errors."""
    outputs = list[Output]()
    for seed in seeds:
        try:
            found = call.run(program.command, _values(program, seed))
            arrays.check(found, [output for output in outputs if not output.diverged], known.test)
        except InputError as error:
            raise InputError(f"seed {seed} of {what}: {error}") from None
        outputs.append(found)
        meter.count()
        print(f"seed {seed}: {TEST} {found.metrics[TEST]:.4f}", flush=True)
    return outputs


def _values(program: Program, seed: int) -> dict[str, Any]:
    data = {DATA: paths.dataset_file(program.dataset)} if program.dataset else {}
    return {**program.settings, **data, SEED: seed}


def made_from(program: Program, known: Points) -> dict[str, Any]:
    """Return what a result depends on besides its settings; the software that a command uses is not known here."""
    lines = "\n".join(f"{digest} {file}" for file, digest in sorted(program.sources.items()))
    return {"data": dict(known.attributes), "code": sha256(lines.encode()), "software": {}, "blas": None}


def _write(place: Path, outputs: Sequence[Output], plan: Plan, known: Points, origin: Mapping[str, Any]) -> None:
    """Write a chunk as HDF5: replicates, the configured seed if it is one of them, and notes on both."""
    notes: dict[str, Any] = {"made_from": origin}
    with writing(place) as file:
        write_arrays(file.create_group(REPLICATES), arrays.replicates_of(outputs[plan.replicates], known.majority))
        if plan.has_configured:
            first = outputs[0]
            group = file.create_group(CONFIGURED)
            write_arrays(group, arrays.rights_of(first, known.majority))
            group[COSTS] = first.costs
            metrics = {name: None if first.diverged else value for name, value in first.metrics.items()}
            notes |= {"metrics": without_nan(metrics), "diverged_at": first.diverged_at}
        file[NOTES] = json.dumps(notes, allow_nan=False)
