"""The plan of a study: which files it has, from which files each is made. Imported by the Snakefile."""

import os
from collections.abc import Iterable, Mapping
from math import prod
from pathlib import Path

from seedcheck.presentation.figures import registry
from seedcheck.study import paths, trainers
from seedcheck.study.code import ROOT
from seedcheck.study.jobs import chunks, files_of
from seedcheck.study.judging import shown
from seedcheck.study.model import Dataset, Experiment, Study, Sweep


def prepare_environment(study: Study) -> None:
    """Let jobs find the configured mirror and tracking URI."""
    configured = {"SEEDCHECK_DATA_MIRROR": study.data_mirror, "MLFLOW_TRACKING_URI": study.tracking_uri}
    for variable, value in configured.items():
        if value and not os.environ.get(variable):
            os.environ[variable] = value


def own_or_shipped(path: str) -> str:
    """Return a file of the folder in which the study runs, or the one of that name that this workflow comes with."""
    return path if Path(path).is_file() else str(ROOT / path)


def variants(study: Study) -> list[tuple[str, str]]:
    """Return all (experiment, variant)."""
    return [(name, variant) for name, experiment in study.experiments.items() for variant in experiment.variants]


def run_files(study: Study, experiments: Iterable[str]) -> list[str]:
    """Return the files that checking and training the variants of some experiments leaves."""
    return [
        str(paths.variant_folder(name, variant) / file)
        for name in experiments
        for variant in study.experiments[name].variants
        for file in (paths.COMMAND_FILES if study.experiments[name].command else paths.RUN_FILES)
    ]


def records(study: Study, experiments: Iterable[str]) -> list[str]:
    """Return one file of each variant, which stands for all that its job leaves where other jobs read them.

    Snakemake hashes every input once for every output: with all ten files, 200 figures of 100 variants would be 200,000
    hashes.
    """
    return [
        str(paths.variant_folder(name, v) / "record.json")
        for name in experiments
        for v in study.experiments[name].variants
    ]


ONE_CHUNK = "0"


def chunk(part: Experiment | Sweep, *, apart: bool) -> str:
    """Return what stands for the number of a chunk in a rule: a wildcard, or ONE_CHUNK if who trains joins, too.

    That is so where one job trains all seeds, unless trainings are ``apart``, where nothing but a chunk can be left.
    """
    return "{chunk}" if apart or len(chunks(part)) > 1 else ONE_CHUNK


def chunked(parts: Mapping[str, Experiment | Sweep], *, apart: bool) -> list[str]:
    """Return the names of those whose chunks another job joins."""
    return [name for name, part in parts.items() if chunk(part, apart=apart) != ONE_CHUNK]


def chunk_files(part: Experiment | Sweep, folder: Path) -> list[str]:
    """Return the chunks of the seeds of a variant or sweep that has this folder."""
    return [str(paths.chunk_file(folder, number)) for number in range(len(chunks(part)))]


def all_chunk_files(study: Study, experiments: Iterable[str], sweeps: Iterable[str]) -> list[str]:
    """Return the chunks of all seeds of these, which are no deliverables: needed again only for more seeds."""
    own = {name: study.experiments[name] for name in experiments}
    parts: dict[Path, Experiment | Sweep] = {
        paths.variant_folder(name, variant): part for name, part in own.items() for variant in part.variants
    }
    parts |= {paths.sweep_folder(name): study.sweeps[name] for name in sweeps}
    return [file for folder, part in parts.items() for file in chunk_files(part, folder)]


def epochs(study: Study, experiment: str) -> int:
    """Return the largest number of epochs among an experiment's variants, of all settings that are tried."""
    own = study.experiments[experiment]
    return max(int(own.settings(variant)["epochs"]) * max(1, len(own.candidates(variant))) for variant in own.variants)


def epochs_of_sweep(study: Study, sweep: str) -> int:
    """Return about how many epochs all cells of a sweep take together, from one seed."""
    return int(study.sweep_settings(sweep)["epochs"]) * prod(map(len, study.sweeps[sweep].grid.values()))


def check_files(study: Study) -> list[str]:
    """Return the report of the notebook's own gradient checks, if the study has them."""
    return [str(paths.CHECKS)] if study.gradient_checks else []


def extensible(study: Study) -> list[str]:
    """Return the experiments that compare variants over seeds, and may have more of them."""
    return [
        name
        for name, experiment in study.experiments.items()
        if not experiment.command and len(experiment.variants) > 1 and 0 < experiment.replicates < experiment.budget
    ]


def more_files(study: Study) -> list[str]:
    """Return what adding seeds leaves, which is done on demand only."""
    return [str(paths.RESULTS / name / file) for name in extensible(study) for file in paths.MORE_FILES]


def sweep_files(study: Study) -> list[str]:
    """Return the files of all sweeps."""
    swept = dict.fromkeys(trainers.commanded_sweeps(study), paths.COMMAND_SWEPT_FILES)
    return [
        str(paths.sweep_folder(sweep) / file)
        for sweep in study.sweeps
        for file in (*swept.get(sweep, paths.SWEPT_FILES), *paths.SWEEP_FILES)
    ]


def table_files() -> list[str]:
    """Return the tables that compare all experiments."""
    return [str(paths.COMPARISON / f"{table}.csv") for table in paths.TABLES] + [
        str(paths.COMPARISON / "verdicts.json")
    ]


def figure_files(study: Study, group: str = "", experiments: Iterable[str] = ()) -> list[str]:
    """Return the figures of a group or of all, for some experiments or for the whole study."""
    chosen = {name: shown(study, name) for name in list(experiments) or study.experiments}
    sweeps = {name: sweep.title for name, sweep in study.sweeps.items()}
    groups = [group] if group else registry.GROUPS
    return [
        path
        for each in groups
        for path in registry.paths(each, datasets=study.datasets, experiments=chosen, sweeps=sweeps)
    ]


def report_place(study: Study, file: str) -> tuple[str, dict[str, str]]:
    """Return where Snakemake's own report shows a file: the title of its experiment, if it has one, and its labels."""
    experiment, variant, name = ("", *Path(file).relative_to(paths.RESULTS).parts)[-3:]
    if not experiment and variant in study.experiments:
        experiment, variant = variant, ""
    own = study.experiments.get(experiment)
    labels = {"variant": own.titles.get(variant, "all")} if own else {}
    return own.title if own else "", labels | {"file": Path(name).stem}


def deliverables(study: Study) -> list[str]:
    """Return all files that the study is to leave, but for those on demand."""
    return [
        *(str(paths.dataset_file(dataset)) for dataset in study.datasets),
        *run_files(study, study.experiments),
        *sweep_files(study),
        *check_files(study),
        str(paths.DECISIONS),
        *table_files(),
        str(paths.ANSWER),
        *figure_files(study),
        *map(str, (paths.RECEIPT, paths.PAGE, paths.REPRODUCED)),
    ]


def data_file(study: Study, experiment: str) -> str:
    """Return the data file of an experiment."""
    return str(paths.dataset_file(study.experiments[experiment].dataset))


def data_files(study: Study, experiment: str) -> list[str]:
    """Return the data file of an experiment, none if it has no data set."""
    return [data_file(study, experiment)] if study.experiments[experiment].dataset else []


def datasets_of_kind(study: Study, kind: str) -> list[str]:
    """Return the data sets that are "made" without a file, "read" from files of one's own, or "fetched"."""
    return [name for name, dataset in study.datasets.items() if _kind(study, dataset) == kind]


def _kind(study: Study, dataset: Dataset) -> str:
    if dataset.kind != "files":
        return "made"
    return "fetched" if any(file in study.files for file in files_of(dataset)) else "read"


def raw_inputs(study: Study, dataset: str) -> list[str]:
    """Return a data set's files on disk: files of one's own, and raw files that lie in data/raw/ already.

    A raw file that is put there later becomes a new input, and Snakemake makes the data set anew.
    """
    files = files_of(study.datasets[dataset])
    places = [paths.RAW / file if file in study.files else Path(file) for file in files]
    return [str(place) for place in places if place.is_file()]
