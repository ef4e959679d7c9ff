"""Generate one data set, or take one that is bundled with scikit-learn, into data/{dataset}.h5."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from seedcheck.data import datasets, make
from seedcheck.steps import run_step


def generate(output: Path, job: Mapping[str, Any]) -> None:
    """Make one data set that needs no file; the settings are its part of the configuration."""
    dataset = make.generated(job) if "generator" in job else make.bundled(job)
    datasets.write(output, dataset)
    print(f"{output}: {datasets.sizes(dataset)}")


if __name__ == "__main__":
    run_step(generate)
