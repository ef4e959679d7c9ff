"""Experiments that ask the same of different data: whether what a trick does on one carries over to the others."""

from collections.abc import Mapping
from typing import NamedTuple

from seedcheck.files import Row
from seedcheck.presentation import words
from seedcheck.presentation.page.formats import points
from seedcheck.presentation.page.material import Material
from seedcheck.presentation.page.parts import Word, verdict


class SuiteRow(NamedTuple):
    """A variant on each data set, and over all of them."""

    variant: str
    verdicts: tuple[Word, ...]
    mean: str
    interval: str
    carries_over: str


class SuiteView(NamedTuple):
    """A suite of experiments, and what was found for each variant."""

    name: str
    title: str
    datasets: tuple[str, ...]
    rows: tuple[SuiteRow, ...]


def suite_views(material: Material) -> list[SuiteView]:
    """Return the suites that were judged over several data sets."""
    datasets = {name: experiment["dataset"] for name, experiment in material.experiments.items()}
    return [_suite(name, pooled, datasets) for name, pooled in material.decisions["suites"].items()]


def _suite(name: str, pooled: Mapping[str, Row], datasets: Mapping[str, str]) -> SuiteView:
    members = list(dict.fromkeys(member for found in pooled.values() for member in found["verdicts"]))
    rows = []
    for variant, found in pooled.items():
        codes = found["verdicts"]
        rows.append(
            SuiteRow(
                variant=variant,
                verdicts=tuple(verdict(codes[m]) if m in codes else Word("not trained", "soft") for m in members),
                mean=points(found["mean"]),
                interval=f"{points(found['low'])} to {points(found['high'])}",
                carries_over=words.carries_over({datasets[member]: code for member, code in codes.items()}),
            )
        )
    return SuiteView(name, name.capitalize(), tuple(datasets[member] for member in members), tuple(rows))
