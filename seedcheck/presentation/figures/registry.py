"""Which figures there are: a row here and a module beside it, with a function ``draw(view)``, are all that one needs.

Imports no matplotlib, since the Snakefile and the page read the rows. Run as a module it prints those of
results/README.md.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from seedcheck.presentation.figures.kinds import (
    Drawing,
    Experiment,
    Kind,
    compares_replicates,
    has_networks_of_replicates,
    has_replicates,
    in_the_plane,
    of_networks,
)

FIGURES: Final = (
    Kind(
        "data",
        "results/data/{dataset}.png",
        group="data",
        section="data",
        description="the training points of a data set, or its first images",
        alternative="Training data of {dataset}",
    ),
    Kind(
        "curves",
        "results/{experiment}/curves.svg",
        group="runs",
        section="curves",
        description="the cost curves of all variants from the configured seed",
        alternative="Cost against epoch of the variants of {title} from the configured seed, in one plot",
        wanted=of_networks,
    ),
    Kind(
        "bands",
        "results/{experiment}/bands.svg",
        group="runs",
        section="bands",
        description="the median cost over seeds, with a band over the middle half of them",
        alternative="Cost against epoch of the variants of {title}: median of the seeds, and a band over the middle "
        "half of them",
        wanted=has_networks_of_replicates,
    ),
    Kind(
        "cost",
        "results/{experiment}/{variant}/cost.svg",
        group="runs",
        section="costs",
        description="the cost curve of one variant",
        alternative="Cost against epoch of {label}",
        wanted=of_networks,
    ),
    Kind(
        "boundary",
        "results/{experiment}/{variant}/boundary.png",
        group="runs",
        section="boundaries",
        description="which class the network predicts where, under the training points",
        alternative="Decision boundary of {label} over the training points of {dataset}",
        wanted=in_the_plane,
    ),
    Kind(
        "replicates",
        "results/{experiment}/replicates.svg",
        group="verdicts",
        section="seeds",
        description="every seed's test accuracy by variant, with the medians",
        alternative="Test accuracy of every seed; medians: {medians}",
        wanted=has_replicates,
    ),
    Kind(
        "differences",
        "results/{experiment}/differences.svg",
        group="verdicts",
        section="seeds",
        description="every seed's difference from the reference, with the typical one, its 95 % interval and verdict",
        alternative="Difference of every seed from {reference}, by variant, with the typical one and its 95 % interval",
        wanted=compares_replicates,
    ),
    Kind(
        "heatmap",
        "results/sweeps/{sweep}/heatmap.svg",
        group="sweep",
        section="sweeps",
        description="the typical test accuracy (IQM) of each cell of a grid, with verdicts",
        alternative="Typical test accuracy (IQM) of each cell of {title}; the table below has the numbers",
    ),
)

GROUPS: Final = tuple(dict.fromkeys(kind.group for kind in FIGURES))


def drawings(
    group: str,
    datasets: Iterable[str] = (),
    experiments: Mapping[str, Experiment] | None = None,
    sweeps: Mapping[str, str] | None = None,
) -> list[Drawing]:
    """Return all figures of a group.

    Parameters
    ----------
    group : see ``Kind``
    datasets : names of data sets
    experiments : by name
    sweeps : their titles by name
    """
    found: list[Drawing] = []
    for kind in FIGURES:
        if kind.group != group:
            continue
        if "{dataset}" in kind.path:
            found += [Drawing(kind, {"dataset": name}) for name in datasets]
        elif "{sweep}" in kind.path:
            found += [Drawing(kind, {"sweep": name, "title": title}) for name, title in (sweeps or {}).items()]
        else:
            found += [Drawing(kind, texts) for texts in _texts(kind, experiments or {})]
    return found


def _texts(kind: Kind, experiments: Mapping[str, Experiment]) -> Iterator[dict[str, str]]:
    """Yield the names that the figures of a kind carry, one after another."""
    for name, experiment in experiments.items():
        if kind.wanted(experiment):
            titles = experiment["titles"]
            shared = {"experiment": name} | {key: experiment[key] for key in ("title", "dataset")}
            shared |= {"reference": titles[experiment["reference"]]}
            if "{variant}" in kind.path:
                yield from (shared | {"variant": one, "label": titles[one]} for one in experiment["variants"])
            else:
                yield shared


def paths(
    group: str,
    datasets: Iterable[str] = (),
    experiments: Mapping[str, Experiment] | None = None,
    sweeps: Mapping[str, str] | None = None,
) -> list[str]:
    """Return the files of all figures of a group."""
    return [drawing.path for drawing in drawings(group, datasets, experiments, sweeps)]


def reader_module(group: str) -> str:
    """Return the module that reads what a group shows."""
    return f"{__package__}.views.{group}"


def modules(group: str) -> tuple[str, ...]:
    """Return the modules that read and draw a group: the rule that does depends on their code, and on no others."""
    return (reader_module(group), *(kind.module for kind in FIGURES if kind.group == group))


def patterns(group: str) -> list[str]:
    """Return the files of a group with their placeholders, as a rule has them that draws one of many."""
    return [kind.path for kind in FIGURES if kind.group == group]


def readme_lines() -> list[str]:
    """Return the rows of the table in results/README.md."""
    return [f"| `{kind.path.removeprefix('results/')}` | {kind.description} |" for kind in FIGURES]


if __name__ == "__main__":
    print("\n".join(readme_lines()))
