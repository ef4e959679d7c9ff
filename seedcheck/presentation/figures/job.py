"""What the step ``figures`` is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from seedcheck.presentation.figures.kinds import Experiment
from seedcheck.study.paths import DECISIONS

Shown = Sequence[float] | None  # range to show: x from, x to, y from, y to; None for that of the data


@dataclass(frozen=True)
class FiguresJob:
    """Which figures to draw.

    Attributes
    ----------
    group : of the registry
    datasets : range to show by data set; in the group "data" these are drawn
    experiments : to draw, by name: title, dataset, plane, replicates, reference, variants (their names), titles (of
        all its variants, by name), and ``by_command`` if a command trains them
    sweeps : to draw, title by name
    variants : names of all variants of the study, from which their colours follow
    decisions : file of the decisions over seeds
    """

    group: str
    datasets: Mapping[str, Shown]
    experiments: Mapping[str, Experiment]
    sweeps: Mapping[str, str]
    variants: Sequence[str]
    decisions: str = str(DECISIONS)
