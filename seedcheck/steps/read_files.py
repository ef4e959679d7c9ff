"""Read one data set from files of one's own into data/{dataset}.h5."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from seedcheck.data import datasets
from seedcheck.data.from_files import PARTS, from_files
from seedcheck.steps import run_step


def read_files(output: Path, job: Mapping[str, Any]) -> None:
    """Read one data set from files on disk; the settings are its part of the configuration."""
    names = [job[part]["file"] for part in PARTS if part in job]
    dataset = from_files(job, {name: Path(name) for name in names}, {name: name for name in names})
    datasets.write(output, dataset)
    print(f"{output}: {datasets.sizes(dataset)}")


if __name__ == "__main__":
    run_step(read_files)
