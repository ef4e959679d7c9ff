"""What each variant of an experiment was tuned over, and what its seeds picked by their validation splits."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from seedcheck.presentation import captions
from seedcheck.presentation.page.formats import percent
from seedcheck.presentation.page.material import Material

OFTEN = 0.5  # of the seeds: if more pick one end of what was tried, the best may lie beyond


class TunedRow(NamedTuple):
    """A setting that a variant was tuned over."""

    name: str
    color: str
    variant: str
    numbers: tuple[str, str, str]


class TunedTable(NamedTuple):
    """All settings of an experiment's variants; ``remarks`` are on ranges at whose end the best lies."""

    label: str
    rows: tuple[TunedRow, ...]
    remarks: tuple[str, ...]


def tuned_table(material: Material, experiment: str) -> TunedTable | None:
    """Return what was tuned in an experiment, None without tuning."""
    found = {name: record["tuning"] for name, record in material.trained(experiment).items() if "tuning" in record}
    if not found:
        return None
    titles = material.titles(experiment)
    return TunedTable(
        label=f"{material.experiments[experiment]['title']}: settings tried and picked",
        rows=tuple(row for name, tuning in found.items() for row in _rows(material, titles[name], name, tuning)),
        remarks=tuple(remark for name, tuning in found.items() for remark in _remarks(titles[name], tuning)),
    )


def _rows(material: Material, title: str, name: str, tuning: Mapping[str, Any]) -> list[TunedRow]:
    tried = zip(tuning["candidates"], tuning["replicates"], tuning["validation_accuracy"], strict=True)
    color = material.colors.get(name, "")
    return [
        TunedRow(name, color, title, (captions.settings(settings), str(count), percent(accuracy)))
        for settings, count, accuracy in tried
    ]


def _remarks(title: str, tuning: Mapping[str, Any]) -> list[str]:
    """Return for which numbers most seeds picked the smallest or the largest that was tried."""
    return [
        f"{title}: {picked} of {seeds} seeds picked the {end} {name} that was tried ({value}); its best may lie beyond"
        for name in tuning["candidates"][0]
        for picked, seeds, end, value in _at_ends([each[name] for each in tuning["candidates"]], tuning["replicates"])
    ]


def _at_ends(values: Sequence[Any], counts: Sequence[int]) -> list[tuple[int, int, str, Any]]:
    """Return how many seeds of all picked an end of the values that were tried, where more than half of them did."""
    if len(set(values)) < 2 or any(isinstance(value, str | bool) for value in values):
        return []
    ends = {"smallest": min(values), "largest": max(values)}
    picked = {end: sum(n for other, n in zip(values, counts, strict=True) if other == end) for end in ends.values()}
    return [
        (picked[value], sum(counts), name, value) for name, value in ends.items() if picked[value] > OFTEN * sum(counts)
    ]
