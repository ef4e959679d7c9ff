"""A study that really is trained, step by step in this process: what Snakemake would leave, in a second or two."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from seedcheck.steps.decide import DecideJob, decide
from seedcheck.steps.generate import generate
from seedcheck.steps.tables import TablesJob, tables
from seedcheck.steps.train import TrainJob, train
from seedcheck.study import jobs, judging, paths
from seedcheck.study.model import Study, load

ROOT = Path(__file__).parents[2]
CONFIG, PUBLISHED = Path("config/small.yaml"), Path("config/published.yaml")


def configured(change: Callable[[dict[str, Any]], object] = lambda _: None) -> Study:
    """Write config/small.yaml, the tiny study's first experiment changed, and return the study."""
    config = yaml.safe_load((ROOT / "config" / "tiny.yaml").read_text(encoding="utf-8"))
    config = {"replicates": config["replicates"], "datasets": {"circles": config["datasets"]["circles"]},
              "experiments": {"tricks": config["experiments"]["tricks"]}}  # fmt: skip
    change(config)
    CONFIG.parent.mkdir(exist_ok=True)
    CONFIG.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    PUBLISHED.write_text("{}\n", encoding="utf-8")
    return load([CONFIG])


def train_all(study: Study) -> None:
    """Do the steps of a study, up to its tables."""
    for name in study.datasets:
        generate(paths.dataset_file(name), jobs.dataset(study, name))
    for experiment in study.experiments:
        data = paths.dataset_file(study.experiments[experiment].dataset)
        for variant in study.experiments[experiment].variants:
            folder = paths.variant_folder(experiment, variant)
            files = [paths.chunk_file(folder, 0), *(folder / file for file in paths.RUN_FILES)]
            train(data, files, TrainJob(**jobs.train(study, experiment, variant)))
    decide(PUBLISHED, paths.DECISIONS, DecideJob(**judging.decide(study)))
    tables(PUBLISHED, TablesJob(**judging.tables(study)))
