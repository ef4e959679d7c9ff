"""An MLflow experiment as a table of runs, and the verdicts written back."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pandas as pd

from seedcheck.errors import InputError
from seedcheck.judging.columns import Columns, chosen
from seedcheck.judging.judgement import Judgement
from seedcheck.judging.tables import Table
from seedcheck.presentation import words
from seedcheck.tracking import elsewhere
from seedcheck.tracking.links import database_file
from seedcheck.tracking.store import opened

NOTE = 3500  # letters of a note that tells everything; a longer one is counted up
TAG = 4000  # letters of a tag


@dataclass(frozen=True)
class Logged:
    """Where judged runs come from.

    Attributes
    ----------
    client, experiment : of MLflow, and the id
    runs : ids by label of the table's rows
    """

    client: Any
    experiment: str
    runs: dict[Any, str]


@contextmanager
def read_mlflow(uri: str, name: str, wanted: Columns, step: int | None) -> Iterator[tuple[Table, Columns, Logged]]:
    """Give the runs of an MLflow experiment as a table, with its columns, and where to write back.

    Raises
    ------
    InputError
        If the store or the experiment is not to be had, or has no runs that can be judged.
    """
    file = database_file(uri)
    if file and not file.is_file():
        raise InputError(f"MLflow at {uri}: there is no file {file}; check the address")
    with opened(uri) as client:
        experiment = elsewhere.experiment(client, name)
        found, called = elsewhere.runs_of(client, experiment.experiment_id, wanted.metrics, step), f"MLflow, {name}"
        if not found.rows:
            raise InputError(f"{called}: no run is finished")
        frame = pd.DataFrame(found.rows)
        columns, guessed = chosen(Table(frame, called), wanted)
        needed = [part for part in (*columns.variant, columns.seed, columns.dataset) if part]
        kept, left_out = found.judgeable(needed, columns.metrics)
        if not kept:
            raise InputError(f"{called}: no finished run has {', '.join(needed)} and {' or '.join(columns.metrics)}")
        runs = dict(enumerate(found.runs))
        table = Table(frame.iloc[kept], called, lambda k: f"run {frame['run_name'][k]} ({runs[k]})",
                      (*left_out, *guessed))  # fmt: skip
        yield table, columns, Logged(client, str(experiment.experiment_id), runs)


def log(logged: Logged, found: Judgement) -> None:
    """Write the verdicts as tags of the judged runs, and the answer into the note on their experiment."""
    said = iter(found.sentences)
    of_variant = defaultdict(list)
    for row in found.rows:
        is_judged = "verdict" in row
        where = f"{row['metric']}: " if len(found.columns.metrics) > 1 else ""
        of_variant[row["dataset"], row["variant"]].append(
            (where + (words.verdict(row["verdict"]) or "" if is_judged
                      else words.not_compared(row["variant"], row["reference"])), next(said) if is_judged else "")
        )  # fmt: skip
    tags = {}
    for k, label in enumerate(found.runs.labels):
        told = of_variant[str(found.runs.dataset[k]), found.runs.variant[k]]
        verdicts, sentences = ("; ".join(part for part in parts if part)[:TAG] for parts in zip(*told, strict=True))
        tags[logged.runs[label]] = {elsewhere.VERDICT: verdicts, elsewhere.SENTENCE: sentences}
    note = found.markdown()
    if len(note) > NOTE:
        counts = ", ".join(f"{count} {words.verdict(code)}" for code, count in Counter(found.verdicts).items())
        note = f"Compared with {found.rule.reference}: {counts}. Each run's tag {elsewhere.SENTENCE} says more."
    elsewhere.log(logged.client, logged.experiment, tags, note)
