"""Sweeps: each cell of a grid against the first one."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from seedcheck.files import Row
from seedcheck.presentation import captions, words
from seedcheck.presentation.page.formats import between, percent, points
from seedcheck.presentation.page.material import Material
from seedcheck.presentation.page.parts import Link, Picture, drawings_of, picture, section_id


class CellRow(NamedTuple):
    """A cell of a grid."""

    cell: Link
    seeds: str
    numbers: tuple[str, ...]
    difference: str
    verdict: str


class SweepView(NamedTuple):
    """A sweep; without rows it was not run."""

    id: str
    name: str
    title: str
    question: str
    experiment: Link
    summary: str
    pictures: list[Picture]
    rows: tuple[CellRow, ...]


def sweep_views(material: Material) -> list[SweepView]:
    """Return all sweeps of the study."""
    return [_sweep(material, name) for name in material.sweeps]


def _sweep(material: Material, name: str) -> SweepView:
    sweep, cells = material.sweeps[name], material.cells.get(name, ())
    verdicts = Counter(cell.get("verdict") for cell in cells)
    drawings = drawings_of("sweeps", {}, {name: sweep["title"]}) if cells else []
    return SweepView(
        id=f"sweep-{name}",
        name=name,
        title=sweep["title"],
        question=sweep["question"],
        experiment=Link(material.called(sweep["experiment"], "")[0], f"#{section_id(sweep['experiment'])}"),
        summary=captions.count_cells(len(cells) - 1, verdicts["better"], verdicts["worse"]),
        pictures=[picture(drawing) for drawing in drawings],
        rows=tuple(_row(name, sweep["grid"], cell) for cell in cells),
    )


def _row(name: str, grid: Mapping[str, Any], cell: Row) -> CellRow:
    summary = cell["summary"]
    return CellRow(
        cell=Link(", ".join(f"{key} {cell['cell'][key]}" for key in grid), f"sweeps/{name}/cells.csv"),
        seeds=str(summary["n"]),
        numbers=(percent(summary["iqm"]), between(percent, summary), words.failures(cell)),
        difference=points(cell.get("comparison", {}).get("typical")),
        verdict=words.comparison(cell) if "verdict" in cell else words.REFERENCE,
    )
