"""The study, and the few functions that the rules share.

Reads: config/config.yaml, or what --configfile names, or the configuration that a module is given
"""

import json
import os
import sys
from pathlib import Path

from snakemake.utils import min_version

min_version("9.13")

sys.path.insert(
    0, str(Path(workflow.current_basedir.get_path_or_uri(secret_free=True)).parents[1])
)

from seedcheck import checksums
from seedcheck.errors import InputError
from seedcheck.study import environment
from seedcheck.study.bucket import Bucket

try:
    environment.isolate(os.environ, sys.path)
    BUCKET = Bucket(workflow)
except InputError as error:
    sys.exit(f"ERROR: {error}")

from seedcheck.presentation.figures import registry
from seedcheck.study import (
    commanding,
    contents,
    folder,
    jobs,
    judging,
    paths,
    plan,
    seal,
    trainers,
)
from seedcheck.study.code import code
from seedcheck.study.after_error import incomplete
from seedcheck.study.disk import Disk
from seedcheck.study.model import load
from seedcheck.study.passing import as_text
from seedcheck.study.published import check_published
from seedcheck.study.sources import as_typed
from seedcheck.study.yaml import read_yaml
from seedcheck.terminal.attach import attach
from seedcheck.tracking.links import port


def load_study():
    """Return the checked configuration; all its faults are one error."""
    try:
        if not workflow.modifier.is_main_snakefile():
            return load([], config=config)
        files = workflow.overwrite_configfiles or [
            plan.own_or_shipped("config/config.yaml")
        ]
        return load(files, as_typed(workflow.config_settings.config, sys.argv))
    except InputError as error:
        sys.exit(f"ERROR: {error}")


def load_published():
    """Return the checked file of what was published."""
    path = plan.own_or_shipped(STUDY.published)
    try:
        check_published(
            path, {name: e.variants for name, e in STUDY.experiments.items()}
        )
    except InputError as error:
        sys.exit(f"ERROR: {error}")
    return path


STUDY = load_study()


report: "../report/study.rst"


PUBLISHED = load_published()
RUNS = plan.records(STUDY, STUDY.experiments)
SCREEN = attach(workflow, STUDY, BUCKET)
DISK = Disk(workflow, STUDY, BUCKET)
plan.prepare_environment(STUDY)


def job(step, *arguments):
    """Return the settings of a job as JSON, as a function of its wildcards: of those named by ``arguments`` that it has."""
    return lambda wildcards: as_text(
        step(
            STUDY, *(wildcards[name] for name in arguments if name in wildcards.keys())
        )
    )


def in_report(files, category, caption):
    """Return files as Snakemake's own report shows them."""
    return [one_in_report(file, category, caption) for file in files]


def one_in_report(file, category, caption):
    """Return a file as Snakemake's own report shows it: below its experiment, with its variant as label."""
    place, labels = plan.report_place(STUDY, file)
    return report(
        file,
        category=category,
        subcategory=lambda wildcards: place,
        caption=f"../report/{caption}.rst",
        labels=lambda wildcards: labels,
    )


def either(names):
    """Return a regular expression that matches these names only, and nothing if there are none."""
    return "|".join(sorted(set(names))) or "(?!)"


wildcard_constraints:
    dataset=either(STUDY.datasets),
    experiment=either(STUDY.experiments),
    variant=either(variant for _, variant in plan.variants(STUDY)),
    sweep=either(STUDY.sweeps),
    chunk=r"\d+",
