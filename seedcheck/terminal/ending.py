"""What stands on the screen when a call is over: what was made, the answer, where to read on, and errors last."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from rich.console import Console

from seedcheck.study import paths
from seedcheck.study.model import Study
from seedcheck.terminal import answer, drawing, failures
from seedcheck.terminal.board import Board, StageRow
from seedcheck.terminal.display import say

Outcome = Literal["", "done", "idle", "failed", "interrupted"]
NOTHING = "Nothing to be done: all files are as the study, its code and its data have them."
NOUNS = {"data": "data set", "trainings": "training"}
INTERRUPTED = "interrupted: what is finished is kept; the same command goes on from there"


def made(rows: Sequence[StageRow]) -> str:
    """Return what was made in this call and what was there already: "made: 5 data sets, 14 trainings; reused: ..."."""
    new = ", ".join(_counted(row.stage, row.made) for row in rows if row.made)
    old = ", ".join(
        _counted(row.stage, row.reused) for row in rows if row.reused and (row.stage in NOUNS or not row.made)
    )
    return "; ".join(part for part in (new and f"made: {new}", old and f"reused: {old}") if part)


def _counted(stage: str, number: int) -> str:
    noun = NOUNS.get(stage)
    return f"{number} {noun}{'s' if number > 1 else ''}" if noun else stage


def succeeded(out: Console, study: Study, board: Board, whole: bool, on_demand: Sequence[Path] = ()) -> None:
    """Write the answer, and what was made, reused, and where it is to be seen.

    Parameters
    ----------
    whole : whether the whole study was asked for, which has an answer
    on_demand : logs of what was asked for besides, which are answers, too
    """
    is_idle = not any(job.is_needed for job in board.jobs.values())
    if is_idle:
        say(out, NOTHING)
    if whole:
        _answer(out, study)
    for log in on_demand:
        say(out, log.read_text(encoding="utf-8").rstrip() if log.is_file() else "")
    if not is_idle:
        say(out, made(list(board.rows())))
    for place in answer.places(page=whole):
        say(out, place)
    if warning := answer.of_stand_ins(answer.stand_ins(study)):
        say(out, warning, "yellow")


def is_answered(board: Board) -> bool:
    """Return whether decisions and page are as this call would have them."""
    files = {job.file: job.state == "done" or not job.is_needed for job in board.jobs.values()}
    return all(files.get(str(path), False) for path in (paths.DECISIONS, paths.PAGE))


def _answer(out: Console, study: Study) -> None:
    lines, in_sum = answer.verdicts(study)
    if lines:
        out.print()
        if out.is_terminal:
            out.print(drawing.answer(lines))
        else:
            say(out, drawing.plain_answer(lines))
        if in_sum:
            say(out, in_sum)
        out.print()


def failed(out: Console, study: Study, board: Board | None, summaries: Sequence[str], log: str,
           is_interrupted: bool) -> None:  # fmt: skip
    """Write where to look, and last of all the errors, a line each; the answer if only what follows it failed."""
    if board and is_answered(board):
        _answer(out, study)
    if board and (text := made([row for row in board.rows() if row.made])):
        say(out, text)
    if paths.PAGE.is_file() and summaries:
        say(out, f"{answer.from_the_shell(paths.PAGE)} shows what is there, and says what is not")
    if log:
        say(out, f"Snakemake's log: {log}")
    if is_interrupted:
        say(out, INTERRUPTED)
    for line in () if is_interrupted else failures.last_lines(list(summaries)):
        say(out, line, "bold red")
