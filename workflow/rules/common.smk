"""The configuration, names and functions that the rules share.

Reads: config/config.yaml, or what --configfile names
"""

import json
import os

from snakemake.exceptions import WorkflowError

from seedcheck.study.code import code, code_hash
from seedcheck.study.config import load, settings
from seedcheck.errors import InputError
from seedcheck.study.plan import (
    epochs_of,
    figures_of,
    files_of,
    layout,
    prepare_environment,
    raw_inputs,
    redrawn_data,
    replicates_of,
    runs_of,
    seed_figures_of,
    sweep_files,
    sweep_settings,
    targets,
)

try:
    STUDY = load(workflow.overwrite_configfiles or ["config/config.yaml"], config)
except InputError as error:
    raise WorkflowError(str(error)) from None

prepare_environment(STUDY)
DATA, GATES, RUNS, FIGURES, CHECKS = targets(STUDY)
SEED_FIGURES = seed_figures_of(STUDY)
SWEEPS = sweep_files(STUDY)
LAYOUT = json.dumps(layout(STUDY))
# Of the --cores, so many count for one training: with more trainings at a time than processors, each takes the caches
# from the others (15 % more time was measured). A training computes in one thread all the same.
TRAINING = max(1, (workflow.resource_settings.cores or 1) // (os.cpu_count() or 1))
SWEPT = json.dumps(STUDY["sweeps"])
AXES = json.dumps({name: own.get("axes") for name, own in STUDY["datasets"].items()})


def either(names):
    """Return a regular expression that matches these names only, and nothing if there are none."""
    return "|".join(sorted(set(names))) or "(?!)"


wildcard_constraints:
    dataset=either(STUDY["datasets"]),
    experiment=either(STUDY["experiments"]),
    variant=either(v for e in STUDY["experiments"].values() for v in e["variants"]),
    sweep=either(STUDY["sweeps"]),


def data_of(wildcards):
    """Return the data file of a variant's experiment."""
    return f"data/{STUDY['experiments'][wildcards.experiment]['dataset']}.h5"


def data_of_sweep(wildcards):
    """Return the data file of a sweep's experiment."""
    experiment = STUDY["sweeps"][wildcards.sweep]["experiment"]
    return f"data/{STUDY['experiments'][experiment]['dataset']}.h5"


def settings_of(wildcards):
    """Return a variant's settings as JSON."""
    return json.dumps(settings(STUDY, wildcards.experiment, wildcards.variant))
