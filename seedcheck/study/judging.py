"""The settings of the jobs that judge and show, as those of ``jobs``; and the plan that is sealed."""

from collections.abc import Iterable, Mapping

from seedcheck.study.code import code
from seedcheck.study.cross_checks import REDRAWN
from seedcheck.study.jobs import Job, tuned
from seedcheck.study.model import Experiment, Study
from seedcheck.tracking.links import tracking_uri, without_password


def _each(study: Study, *names: str) -> dict[str, Job]:
    """Return of every experiment its variants and some more of what it is."""
    return {
        name: {"variants": list(experiment.variants)} | {key: getattr(experiment, key) for key in names}
        for name, experiment in study.experiments.items()
    }


def decide(study: Study) -> Job:
    """Return the settings of the step ``decide``."""
    suites: dict[str, list[str]] = {}
    for name, experiment in study.experiments.items():
        if experiment.suite:
            suites.setdefault(experiment.suite, []).append(name)
    experiments = _each(study, "dataset", "reference", "replicates", "margin", "metrics")
    for name, experiment in study.experiments.items():
        experiments[name]["redrawn"] = name + REDRAWN if experiment.also_redrawn else ""
    return {"experiments": experiments, "suites": suites, "seed": study.root_seed}


def decide_sweep(study: Study, name: str) -> Job:
    """Return the settings of the step ``decide_sweep``."""
    sweep = study.sweeps[name]
    return {"grid": sweep.grid, "margin": study.experiments[sweep.experiment].margin, "seed": study.root_seed}


def tables(study: Study) -> Job:
    """Return the settings of the step ``tables``."""
    return {"experiments": _each(study, "dataset", "replicates"), "sweeps": list(study.sweeps)}


def track(study: Study) -> Job:
    """Return the settings of the step ``track``."""
    return {"experiments": _each(study, "dataset", "titles"), "tracking_uri": without_password(tracking_uri())}


def shown(study: Study, name: str) -> Job:
    """Return what figures and page need to know of an experiment."""
    experiment = study.experiments[name]
    keys = ("title", "dataset", "replicates", "reference")
    facts = {key: getattr(experiment, key) for key in keys}
    names = {"variants": list(experiment.variants), "titles": experiment.titles}
    return facts | {"plane": is_plane(experiment)} | names | ({"by_command": True} if experiment.command else {})


def is_plane(experiment: Experiment) -> bool:
    """Whether an experiment's networks take two features, so that a decision boundary can be drawn."""
    if experiment.command:
        return False
    return all(experiment.settings(variant)["layers"][0] == 2 for variant in experiment.variants)


def figures_of_data(study: Study) -> Job:
    """Return the settings of the step ``figures`` for all data sets."""
    return _figures(study, "data", datasets=study.datasets)


def figures_of_runs(study: Study, experiment: str) -> Job:
    """Return the settings of the step ``figures`` for the trainings of an experiment."""
    datasets = filter(None, [study.experiments[experiment].dataset])
    return _figures(study, "runs", datasets=datasets, experiments=[experiment])


def figures_of_verdicts(study: Study) -> Job:
    """Return the settings of the step ``figures`` for the replicates of all experiments."""
    return _figures(study, "verdicts", experiments=study.experiments)


def figures_of_sweep(study: Study, sweep: str) -> Job:
    """Return the settings of the step ``figures`` for a sweep."""
    return _figures(study, "sweep", sweeps=[sweep])


def _figures(study: Study, group: str, *, datasets: Iterable[str] = (), experiments: Iterable[str] = (),
             sweeps: Iterable[str] = ()) -> Job:  # fmt: skip
    """Return the settings for a group of figures; all names of variants are there for the sake of their colours."""
    return {
        "group": group,
        "datasets": {name: study.datasets[name].axes for name in datasets},
        "experiments": {name: shown(study, name) for name in experiments},
        "sweeps": {name: study.sweeps[name].title for name in sweeps},
        "variants": list(dict.fromkeys(v for experiment in study.experiments.values() for v in experiment.variants)),
    }


def page(study: Study) -> Job:
    """Return the settings of the step ``page``."""
    experiments = {
        name: shown(study, name) | {"question": experiment.question, "suite": experiment.suite}
        for name, experiment in study.experiments.items()
    }
    sweeps: Mapping[str, Job] = {
        name: {"title": sweep.title, "question": sweep.question, "experiment": sweep.experiment, "grid": sweep.grid}
        for name, sweep in study.sweeps.items()
    }
    return {"experiments": experiments, "sweeps": sweeps, "plan": plan(study)}


def plan(study: Study) -> Job:
    """Return what is sealed before the first training: what is to be compared, from how many seeds, and how."""
    experiments = {
        name: {key: getattr(experiment, key) for key in ("reference", "margin", "replicates", "budget")}
        | {"variants": {variant: experiment.settings(variant) for variant in experiment.variants}}
        | ({"command": experiment.command} if experiment.command else {})
        | tuned(experiment)
        for name, experiment in study.experiments.items()
    }
    sweeps = {
        name: {"grid": sweep.grid, "replicates": sweep.replicates, "settings": study.sweep_settings(name)}
        for name, sweep in study.sweeps.items()
    }
    modules = {name: found for name, found in code("decide").items() if name.startswith("seedcheck_statistics")}
    return {"root_seed": study.root_seed, "experiments": experiments, "sweeps": sweeps, "analysis": modules}


def incomplete(study: Study) -> Job:
    """Return the settings of the step ``incomplete``: those of all steps that judge and show."""
    groups = [figures_of_data(study), figures_of_verdicts(study)]
    groups += [figures_of_runs(study, name) for name in study.experiments]
    groups += [figures_of_sweep(study, name) for name in study.sweeps]
    return {"decide": decide(study), "figures": groups, "page": page(study)}


def crate(study: Study, inputs: Iterable[str], outputs: Iterable[str]) -> Job:
    """Return the settings of the step ``crate``: the whole study and all its files."""
    config = study.model_dump(exclude_unset=True, warnings=False)  # variants and grids are kept as given
    return {
        "config": config,
        "experiments": _each(study, "dataset", "sources"),
        "inputs": list(inputs),
        "outputs": list(outputs),
    }
