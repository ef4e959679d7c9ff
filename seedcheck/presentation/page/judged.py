"""The page on runs from elsewhere: the answer, dots by seed, the table, and by what it was judged."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from markupsafe import Markup

from nn.activations import Array
from seedcheck.presentation import judged, words
from seedcheck.presentation.figures import strips
from seedcheck.presentation.page import TEMPLATES
from seedcheck.presentation.page.parts import Picture, Word, verdict
from seedcheck.presentation.style import CSS, DARK, variant_colors
from seedcheck.presentation.units import SHARES

Row = Mapping[str, Any]
Dots = Mapping[tuple[str, str], Mapping[str, Array]]

MOST_DRAWN = 12  # variants, and pictures
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"  # what a browser lets the page do


class Line(NamedTuple):
    """A row of the table: a variant, its metric and data set where there are more, and what was found."""

    variant: str
    places: tuple[str, ...]
    verdict: Word
    numbers: tuple[str, ...]


def judged_page(rows: Sequence[Row], notes: Sequence[str], dots: Dots, name: str, *, lower_is_better: bool) -> str:
    """Return the page as HTML.

    Parameters
    ----------
    rows, notes : of a ``Judgement``
    dots : per metric and data set the values of each variant by seed, nan where there is none
    name : of what was judged
    """
    pictures = [picture for key, values in dots.items() for picture in _pictures(rows, key, values, lower_is_better)]
    heads, *lines = judged.table(rows, lower_is_better)
    at = heads.index("verdict")
    return TEMPLATES.get_template("judged.html").render(
        css=CSS,
        dark=DARK,
        policy=POLICY,
        name=name,
        answers=judged.answers_on(rows),
        sentences=[sentence.removesuffix(".") for sentence in judged.sentences(rows, lower_is_better)],
        pictures=pictures[:MOST_DRAWN],
        left_out=max(len(pictures) - MOST_DRAWN, 0),
        names=heads[:at],
        numbers=heads[at + 1 :],
        lines=[
            Line(cells[0], tuple(cells[1:at]), _word(row), tuple(cells[at + 1 :]))
            for row, cells in zip(rows, lines, strict=True)
        ],
        notes=notes,
        meanings=[(verdict(code), meaning) for code, meaning in judged.MEANINGS.items()],
    )


def _word(row: Row) -> Word:
    if "verdict" in row:
        return verdict(row["verdict"])
    return Word(words.not_compared(row["variant"], row["reference"]), "soft")


def _pictures(rows: Sequence[Row], key: tuple[str, str], values: Mapping[str, Array], lower: bool) -> Iterator[Picture]:
    """Yield a dot per run, and where runs are paired a dot per pair for its difference in the variant's favour."""
    here = {row["variant"]: row for row in rows if (row["metric"], row["dataset"]) == key}
    metric, where, reference = key[0], " on ".join(part for part in key if part), rows[0]["reference"]
    shown, colors = dict([*values.items()][:MOST_DRAWN]), variant_colors(values)
    is_share = judged.unit_of(rows, metric, lower) is SHARES
    factor, unit = (100.0, "%") if is_share else _scaled(np.concatenate([*shown.values()]))
    label = f"{metric}, {unit}" if unit else metric
    is_paired = any(row.get("pairing") in ("seeds", "test") for row in here.values())
    dots = [
        _row(name, colors[name], factor * own, here[name], _times(factor, here[name]["summary"]["median"]))
        for name, own in shown.items()
    ]
    yield _picture(strips.draw(where, dots, (label, "bars: medians"), joined=is_paired), where)
    if is_paired:
        sign = -factor if lower else factor
        dots = [
            _difference(_row(name, colors[name], sign * (own - values[reference]), here[name]), here[name], factor)
            for name, own in shown.items()
            if "verdict" in here[name]
        ]
        title = f"{where}, against {reference} from the same seed"
        label = "percentage points" if is_share else label
        below = "right of 0: in the variant's favour; bars: typical difference, 95 % interval"
        yield _picture(strips.draw(title, dots, (label, below), zero=True), title)


def _row(name: str, color: str, values: Array, row: Row, bar: float | None = None) -> strips.Row:
    word = _word(row)
    return strips.Row(name, name, color, values, word.text, word.tone or "ink", bar)


def _difference(drawn: strips.Row, row: Row, factor: float) -> strips.Row:
    """Return a row with its typical difference and interval."""
    found, over = row["comparison"], "" if row["pairing"] == "test" else "_seeds"
    low, high = (_times(factor, found[f"{end}{over}"]) for end in ("low", "high"))
    interval = None if low is None or high is None else (low, high)
    return drawn._replace(bar=_times(factor, found["typical"]), interval=interval)


def _times(factor: float, value: float | None) -> float | None:
    return None if value is None else factor * value


def _scaled(values: Array) -> tuple[float, str]:
    """Return a power of ten that leaves differences visible in one decimal, and its name."""
    spread = float(np.ptp(values[np.isfinite(values)])) if np.isfinite(values).any() else 0.0
    power = max(0, 2 - math.floor(math.log10(spread))) if spread > 0 and math.isfinite(spread) else 0
    return 10.0**power, f"times 10^{power}" if power else ""


def _picture(drawn: str, alternative: str) -> Picture:
    return Picture("", alternative, drawn=Markup(drawn))
