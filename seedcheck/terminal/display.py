"""Where stages are shown: redrawn in place on a terminal, as lines that follow each other elsewhere."""

import os
import threading
from typing import Any

from rich.console import Console, RenderableType
from rich.live import Live
from rich.text import Text

from seedcheck.terminal import drawing, work
from seedcheck.terminal.board import Board

PER_SECOND = 2  # pictures
EVERY = 15.0  # seconds from one line on trainings to the next, where there is no terminal
PLAIN_WIDTH = 100
FAULTS = 5  # of jobs that have failed so far


def console(stream: Any, nocolor: bool) -> Console:
    """Return where to write: as wide as the terminal; without colours for NO_COLOR, --nocolor and files."""
    is_terminal = stream.isatty() and os.environ.get("TERM") != "dumb"
    return Console(file=stream, force_terminal=is_terminal, no_color=nocolor or None, highlight=False, emoji=False,
                   markup=False, soft_wrap=False, width=None if is_terminal else PLAIN_WIDTH)  # fmt: skip


def display(board: Board, cores: int, out: Console) -> "Drawn | Lines":
    """Return the display that suits where one writes to."""
    return Drawn(board, cores, out) if out.is_terminal else Lines(board, cores, out)


def left(board: Board, cores: int) -> str:
    """Return about how long it will take."""
    return f"about {work.in_words(work.seconds_left(board.jobs.values(), cores, board.clock()))} left"


class Drawn:
    """One picture on a terminal, redrawn in place."""

    def __init__(self, board: Board, cores: int, out: Console):
        self.board, self.cores, self.out = board, cores, out
        self.note = ""
        self.faults: list[str] = []
        self._is_over = False
        self._live = Live(console=out, get_renderable=self._picture, refresh_per_second=PER_SECOND)

    def start(self) -> None:
        """Begin to draw."""
        self._live.start()

    def changed(self) -> None:
        """Take note that a job has begun or ended: the next picture shows it."""

    def stop(self) -> None:
        """Leave the last picture on the screen."""
        self._is_over = True
        self._live.stop()

    def _picture(self) -> RenderableType:
        self.board.look()
        rows = list(self.board.rows())
        passed = work.in_words(self.board.clock() - self.board.started)
        note = "" if self._is_over else self.note or f"{passed}, {left(self.board, self.cores)}"
        faults = [] if self._is_over else self.faults[:FAULTS]
        is_ascii = self.out.options.ascii_only
        return drawing.stages(rows, self.board.trainings(), faults, note, self.out.width, is_ascii)


class Lines:
    """A line when a stage begins and ends, and every some seconds one on the trainings."""

    def __init__(self, board: Board, cores: int, out: Console):
        self.board, self.cores, self.out = board, cores, out
        self._said: dict[str, str] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._follow, daemon=True)

    def start(self) -> None:
        """Begin to look at the trainings."""
        self._thread.start()
        self.changed()

    def changed(self) -> None:
        """Say which stages have begun or ended."""
        for row in self.board.rows():
            state = "over" if row.is_over else "running" if row.is_running else ""
            if state and self._said.get(row.stage) not in {state, "over"}:
                self._said[row.stage] = state
                say(self.out, f"{row.stage}: {drawing.counts(row) if row.is_over else f'{row.total} to make'}")

    def stop(self) -> None:
        """Say no more."""
        self._over.set()

    def _follow(self) -> None:
        while not self._over.wait(EVERY):
            self.board.look()
            for row in self.board.rows():
                if row.stage == "trainings" and row.is_running:
                    say(self.out, drawing.plain_trainings(row, self.board.trainings(), left(self.board, self.cores)))


def say(out: Console, text: str, style: str = "") -> None:
    """Write a text: between words broken for a terminal, as it is for a file."""
    out.print(Text(text, style), soft_wrap=not out.is_terminal)
