"""The settings of the jobs of commands that train, as those of ``jobs``."""

from pathlib import Path

from seedcheck.study.contents import content
from seedcheck.study.jobs import Job, chunks, gather
from seedcheck.study.model import Study


def source_hashes(study: Study, experiment: str) -> dict[str, str]:
    """Return the SHA-256 of the files of the program that trains an experiment, by their paths."""
    return {file: content(Path(file)) for file in study.experiments[experiment].sources}


def train_by_command(study: Study, experiment: str, variant: str, chunk: int | str) -> Job:
    """Return the settings of the step ``train_by_command``: nothing in it depends on the number of other seeds."""
    seeds = chunks(study.experiments[experiment])[int(chunk)]
    settings = study.experiments[experiment].settings(variant)
    return {**_program(study, experiment), "settings": settings, **_seeds(study, seeds)}


def _program(study: Study, experiment: str) -> Job:
    chosen = study.experiments[experiment]
    return {"command": chosen.command, "dataset": chosen.dataset, "sources": source_hashes(study, experiment)}


def _seeds(study: Study, seeds: range) -> Job:
    return {"replicates": len(seeds), "root_seed": study.root_seed, "first": seeds.start}


def gather_command(study: Study, experiment: str, variant: str) -> Job:
    """Return the settings of the step ``gather_command``."""
    return {**gather(study, experiment, variant), "command": study.experiments[experiment].command}


def sweep_by_command(study: Study, name: str, chunk: int | str) -> Job:
    """Return the settings of the step ``sweep_by_command``, likewise."""
    sweep = study.sweeps[name]
    settings = {"settings": study.sweep_settings(name), "grid": sweep.grid}
    return {**_program(study, sweep.experiment), **settings, **_seeds(study, chunks(sweep)[int(chunk)])}
