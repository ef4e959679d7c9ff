"""Train a chunk of a variant's seeds by its command, a run for each."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seedcheck.errors import InputError
from seedcheck.steps import run_step
from seedcheck.study.paths import training_log
from seedcheck.training.command import chunk
from seedcheck.training.progress import metered
from seedcheck.training.seeds import Plan


@dataclass(frozen=True)
class CommandJob:
    """What training by a command needs to know.

    Attributes
    ----------
    experiment, variant : their names
    command, settings, sources, dataset : see ``seedcheck.training.command.chunk.Program``
    replicates, root_seed, first : see ``seedcheck.training.seeds.Plan``
    """

    experiment: str
    variant: str
    command: str
    settings: Mapping[str, Any]
    sources: Mapping[str, str]
    dataset: str
    replicates: int
    root_seed: int
    first: int = 0


def train_by_command(output: Path, job: CommandJob) -> None:
    """Run the command for each seed of the chunk, and write what came out.

    Raises
    ------
    InputError
        If a run fails or writes something else than it has to, with the name of the log.
    """
    plan = Plan(job.replicates, job.root_seed, first=job.first)
    program = chunk.Program(job.command, job.settings, job.sources, job.dataset)
    try:
        with metered(output.with_suffix(""), plan.networks) as meter:
            chunk.train(program, plan, output, meter)
    except InputError as error:
        first, *more = str(error).splitlines()
        log = training_log(job.experiment, job.variant, int(output.stem))
        raise InputError("\n".join([f"{first} (see {log})", *more])) from None


if __name__ == "__main__":
    run_step(train_by_command)
