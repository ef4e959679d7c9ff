"""Tables of runs as they are read: CSV, Parquet, and the exports of W&B and DVC, of which finished runs count only."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from seedcheck.data.csv_header import SEPARATORS
from seedcheck.errors import InputError

WANDB, DVC = {"Name", "State"}, {"Experiment", "rev", "typ"}  # columns by which an export is known
STATES = ("finished", "running", "crashed", "failed", "killed", "pending", "preempting", "preempted")  # of W&B


@dataclass(frozen=True)
class Table:
    """A run a row, as it was read.

    Attributes
    ----------
    frame : its columns, not yet checked
    name : how it is called in messages
    place : where a row is, given by its label in the frame's index
    notes : what was left out, a line each
    """

    frame: pd.DataFrame
    name: str
    place: Callable[[Any], str] = field(default=lambda label: f"row {label}")
    notes: tuple[str, ...] = ()


def read(path: Path) -> Table:
    """Read a table of runs.

    Raises
    ------
    InputError
        If the file is not there, empty, or no such table.
    """
    table = _parquet(path) if path.suffix.lower() in {".parquet", ".pq"} else _csv(path)
    if not len(table.frame):
        raise InputError(f"{path} is empty: no run is in it")
    if set(table.frame.columns) >= DVC:
        return _of_dvc(table)
    return _of_wandb(table) if set(table.frame.columns) >= WANDB else table


def _parquet(path: Path) -> Table:
    try:
        return Table(pd.read_parquet(path).reset_index(drop=True), str(path))
    except (OSError, ValueError) as error:  # pyarrow's are ValueErrors
        raise InputError(f"{path} cannot be read as Parquet: {_line(error)}") from None


def _csv(path: Path) -> Table:
    """Read a CSV file as texts. Its rows keep their lines: ``index`` + 2, and what line breaks within fields add."""
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig", skip_blank_lines=False,
                            index_col=False)  # fmt: skip
    except pd.errors.EmptyDataError:
        raise InputError(f"{path} is empty: no line is in it") from None
    except (OSError, ValueError) as error:  # pandas' ParserError and UnicodeDecodeError are ValueErrors
        raise InputError(f"{path} cannot be read as CSV: {getattr(error, 'strerror', '') or _line(error)}") from None
    if len(frame.columns) == 1:
        for mark, word in SEPARATORS.items():
            if mark in frame.columns[0].strip():
                raise InputError(f"{path}: its columns are separated by {word}; save it with commas between the columns"
                                 ", and with points as decimal marks")  # fmt: skip
    frame = frame.fillna("")
    breaks = sum((frame[name].str.count("\n") for name in frame.columns), pd.Series(0, frame.index)).cumsum()
    lines = frame.index + 2 + breaks.shift(fill_value=0)
    is_blank = (frame == "").all(axis=1)
    return Table(frame[~is_blank], str(path), lambda label: f"line {lines[label]}")


def _of_wandb(table: Table) -> Table:
    states = table.frame["State"].astype(str).str.lower()
    return _only(table, states == "finished", states, "not finished") if states.isin(STATES).all() else table


def _of_dvc(table: Table) -> Table:
    """Leave out the workspace, which repeats a commit, what is not done, and commits that experiments started from."""
    frame = table.frame
    has_experiments = bool(frame["typ"].str.startswith("branch").any())
    repeated = (frame["rev"] == "workspace") | ((frame["typ"] == "baseline") & has_experiments)
    table = _only(table, ~repeated, frame["typ"], "the workspace or what experiments started from")
    if "State" not in frame:
        return table
    states = table.frame["State"].astype(str).str.lower()
    return _only(table, states.isin(["", "success"]), states, "not done")


def _only(table: Table, kept: "pd.Series[bool]", states: "pd.Series[str]", why: str) -> Table:
    """Return a table without the rows that are not to be kept, and a note on them."""
    left_out = states[~kept].value_counts()
    if left_out.empty:
        return table
    counts = ", ".join(f"{count} {state or 'unknown'}" for state, count in left_out.items())
    several = bool(left_out.sum() > 1)
    note = f"{left_out.sum()} row{'s' * several} left out that {'are' if several else 'is'} {why}: {counts}"
    if not kept.any():
        raise InputError(f"{table.name}: no run is left; {note}")
    return replace(table, frame=table.frame[kept], notes=(*table.notes, note))


def _line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
