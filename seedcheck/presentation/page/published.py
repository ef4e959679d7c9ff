"""The published numbers against ours: per variant, and one by one."""

from collections.abc import Sequence
from typing import NamedTuple

from seedcheck.files import Row
from seedcheck.presentation import captions
from seedcheck.presentation.page.formats import percent, plain, scientific
from seedcheck.presentation.page.material import Material
from seedcheck.presentation.page.parts import Link, Word


class PublishedRow(NamedTuple):
    """A variant's published numbers, or those of a gradient check, which ``difference`` names.

    Attributes
    ----------
    accuracies : train published, train ours, test published, test ours
    met, of : how many of how many numbers are reproduced
    largest : difference of a cost
    """

    experiment: str
    variant: Link
    difference: str
    accuracies: tuple[str, ...]
    met: int
    of: int
    largest: str
    verdict: Word


class NumberRow(NamedTuple):
    """One published number, what it is and of what, and the verdict."""

    texts: tuple[str, ...]
    numbers: tuple[str, ...]
    verdict: Word


class PublishedView(NamedTuple):
    """All published numbers: ``met`` ``of`` so many are reproduced."""

    rows: list[PublishedRow]
    numbers: list[NumberRow]
    met: int
    of: int


def published_view(material: Material) -> PublishedView:
    """Return the published numbers against ours."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in material.published:
        groups.setdefault((row["experiment"], row["variant"]), []).append(row)
    rows = [_variant(material, experiment, variant, group) for (experiment, variant), group in groups.items()]
    numbers = [_number(material, row) for row in material.published]
    return PublishedView(rows, numbers, sum(row.met for row in rows), len(numbers))


def is_reproduced(row: Row) -> bool:
    """Whether a number is reproduced, be it within a factor."""
    return str(row["verdict"]).startswith("reproduced")


def _variant(material: Material, experiment: str, variant: str, rows: Sequence[Row]) -> PublishedRow:
    title, label = material.called(experiment, variant)
    by_quantity = {row["quantity"]: row for row in rows}
    check = by_quantity.get("difference")
    costs = [row["relative_difference"] for row in rows if row["quantity"] == "cost"]
    met = sum(is_reproduced(row) for row in rows)
    return PublishedRow(
        experiment=title,
        variant=Link(label, _file(experiment, variant, by_quantity)),
        difference=captions.published_difference(check["published"], check["reproduced"]) if check else "",
        accuracies=() if check else tuple(_accuracies(by_quantity)),
        met=met,
        of=len(rows),
        largest=scientific(max((cost for cost in costs if cost is not None), default=None)),
        verdict=Word(_verdict(rows), "good" if met == len(rows) else "warn"),
    )


def _file(experiment: str, variant: str, by_quantity: dict[str, Row]) -> str:
    """Return the file with our numbers, empty if there is none."""
    if "difference" in by_quantity:
        return "gradient_checks.json"
    has_record = any(row["reproduced"] is not None for row in by_quantity.values())
    return f"{experiment}/{variant}/record.json" if has_record else ""


def _accuracies(by_quantity: dict[str, Row]) -> list[str]:
    rows = [by_quantity.get(name, {}) for name in ("train_accuracy", "test_accuracy")]
    return [percent(row.get(side)) for row in rows for side in ("published", "reproduced")]


def _verdict(rows: Sequence[Row]) -> str:
    """Return what hinders some of the numbers, or how all are reproduced."""
    obstacles = sorted({row["verdict"] for row in rows if not is_reproduced(row)})
    if obstacles:
        return "; ".join(obstacles)
    return str(rows[0]["verdict"]) if len(rows) == 1 else "reproduced"


def _number(material: Material, row: Row) -> NumberRow:
    values = (plain(row["epoch"]), plain(row["published"]), plain(row["reproduced"]))
    return NumberRow(
        texts=(*material.called(row["experiment"], row["variant"]), row["quantity"]),
        numbers=(*values, scientific(row["relative_difference"])),
        verdict=Word(row["verdict"], "good" if is_reproduced(row) else "warn"),
    )
