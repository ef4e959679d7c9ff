"""Train a chunk of a sweep's seeds in all cells by a command, a run for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seedcheck.errors import InputError
from seedcheck.steps import run_step
from seedcheck.steps.train_by_command import CommandJob, with_log
from seedcheck.training.command import sweep
from seedcheck.training.command.chunk import Program
from seedcheck.training.grid import cells
from seedcheck.training.progress import metered
from seedcheck.training.seeds import Plan


@dataclass(frozen=True, kw_only=True)
class CommandSweepJob(CommandJob):
    """What a sweep by a command needs to know: the ``grid``, and of its cells what a variant's training does."""

    grid: Mapping[str, Sequence[Any]]


def sweep_by_command(output: Path, job: CommandSweepJob) -> None:
    """Run the command for each cell of the grid and each seed of the chunk, and write what came out.

    Raises
    ------
    InputError
        If a run fails or writes something else than it has to, with the name of the log.
    """
    plan, found = Plan(job.replicates, job.root_seed, first=job.first), cells(job.grid)
    program = Program(job.command, job.settings, job.sources, job.dataset)
    try:
        with metered(output.with_suffix(""), job.replicates * len(found)) as meter:
            sweep.train(program, found, plan, output, meter)
    except InputError as error:
        raise with_log(error, output) from None


if __name__ == "__main__":
    run_step(sweep_by_command)
