"""Join the chunks of a sweep's seeds that a command has trained."""

from pathlib import Path

from seedcheck.steps import run_step
from seedcheck.steps.gather_sweep import GatherSweepJob
from seedcheck.training.command import sweep


def gather_command_sweep(folder: Path, chunks: list[Path], job: GatherSweepJob) -> None:
    """Write from a sweep's chunks what ``paths.COMMAND_SWEPT_FILES`` lists."""
    sweep.join(folder, chunks, job.replicates)


if __name__ == "__main__":
    run_step(gather_command_sweep)
