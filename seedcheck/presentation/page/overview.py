"""A row per experiment: how its variants do, or why there is no verdict on them."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from seedcheck.presentation import answers
from seedcheck.presentation.page.material import Material
from seedcheck.presentation.page.parts import Link, Word, section_id, verdict
from seedcheck.presentation.page.seeds import compared

LISTED = 6  # of so many variants with one verdict the titles are listed, of more the number


class Outcome(NamedTuple):
    """A verdict and on which variants it is."""

    verdict: Word
    variants: str


class OverviewRow(NamedTuple):
    """An experiment; without outcomes ``remark`` says why there are none."""

    experiment: Link
    reference: str
    outcomes: tuple[Outcome, ...]
    remark: str


def overview_rows(material: Material) -> tuple[OverviewRow, ...]:
    """Return a row per experiment."""
    return tuple(_row(material, name) for name in material.experiments)


def verdicts_of(material: Material, experiment: str) -> dict[str, str]:
    """Return the verdicts on an experiment's variants by title, empty if none was compared."""
    decided, titles = material.decided(experiment), material.titles(experiment)
    return {titles[name]: found["verdict"] for name, found in compared(decided).items()} if decided else {}


def _row(material: Material, name: str) -> OverviewRow:
    experiment = material.experiments[name]
    verdicts = answers.by_verdict(verdicts_of(material, name))
    return OverviewRow(
        experiment=Link(experiment["title"], f"#{section_id(name)}"),
        reference=material.titles(name)[experiment["reference"]],
        outcomes=tuple(Outcome(verdict(code), _listed(titles)) for code, titles in verdicts.items()),
        remark="" if verdicts else remark(experiment),
    )


def _listed(titles: list[str]) -> str:
    return "; ".join(titles) if len(titles) <= LISTED else f"{len(titles)} variants"


def remark(experiment: Mapping[str, Any]) -> str:
    """Return why nothing is decided on an experiment."""
    if not experiment["replicates"]:
        return answers.ONE_SEED
    return answers.NOT_JUDGED if len(experiment["variants"]) > 1 else answers.ONE_VARIANT
