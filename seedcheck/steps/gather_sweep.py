"""Join the chunks of a sweep's seeds: the same files, byte for byte, as if one job had trained them all."""

from dataclasses import dataclass
from pathlib import Path

from seedcheck.steps import run_step
from seedcheck.training import sweep_chunks


@dataclass(frozen=True)
class GatherSweepJob:
    """What joining chunks needs to know.

    Attributes
    ----------
    replicates : of each cell, in all chunks
    """

    replicates: int


def gather_sweep(folder: Path, chunks: list[Path], job: GatherSweepJob) -> None:
    """Write from a sweep's chunks what ``paths.SWEPT_FILES`` lists."""
    sweep_chunks.join(folder, chunks, job.replicates)


if __name__ == "__main__":
    run_step(gather_sweep)
