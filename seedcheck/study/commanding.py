"""The settings of the jobs of commands that train, as those of ``jobs``."""

from pathlib import Path

from seedcheck.study.contents import content
from seedcheck.study.jobs import Job, chunks
from seedcheck.study.model import Study


def source_hashes(study: Study, experiment: str) -> dict[str, str]:
    """Return the SHA-256 of the files of the program that trains an experiment, by their paths."""
    return {file: content(Path(file)) for file in study.experiments[experiment].sources}


def train_by_command(study: Study, experiment: str, variant: str, chunk: int | str) -> Job:
    """Return the settings of the step ``train_by_command``: nothing in it depends on the number of other seeds."""
    seeds = chunks(study.experiments[experiment])[int(chunk)]
    settings = {**_settings(study, experiment, variant), "sources": source_hashes(study, experiment)}
    return {**settings, "replicates": len(seeds), "first": seeds.start}


def gather_command(study: Study, experiment: str, variant: str) -> Job:
    """Return the settings of the step ``gather_command``."""
    return {**_settings(study, experiment, variant), "replicates": study.experiments[experiment].replicates}


def _settings(study: Study, experiment: str, variant: str) -> Job:
    chosen = study.experiments[experiment]
    names = {"experiment": experiment, "variant": variant, "dataset": chosen.dataset}
    return {**names, "command": chosen.command, "settings": chosen.settings(variant), "root_seed": study.root_seed}
