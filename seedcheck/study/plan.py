"""What the rules ask of the configuration: targets, inputs, colors, environment. Imported by the Snakefile."""

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from seedcheck.data.download import RAW
from seedcheck.study.code import ROOT
from seedcheck.study.config import settings

PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9", "#7f3c8d", "#6b6b6b", "#a50f37", "#2e8b57")

Study = Mapping[str, Any]


def prepare_environment(study: Study) -> None:
    """Let jobs find this interpreter, the packages of the repository and the configured mirror and tracking URI."""
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    for variable, key in (("SEEDCHECK_DATA_MIRROR", "data_mirror"), ("MLFLOW_TRACKING_URI", "tracking_uri")):
        if study[key] and not os.environ.get(variable):
            os.environ[variable] = study[key]


def variants(study: Study) -> list[tuple[str, str]]:
    """Return all (experiment, variant)."""
    return [(name, variant) for name, experiment in study["experiments"].items() for variant in experiment["variants"]]


def is_plane(study: Study, experiment: str) -> bool:
    """Whether an experiment's networks take two features, so that a decision boundary can be drawn."""
    own = study["experiments"][experiment]
    return all((own | v).get("layers", [0])[0] == 2 for v in own["variants"].values())


def runs_of(study: Study, experiments: Iterable[str]) -> list[str]:
    """Return the files that training the variants of some experiments leaves."""
    chosen = set(experiments)
    folders = [f"results/{experiment}/{variant}" for experiment, variant in variants(study) if experiment in chosen]
    files = ("record.json", "costs.csv", "model.h5", "replicates.h5", "replicates.csv")
    return [f"{folder}/{file}" for folder in folders for file in files]


def figures_of(study: Study, experiment: str) -> list[str]:
    """Return the figures of an experiment and its variants."""
    files = ("cost.svg", "boundary.png") if is_plane(study, experiment) else ("cost.svg",)
    folders = [f"results/{experiment}/{variant}" for variant in study["experiments"][experiment]["variants"]]
    shared = ["curves.svg", "bands.svg"] if replicates_of(study, experiment) else ["curves.svg"]
    return [f"results/{experiment}/{file}" for file in shared] + [f"{folder}/{f}" for folder in folders for f in files]


def targets(study: Study) -> tuple[list[str], ...]:
    """Return the files of the data, gates, runs, figures and gradient checks that `rule all` wants."""
    data = [f"data/{name}.h5" for name in study["datasets"]]
    gates = [f"results/{e}/{v}/{file}" for e, v in variants(study) for file in ("gradients.json", "gate.txt")]
    figures = [f"results/data/{name}.png" for name in study["datasets"]]
    figures += [file for experiment in study["experiments"] for file in figures_of(study, experiment)]
    checks = ["results/gradient_checks.json"] if "gradient_checks" in study else []
    return data, gates, runs_of(study, study["experiments"]), figures, checks


def replicates_of(study: Study, experiment: str) -> int:
    """Return how many replicates each variant of an experiment has."""
    return int(study["experiments"][experiment].get("replicates", study["replicates"]))


def epochs_of(study: Study, experiment: str) -> int:
    """Return the largest number of epochs among an experiment's variants."""
    own = study["experiments"][experiment]
    return max(int(settings(study, experiment, variant)["epochs"]) for variant in own["variants"])


def redrawn_data(study: Study, experiment: str) -> dict[str, Any] | None:
    """Return what the config says of an experiment's data set if its replicates draw their data anew, else None."""
    own = study["experiments"][experiment]
    drawn = {key: value for key, value in study["datasets"][own["dataset"]].items() if key != "axes"}
    return drawn if own.get("redraw_data") else None


def reference_of(study: Study, experiment: str) -> str:
    """Return the variant that an experiment's others are compared with."""
    own = study["experiments"][experiment]
    return str(own.get("reference", next(iter(own["variants"]))))


def sweep_settings(study: Study, sweep: str) -> dict[str, Any]:
    """Return the settings that hold in a sweep where its grid says nothing."""
    own = study["sweeps"][sweep]
    experiment = own["experiment"]
    return settings(study, experiment, reference_of(study, experiment), own)


def sweep_files(study: Study) -> list[str]:
    """Return the files of all sweeps."""
    files = ("gradients.json", "gate.txt", "cells.json", "cells.csv", "heatmap.svg")
    return [f"results/sweeps/{sweep}/{file}" for sweep in study["sweeps"] for file in files]


def seed_figures_of(study: Study) -> list[str]:
    """Return the figures of all replicates, and of the differences where there is something to compare."""
    figures = []
    for name, experiment in study["experiments"].items():
        if replicates_of(study, name):
            figures.append(f"results/{name}/replicates.svg")
            figures += [f"results/{name}/differences.svg"] * (len(experiment["variants"]) > 1)
    return figures


def files_of(study: Study, dataset: str) -> dict[str, Any]:
    """Return what the config says of the raw files that a data set needs."""
    named = {study["datasets"][dataset].get(part, {}).get("file") for part in ("train", "test")}
    return {name: study["files"][name] for name in sorted(named & set(study["files"]))}


def raw_inputs(dataset: Mapping[str, Any], files: Mapping[str, Any]) -> list[str]:
    """Return a data set's files on disk: its own, and raw files that lie in data/raw/ already.

    A file put there later so becomes a new input, and Snakemake makes the data set anew.
    """
    named = [dataset[part]["file"] for part in ("train", "test") if part in dataset]
    paths = [str(RAW / file) if file in files else file for file in dict.fromkeys(named)]
    return [path for path in paths if Path(path).is_file()]


def colors(study: Study) -> dict[str, str]:
    """Return a color per name of a variant, the same in all experiments."""
    names = dict.fromkeys(variant for _, variant in variants(study))
    return {name: PALETTE[k % len(PALETTE)] for k, name in enumerate(names)}


def layout(study: Study) -> dict[str, Any]:
    """Return which experiments and variants there are, for steps that read them all."""
    return {
        name: {
            "title": experiment.get("title", name),
            "question": experiment.get("question", ""),
            "dataset": experiment["dataset"],
            "family": experiment.get("family", ""),
            "plane": is_plane(study, name),
            "replicates": replicates_of(study, name),
            "reference": reference_of(study, name),
            "variants": {variant: colors(study)[variant] for variant in experiment["variants"]},
        }
        for name, experiment in study["experiments"].items()
    }
