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
    command, settings, sources, dataset : see ``seedcheck.training.command.chunk.Program``
    replicates, root_seed, first : see ``seedcheck.training.seeds.Plan``
    """

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
        raise with_log(error, output) from None


def with_log(error: InputError, output: Path) -> InputError:
    """Return an error whose first line names the log of the job that makes a chunk."""
    first, *more = str(error).splitlines()
    return InputError("\n".join([f"{first} (see {training_log(output)})", *more]))


if __name__ == "__main__":
    run_step(train_by_command)
