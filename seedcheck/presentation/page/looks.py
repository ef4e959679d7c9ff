"""Tables for critics, of what another look at the same comparisons would have decided."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from seedcheck.files import Row
from seedcheck.presentation import looks, words
from seedcheck.presentation.page.formats import points
from seedcheck.presentation.page.parts import Link, Word


class LookRow(NamedTuple):
    """A comparison: a word per look."""

    name: Link
    cells: tuple[Word, ...]


class LookTable(NamedTuple):
    """Comparisons by looks; ``what`` is what a row is."""

    label: str
    what: str
    heads: tuple[str, ...]
    rows: tuple[LookRow, ...]


def look_table(label: str, what: str, found: Mapping[Link, Row]) -> LookTable | None:
    """Return the table of decisions that have other looks, None without any."""
    seen = {name: looks.looked_at(row) for name, row in found.items() if row.get("sensitivity")}
    if not seen:
        return None
    every = [looks.PLANNED, *looks.LOOKS.values()]
    heads = tuple(head for head in every if any(head in by_look for by_look in seen.values()))
    rows = tuple(LookRow(name, tuple(_cell(by_look.get(head)) for head in heads)) for name, by_look in seen.items())
    return LookTable(label, what, heads, rows)


def _cell(found: Mapping[str, Any] | None) -> Word:
    if found is None or found["typical"] is None:
        return Word("")
    said = words.verdict(found["verdict"]) or ""
    return Word(f"{points(found['typical'])} {said}", words.TONES.get(found["verdict"], ""))
