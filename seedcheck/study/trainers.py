"""What trains the experiments and sweeps of a study: ``nn``, or a command."""

from seedcheck.study.model import Study


def networks(study: Study) -> list[str]:
    """Return the experiments whose variants are networks of ``nn``."""
    return [name for name, experiment in study.experiments.items() if not experiment.command]


def commanded(study: Study) -> list[str]:
    """Return the experiments whose variants a command trains."""
    return [name for name, experiment in study.experiments.items() if experiment.command]


def network_sweeps(study: Study) -> list[str]:
    """Return the sweeps whose cells are networks of ``nn``."""
    return [name for name, sweep in study.sweeps.items() if not study.experiments[sweep.experiment].command]


def commanded_sweeps(study: Study) -> list[str]:
    """Return the sweeps whose cells a command trains."""
    return [name for name in study.sweeps if name not in network_sweeps(study)]
