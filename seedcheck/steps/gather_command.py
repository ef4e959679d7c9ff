"""Join the chunks of a variant's seeds that a command has trained."""

from dataclasses import dataclass
from pathlib import Path

from seedcheck.steps import run_step
from seedcheck.training.command import gathered
from seedcheck.training.joined import Run


@dataclass(frozen=True)
class GatherJob(Run):
    """What a record says of how a variant was trained, besides what its chunks say: its ``command``, too."""

    command: str = ""


def gather_command(folder: Path, chunks: list[Path], job: GatherJob) -> None:
    """Write from a variant's chunks what ``paths.COMMAND_FILES`` lists."""
    gathered.write(folder, chunks, job, job.command)


if __name__ == "__main__":
    run_step(gather_command)
