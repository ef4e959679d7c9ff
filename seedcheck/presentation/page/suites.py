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

    id: str
    title: str
    datasets: tuple[str, ...]
    rows: tuple[SuiteRow, ...]
    statements: tuple[str, ...]


def suite_views(material: Material) -> list[SuiteView]:
    """Return the suites that were judged over several data sets."""
    return [_suite(name, pooled, material) for name, pooled in material.decisions["suites"].items()]


def _suite(name: str, pooled: Mapping[str, Row], material: Material) -> SuiteView:
    members = list(dict.fromkeys(member for found in pooled.values() for member in found["verdicts"]))
    titles = {variant: _title(material, variant, found) for variant, found in pooled.items()}
    rows = []
    for variant, found in pooled.items():
        codes = found["verdicts"]
        rows.append(
            SuiteRow(
                variant=titles[variant],
                verdicts=tuple(verdict(codes[m]) if m in codes else Word("not trained", "soft") for m in members),
                chances=tuple(_chance(found, index) for index in range(3)),
            )
        )
    statements = tuple(f"{titles[variant]}: {words.over_datasets(found)}" for variant, found in pooled.items())
    datasets = tuple(material.experiments[member]["dataset"] for member in members)
    return SuiteView(f"suite-{name}", name.replace("_", " ").capitalize(), datasets, tuple(rows), statements)


def _title(material: Material, variant: str, found: Row) -> str:
    """Return what a variant is called, in the first experiment that has it."""
    return next(title for member in found["verdicts"] if (title := material.titles(member).get(variant)))


def _chance(found: Row, index: int) -> str:
    """Return the share of new data sets on which a trick is better (0), equal (1) or worse (2), with its interval."""
    low, high = found["low"][index], found["high"][index]
    return f"{whole_percent(found['theta'][index])} ({whole_percent(low)} to {whole_percent(high)})"
