"""Runs from elsewhere, judged: the sentences, the table, and the text of a terminal or a pull request."""

from collections.abc import Mapping, Sequence
from typing import Any

from seedcheck.presentation import words
from seedcheck.presentation.answers import on_experiment
from seedcheck.presentation.units import NUMBERS, SHARES, Unit
from seedcheck.statistics.paired import MIN_PAIRS

Row = Mapping[str, Any]

HEADS = ("verdict", "runs", "failed", "median", "difference", "95 % interval", "won, lost", "p (Holm)")
TOO_FEW = f"fewer than {MIN_PAIRS} runs of each to compare: no verdict is possible; add seeds"
MEANINGS = {
    "better": "better than the reference in this metric, by more than luck of seeds (and test points, if judged) makes",
    "worse": "the same, the other way round",
    "equal": "no difference as large as the margin, either way",
    "undecided": "too little was seen to tell, which does not mean equal",
}
UPWARDS = "{}: larger counts as better; if smaller is, say --lower-is-better"
FAVOUR = "differences: reference minus variant, so that what is above 0 is better"


def unit_of(rows: Sequence[Row], metric: str, lower_is_better: bool) -> Unit:
    """Return how a metric is said: as a share if all its values are between 0 and 1 and large ones are good."""
    ends = [row["summary"][end] for row in rows if row["metric"] == metric for end in ("lowest", "highest")]
    known = [end for end in ends if end is not None]
    return SHARES if known and not lower_is_better and min(known) >= 0 and max(known) <= 1 else NUMBERS


def sentence(row: Row, unit: Unit, named: Sequence[str] = ()) -> str:
    """Return the decision on a variant as a sentence; ``named`` says of what, "metric" and "dataset" if there are more.

    It ends without a full stop.
    """
    said = words.plainly(row["variant"], row, row["reference"], row["pairing"], unit)
    if count := row["unmatched"]:
        said += f". Not compared, for want of a partner with the same seed: {count} run{'s' * (count > 1)}"
    where = " on ".join(str(row[key]) for key in named)
    return f"{where}: {said}" if where else said


def compared(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of variants that were compared with the reference."""
    return [row for row in rows if "verdict" in row]


def named(rows: Sequence[Row]) -> list[str]:
    """Return which of "metric" and "dataset" have to be said, as there are several."""
    return [key for key in ("metric", "dataset") if len({row[key] for row in rows}) > 1]


def heads(rows: Sequence[Row]) -> list[str]:
    """Return the heads of the table."""
    return ["variant", *({"metric": "metric", "dataset": "data set"}[key] for key in named(rows)), *HEADS]


def cells(row: Row, unit: Unit, names: Sequence[str]) -> list[str]:
    """Return a row of the table."""
    summary, failures = row["summary"], row["failures"]
    median = "" if summary["median"] is None else unit.value(summary["median"])
    known = [row["variant"], *(str(row[key]) for key in names)]
    counts = [str(failures["n"]), str(failures["failed"]), median]
    if "verdict" not in row:
        said = words.not_compared(row["variant"], row["reference"])
        return [*known, said, *counts, *[""] * 4]
    found = row["comparison"]
    ends = [found[f"{end}{'' if row['pairing'] == 'test' else '_seeds'}"] for end in ("low", "high")]
    interval = "" if None in ends else " to ".join(unit.signed(end) for end in ends)
    typical = "" if found["typical"] is None else unit.signed(found["typical"])
    score = f"{found['wins']}, {found['losses']}" if row["pairing"] != "unpaired" else "unpaired"
    p = row["adjusted_p"]
    return [*known, words.verdict(row["verdict"]) or "", *counts, typical, interval, score,
            f"{p:.2g}" if p >= 0.001 else "< 0.001"]  # fmt: skip


def table(rows: Sequence[Row], lower_is_better: bool) -> list[list[str]]:
    """Return the heads and all rows."""
    units, names = _units(rows, lower_is_better), named(rows)
    return [heads(rows), *(cells(row, units[row["metric"]], names) for row in rows)]


def sentences(rows: Sequence[Row], lower_is_better: bool) -> list[str]:
    """Return a sentence per comparison, with full stops."""
    units, names = _units(rows, lower_is_better), named(rows)
    return [f"{sentence(row, units[row['metric']], names)}." for row in compared(rows)]


def answers_on(rows: Sequence[Row]) -> list[str]:
    """Return what was found in a sentence per metric and data set."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in compared(rows):
        groups.setdefault((row["metric"], row["dataset"]), []).append(row)
    names, said = named(rows), []
    for own in groups.values():
        where = " on ".join(str(own[0][key]) for key in names)
        found = on_experiment({row["variant"]: row["verdict"] for row in own}, own[0]["reference"], _most(own))
        said.append(f"{where}: {found}" if where else found)
    return said


def _most(rows: Sequence[Row]) -> int:
    """Return the largest number of seeds that a comparison is over."""
    return int(max(row["comparison"]["n"] for row in rows))


def _units(rows: Sequence[Row], lower_is_better: bool) -> dict[str, Unit]:
    return {metric: unit_of(rows, metric, lower_is_better) for metric in {row["metric"] for row in rows}}


def text(rows: Sequence[Row], notes: Sequence[str], lower_is_better: bool) -> str:
    """Return the answer for a terminal."""
    lines = table(rows, lower_is_better)
    widths = [max(len(line[k]) for line in lines) for k in range(len(lines[0]))]
    shown = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    return "\n".join([*notes, "", *shown, "", *sentences(rows, lower_is_better)])


def markdown(rows: Sequence[Row], notes: Sequence[str], lower_is_better: bool) -> str:
    """Return the answer as a comment on a pull request."""
    head, *lines = [[_escaped(cell) for cell in line] for line in table(rows, lower_is_better)]
    shown = [head, ["---"] * len(head), *lines]
    parts = ["\n".join(f"| {' | '.join(line)} |" for line in shown)]
    parts.append("\n".join(f"- {_escaped(line)}" for line in sentences(rows, lower_is_better)))
    parts.append("\n".join(f"<sub>{_escaped(note)}</sub>  " for note in notes))
    return "\n\n".join(part for part in parts if part) + "\n"


def _escaped(words_: str) -> str:
    """Return words that Markdown leaves as they are."""
    return "".join(f"\\{letter}" if letter in "\\`*_|<>[]#" else letter for letter in " ".join(words_.split()))
