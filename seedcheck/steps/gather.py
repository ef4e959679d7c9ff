"""Join the chunks of a variant's seeds: the same files, byte for byte, as if one job had trained them all."""

from pathlib import Path

from seedcheck.steps import run_step
from seedcheck.training import joined


def gather(folder: Path, chunks: list[Path], job: joined.Run) -> None:
    """Write from a variant's chunks what ``paths.RUN_FILES`` lists."""
    joined.write(folder, chunks, job)


if __name__ == "__main__":
    run_step(gather)
