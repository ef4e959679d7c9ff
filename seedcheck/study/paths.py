"""Where everything is: the one grammar of paths, relative to the folder in which the study runs.

data/{dataset}.h5                         a data set              data/raw/{file}   raw files, fetched or put there
results/{experiment}/{variant}/{file}     what checking and training a variant leaves
results/{experiment}/{variant}/chunks/{chunk}.h5   its seeds, as its jobs have trained them
results/{experiment}/{figure}             figures of an experiment
results/sweeps/{sweep}/{file}             what a sweep leaves
results/sweeps/{sweep}/chunks/{chunk}.h5  its seeds, likewise
results/comparison/{table}                what is compared over all experiments
"""

from pathlib import Path

DATA = Path("data")
RAW = DATA / "raw"
RESULTS = Path("results")
COMPARISON = RESULTS / "comparison"
ANSWER = COMPARISON / "answer.rst"
DECISIONS = COMPARISON / "decisions.json"
CHECKS = RESULTS / "gradient_checks.json"
STORE = RESULTS / "mlflow"
RECEIPT = STORE / "runs.json"
WRITER = RESULTS / ".writer"  # who this folder is in MLflow; outside of the store, which may be deleted
PAGE = RESULTS / "report.html"
PLAN = RESULTS / "plan.json"
CHECKSUMS = RESULTS / "checksums.txt"
REPRODUCED = COMPARISON / "reproduced.txt"
SNAKEMAKE_REPORT = RESULTS / "snakemake-report.html"
SET_ASIDE = "set-aside"  # folder in data/ and results/ for what lies where a file of the study belongs
SNAKEMAKE = Path(".snakemake")
JOBS = SNAKEMAKE / "seedcheck.json"  # what makes which file, and all logs
SOURCES = SNAKEMAKE / "seedcheck" / "sources.json"  # what was found in the code
PROGRESS = SNAKEMAKE / "seedcheck" / "progress"  # how far trainings are, while they go on
BENCHMARKS = RESULTS / "benchmarks"

# Folders of the pipeline below results/: no experiment may be called so.
RESERVED = frozenset({"benchmarks", "comparison", "data", "logs", "mlflow", "sweeps"})
RULES = frozenset({"sweep", "verdicts"})  # nor so: rules have the name figures_of_{experiment}

GATE, REFUSED = "gradients.json", "refused.json"  # the report of a gate that lets a training begin, or stops it
RUN_FILES = ("record.json", GATE, "certificate.json", "costs.csv", "learning_curve.csv", "model.h5",
             "replicates.h5", "replicates.csv", "regions.h5", "predictions.h5")  # fmt: skip
COMMAND_FILES = ("record.json", "costs.csv", "replicates.h5", "replicates.csv", "configured.h5")  # of a command
CHUNKS = "chunks"  # folder in that of a variant or sweep
MORE_FILES = ("more.json", "more.txt")
SWEPT_FILES = ("replicates.h5", GATE, "certificate.json")
COMMAND_SWEPT_FILES = ("replicates.h5",)
SWEEP_FILES = ("decisions.json", "cells.json", "cells.csv")  # besides
TABLES = ("runs", "variants", "published", "verdicts", "claims", "replicates")


def dataset_file(dataset: str) -> Path:
    """Return the file of a data set."""
    return DATA / f"{dataset}.h5"


def variant_folder(experiment: str, variant: str) -> Path:
    """Return the folder of a variant."""
    return RESULTS / experiment / variant


def sweep_folder(sweep: str) -> Path:
    """Return the folder of a sweep."""
    return RESULTS / "sweeps" / sweep


def chunk_file(folder: Path, chunk: int) -> Path:
    """Return the file of a chunk of the seeds of a variant or sweep that has this folder."""
    return folder / CHUNKS / f"{chunk}.h5"


def training_log(chunk: Path) -> Path:
    """Return the log of the job that makes a chunk by a command."""
    *_, experiment, variant = chunk.parent.parent.parts
    return RESULTS / "logs" / "train" / f"{experiment}.{variant}.{chunk.stem}.log"


def training_time(experiment: str, variant: str, chunk: int) -> Path:
    """Return the file in which Snakemake notes how long the training of a chunk took and how much memory."""
    return BENCHMARKS / "train" / f"{experiment}.{variant}.{chunk}.tsv"
