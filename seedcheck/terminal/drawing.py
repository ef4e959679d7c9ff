"""How stages and trainings are drawn, on a terminal and in plain lines."""

from collections.abc import Iterable, Sequence
from math import log

from rich.console import Group, RenderableType
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from seedcheck.terminal.answer import Line
from seedcheck.terminal.board import Job, StageRow

BLOCKS, LETTERS = "▁▂▃▄▅▆▇█", "_.-=+*#@"
STYLES = {"good": "green", "bad": "red", "warn": "yellow", "": ""}
SHOWN = 6  # trainings at once


def counts(row: StageRow) -> str:
    """Return a stage in few words: "3 of 14", "14 made", "2 made, 12 reused"."""
    if not row.is_over:
        said = [f"{row.made} of {row.total}" if row.is_running or row.made else f"{row.total} to make"]
    else:
        said = [f"{row.made} made"] if row.made else []
    said += [f"{row.failed} failed"] if row.failed else []
    said += [f"{row.reused} reused"] if row.reused and row.is_over else []
    return ", ".join(said)


def sparkline(costs: Sequence[float], width: int, blocks: str = BLOCKS) -> str:
    """Return a curve of costs as a line of ``width`` letters, low for low; logarithmic if no cost is 0 or less."""
    if not costs:
        return ""
    costs = [log(cost) for cost in costs] if min(costs) > 0 else costs
    picked = [costs[index * (len(costs) - 1) // max(width - 1, 1)] for index in range(width)]
    low, high = min(costs), max(costs)
    span = (high - low) or 1.0
    return "".join(blocks[int((cost - low) / span * (len(blocks) - 1))] for cost in picked)


def stages(rows: Iterable[StageRow], trainings: Sequence[Job], faults: Sequence[str], note: str, width: int,
           is_ascii: bool) -> RenderableType:  # fmt: skip
    """Return the picture of a running study: a line per stage, training and fault, and a note below."""
    table = Table.grid(padding=(0, 1))
    table.add_column(width=1)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, overflow="ellipsis")
    bar = max(10, min(30, width - 40))
    for row in rows:
        mark, style = _mark(row, is_ascii)
        shown = ProgressBar(total=1.0, completed=row.share, width=bar) if row.total else Text()
        table.add_row(Text(mark, style), row.stage, shown, Text(counts(row), "" if row.total else "dim"))
        if row.stage == "trainings":
            for job in trainings[:SHOWN]:
                table.add_row("", *_training(job, bar, is_ascii))
            if len(trainings) > SHOWN:
                table.add_row("", "", "", Text(f"and {len(trainings) - SHOWN} more", "dim"))
    below = [(fault, "red") for fault in faults] + ([(note, "dim")] if note else [])
    return Group(table, *(Text(text, style, no_wrap=True, overflow="ellipsis") for text, style in below))


def _mark(row: StageRow, is_ascii: bool) -> tuple[str, str]:
    """Return the sign before a stage, and its style."""
    if row.failed:
        return ("x" if is_ascii else "✗"), "bold red"
    if row.is_over:
        return ("*" if is_ascii else "✓"), "green"
    return (">" if is_ascii else "▸") if row.is_running else "", "cyan"


def _training(job: Job, bar: int, is_ascii: bool) -> tuple[Text, Text, Text]:
    progress = job.progress
    if not progress:
        return Text(f" {job.thing}", "dim"), Text(), Text("running", "dim")
    curve = sparkline(progress.costs, bar, LETTERS if is_ascii else BLOCKS)
    cost = f"cost {progress.costs[-1]:.3g}" if progress.costs else ""
    return Text(f" {job.thing}", "dim"), Text(curve, "cyan"), Text(f"{100 * job.share:3.0f} %  {cost}", "dim")


def plain_trainings(row: StageRow, trainings: Sequence[Job], left: str) -> str:
    """Return how far the trainings are as one line."""
    now = ", ".join(f"{job.thing} {100 * job.share:.0f} %" for job in trainings[:SHOWN] if job.progress)
    return f"trainings: {100 * row.share:.0f} % ({counts(row)}); {now + '; ' if now else ''}{left}"


def plain_answer(lines: Sequence[Line]) -> str:
    """Return verdicts as aligned lines."""
    width = max(len(line.verdict) for line in lines)
    return "\n".join(f"{line.verdict:<{width}}  {line.on}" for line in lines)


def answer(lines: Iterable[Line]) -> RenderableType:
    """Return verdicts as a small table."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column()
    for line in lines:
        table.add_row(Text(line.verdict, STYLES[line.tone]), Text(line.on))
    return table
