"""One experiment: what its seeds say, and the run of each variant from its one published or configured seed."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from nn.settings import DEFAULTS
from seedcheck.presentation import captions
from seedcheck.presentation.page.chance import ChanceView, chance_view
from seedcheck.presentation.page.finding import leading
from seedcheck.presentation.page.formats import percent
from seedcheck.presentation.page.material import Material
from seedcheck.presentation.page.overview import remark, verdicts_of
from seedcheck.presentation.page.parts import Picture, drawings_of, picture, section_id
from seedcheck.presentation.page.runs import RunRow, common_settings, run_heads, run_rows
from seedcheck.presentation.page.seeds import SeedsView, seeds_view
from seedcheck.presentation.page.tuned import TunedTable, tuned_table

MOST_CURVES = 12  # of so many variants each has its own cost curve on the page


class ExperimentView(NamedTuple):
    """An experiment.

    Attributes
    ----------
    seed : how the seed is called from which each variant is trained once
    remark : why there is no verdict, empty if there is one
    heads : of the ``columns`` with numbers of its runs, final cost included
    """

    id: str
    title: str
    question: str
    shared: str
    seed: str
    remark: str
    is_leading: bool
    chance: ChanceView | None
    seeds: SeedsView | None
    tuned: TunedTable | None
    heads: tuple[str, ...]
    columns: int
    runs: tuple[RunRow, ...]
    curves: list[Picture]
    boundaries: list[Picture]
    costs: list[Picture]


def experiment_views(material: Material) -> list[ExperimentView]:
    """Return all experiments of the study."""
    return [_experiment(material, name) for name in material.experiments]


def _experiment(material: Material, name: str) -> ExperimentView:
    experiment, heads, is_leading = material.experiments[name], run_heads(), name == leading(material)
    shown = {name: material.shown(name)}
    return ExperimentView(
        id=section_id(name),
        title=experiment["title"],
        question=experiment["question"],
        shared=_shared(experiment["dataset"], material.trained(name)),
        seed=material.single_seed(name),
        remark="" if verdicts_of(material, name) else captions.sentence(remark(experiment)),
        is_leading=is_leading,
        chance=None if is_leading else chance_view(material, name),
        seeds=seeds_view(material, name),
        tuned=tuned_table(material, name),
        heads=heads,
        columns=len(heads),
        runs=run_rows(material, name),
        curves=[picture(drawing) for drawing in drawings_of("curves", shown, {})],
        boundaries=_boundaries(material, name),
        costs=[]
        if len(experiment["variants"]) > MOST_CURVES
        else [picture(drawing) for drawing in drawings_of("costs", shown, {})],
    )


def _boundaries(material: Material, name: str) -> list[Picture]:
    accuracies = {variant: record["metrics"]["test_accuracy"] for variant, record in material.trained(name).items()}
    titles = material.titles(name)
    below = {variant: captions.caption(titles[variant], percent(value)) for variant, value in accuracies.items()}
    drawings = drawings_of("boundaries", {name: material.shown(name)}, {})
    return [picture(drawing, below.get(drawing.texts.get("variant", ""), "")) for drawing in drawings]


def _shared(dataset: str, trained: Mapping[str, Mapping[str, Any]]) -> str:
    """Return in words the data and the settings that all trained variants share, without defaults."""
    commands = [record["command"] for record in trained.values() if "command" in record]
    usual = {} if commands else DEFAULTS
    told = {name: value for name, value in common_settings(trained.values()).items() if usual.get(name) != value}
    shared = captions.shared_settings(dataset, captions.settings(told)) if told else ""
    return " ".join([*(captions.trained_by(command) for command in commands[:1]), shared])
