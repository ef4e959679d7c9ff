"""For each job exactly the settings that it uses, in builtin types. Imported by the Snakefile.

A function named like a step returns what that step takes on standard input. Snakemake compares it between calls, so a
job runs again if, and only if, something that it uses has changed.
"""

from typing import Any

from seedcheck.study.code import code_hash, software
from seedcheck.study.model import Dataset, Experiment, Study, Sweep

Job = dict[str, Any]


def files_of(dataset: Dataset) -> list[str]:
    """Return the files that a data set is read from."""
    parts = (dataset.train, dataset.test)
    return list(dict.fromkeys(part.file for part in parts if part))


def dataset(study: Study, name: str) -> Job:
    """Return the settings of the steps ``generate`` and ``read_files``."""
    return study.datasets[name].settings()


def redraw(study: Study, experiment: Experiment) -> Job:
    """Return how replicates draw training data of their own: from a generator, else as bootstrap samples."""
    chosen = study.datasets[experiment.dataset]
    return chosen.settings() if chosen.generator and not chosen.standardize else {"bootstrap": True}


def fetch(study: Study, name: str) -> Job:
    """Return the settings of the step ``fetch``."""
    known = {file: study.files[file].model_dump() for file in files_of(study.datasets[name]) if file in study.files}
    return {"settings": dataset(study, name), "files": known, "stand_in": study.offline_stand_in}


# What checking and training takes.


def plan(study: Study, experiment: Experiment) -> Job:
    """Return what steps have to know of an experiment's replicates."""
    return {
        "replicates": experiment.replicates,
        "root_seed": study.root_seed,
        "redraw": redraw(study, experiment) if experiment.redraw_data else None,
    }


def gradient_checks(study: Study) -> Job:
    """Return the settings of the step ``gradient_checks``."""
    checks = study.gradient_checks
    assert checks
    chosen = checks.n_dimensions
    return {
        "one_dimension": checks.one_dimension.model_dump(),
        "n_dimensions": {"epsilon": chosen.epsilon, "threshold": chosen.threshold},
        "settings": study.experiments[chosen.experiment].settings(chosen.variant),
    }


def chunks(part: Experiment | Sweep) -> list[range]:
    """Return the replicates that each job trains; the first one of a variant trains the configured seed, too."""
    starts = range(0, part.replicates, part.chunk) or [0]
    return [range(start, min(start + part.chunk, part.replicates)) for start in starts]


def train(study: Study, experiment: str, variant: str, chunk: int | str = 0) -> Job:
    """Return the settings of the step ``train`` for a chunk: nothing in it depends on the number of other seeds."""
    chosen = study.experiments[experiment]
    seeds = chunks(chosen)[int(chunk)]
    settings = {**gather(study, experiment, variant), "replicates": len(seeds), "first": seeds.start}
    return {**settings, "gate": study.gates.model_dump(), "code": code_hash("train"), "software": software()}


def gather(study: Study, experiment: str, variant: str) -> Job:
    """Return the settings of the step ``gather``."""
    chosen = study.experiments[experiment]
    names = {"experiment": experiment, "variant": variant, "dataset": chosen.dataset}
    tuned = {"candidates": candidates} if (candidates := chosen.candidates(variant)) else {}
    return {**names, "settings": chosen.settings(variant), **plan(study, chosen), **tuned}


def sweep(study: Study, name: str, chunk: int | str = 0) -> Job:
    """Return the settings of the step ``sweep`` for a chunk: nothing in it depends on the number of other seeds."""
    chosen = study.sweeps[name]
    seeds = chunks(chosen)[int(chunk)]
    return {
        "settings": study.sweep_settings(name),
        "grid": chosen.grid,
        "gate": study.gates.model_dump(),
        "replicates": len(seeds),
        "root_seed": study.root_seed,
        "first": seeds.start,
    }


def gather_sweep(study: Study, name: str) -> Job:
    """Return the settings of the step ``gather_sweep``."""
    return {"replicates": study.sweeps[name].replicates}


def tuned(experiment: Experiment) -> Job:
    """Return what the variants of an experiment are tuned over, nothing without tuning."""
    found = {variant: experiment.candidates(variant) for variant in experiment.variants}
    return {"candidates": found} if any(found.values()) else {}


def more(study: Study, name: str) -> Job:
    """Return the settings of the step ``more``."""
    experiment = study.experiments[name]
    keys = ("reference", "margin", "replicates", "budget")
    return {
        "experiment": name,
        "variants": {variant: experiment.settings(variant) for variant in experiment.variants},
        "dataset": experiment.dataset,
        "gate": study.gates.model_dump(),
        "root_seed": study.root_seed,
        "redraw": redraw(study, experiment) if experiment.redraw_data else None,
        **{key: getattr(experiment, key) for key in keys},
        **tuned(experiment),
    }
