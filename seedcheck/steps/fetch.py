"""Fetch the raw files of one data set, and read them into data/{dataset}.h5."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seedcheck.data import datasets
from seedcheck.data.fetch import fetched
from seedcheck.steps import run_step


@dataclass(frozen=True)
class FetchJob:
    """What fetching a data set needs to know.

    Attributes
    ----------
    settings : the data set's part of the configuration
    files : SHA-256 and public addresses of the raw files it needs, by name
    stand_in : whether a marked stand-in takes the place of files that no source gives
    """

    settings: Mapping[str, Any]
    files: Mapping[str, Any]
    stand_in: bool


def fetch(output: Path, job: FetchJob) -> None:
    """Make one data set from raw files: in data/raw/, in the folder SEEDCHECK_DATA_MIRROR, or downloaded."""
    dataset = fetched(job.settings, job.files, os.environ.get("SEEDCHECK_DATA_MIRROR", ""), job.stand_in)
    datasets.write(output, dataset)
    print(f"{output}: {datasets.sizes(dataset)}")


if __name__ == "__main__":
    run_step(fetch)
