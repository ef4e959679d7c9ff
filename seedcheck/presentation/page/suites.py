"""Experiments that ask the same of different data: what a trick does on each, and on a new data set of the kind."""

from collections.abc import Mapping
from typing import NamedTuple

from seedcheck.files import Row
from seedcheck.presentation import words
from seedcheck.presentation.page.formats import whole_percent
from seedcheck.presentation.page.material import Material
from seedcheck.presentation.page.parts import Word, verdict


class SuiteRow(NamedTuple):
    """A variant on each data set, and over all of them."""

    variant: str
    verdicts: tuple[Word, ...]
    chances: tuple[str, ...]


class SuiteView(NamedTuple):
    """A suite of experiments, and what was found for each variant."""

    name: str
    title: str
    datasets: tuple[str, ...]
    rows: tuple[SuiteRow, ...]
    statements: tuple[str, ...]


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
                chances=tuple(_chance(found, index) for index in range(3)),
            )
        )
    statements = tuple(f"{variant}: {words.over_datasets(found)}" for variant, found in pooled.items())
    return SuiteView(name, name.capitalize(), tuple(datasets[member] for member in members), tuple(rows), statements)


def _chance(found: Row, index: int) -> str:
    """Return the share of new data sets on which a trick is better (0), equal (1) or worse (2), with its interval."""
    low, high = found["low"][index], found["high"][index]
    return f"{whole_percent(found['theta'][index])} ({whole_percent(low)} to {whole_percent(high)})"
