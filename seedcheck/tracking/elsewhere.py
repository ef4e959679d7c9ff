"""Runs of any MLflow experiment as a table, and verdicts on them written back: in tags of ours, and a note of ours."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from seedcheck.errors import InputError
from seedcheck.files import Row
from seedcheck.tracking.again import again
from seedcheck.tracking.paging import found_by

if TYPE_CHECKING:
    from mlflow.entities import Experiment, Run
    from mlflow.tracking import MlflowClient

PAGE = 1000  # runs in one answer
NOTE, PARENT = "mlflow.note.content", "mlflow.parentRunId"  # tags
BEGIN, END = "<!-- seedcheck judge -->", "<!-- end of seedcheck judge -->"
LONGEST = 5000  # letters of an experiment's tag, MLflow's limit
VERDICT, SENTENCE = "seedcheck.verdict", "seedcheck.sentence"  # tags of runs


@dataclass(frozen=True)
class Found:
    """The finished runs of an experiment.

    Attributes
    ----------
    rows : what each run has, by name: its metrics, parameters, tags and ``run_name``; the first of equal names
    runs, parents : their ids, and those of the runs that they are children of, None where of none
    unfinished : how many others there are
    """

    rows: list[Row]
    runs: list[str]
    parents: list[str | None]
    unfinished: int

    def judgeable(self, needed: Sequence[str], metrics: Sequence[str]) -> tuple[list[int], list[str]]:
        """Return which runs have all that is needed and one of the metrics, parents of such left out; with notes."""
        whole = [k for k, row in enumerate(self.rows)
                 if all(name in row for name in needed) and any(name in row for name in metrics)]  # fmt: skip
        parents = {self.parents[k] for k in whole}
        kept = [k for k in whole if self.runs[k] not in parents]
        grouping = len({*self.parents} & {*self.runs} - {self.runs[k] for k in kept})
        left_out = {"not finished": self.unfinished, "parents, whose children are judged": grouping,
                    f"without {', '.join([*needed, ' or '.join(metrics)])}":
                        len(self.runs) - len(kept) - grouping}  # fmt: skip
        return kept, [f"{count} run{'s' * (count > 1)} left out: {why}" for why, count in left_out.items() if count]


def experiment(client: "MlflowClient", name: str) -> "Experiment":
    """Return an experiment by its name or id.

    Raises
    ------
    InputError
        If there is none.
    """
    found = client.get_experiment_by_name(name)
    if found and found.lifecycle_stage == "active":
        return found
    others: list[Experiment] = list(found_by(client.search_experiments))
    by_id = [other for other in others if str(other.experiment_id) == name]
    if by_id:
        return by_id[0]
    names = ", ".join(sorted(other.name for other in others)[:12])
    raise InputError(f"MLflow: no experiment with the name or id {name!r}; there are {names}")


def runs_of(client: "MlflowClient", number: str, metrics: Sequence[str] = (), step: int | None = None) -> Found:
    """Return the finished runs of an experiment; a child has what it lacks of parameters and tags from its parent.

    Metrics are the last ones, or those at a ``step``, for which each of ``metrics`` (all, if none is named) is asked.
    """
    every = list(found_by(client.search_runs, [number], max_results=PAGE, order_by=["attributes.start_time ASC"]))
    by_id = {run.info.run_id: run for run in every}
    finished = [run for run in every if run.info.status == "FINISHED"]
    return Found(
        rows=[_row(run, by_id) | _metrics(client, run, metrics, step) for run in finished],
        runs=[run.info.run_id for run in finished],
        parents=[run.data.tags.get(PARENT) for run in finished],
        unfinished=len(every) - len(finished),
    )


def _metrics(client: "MlflowClient", run: "Run", names: Sequence[str], step: int | None) -> dict[str, float]:
    """Return a run's metrics, the last ones or those of a step."""
    if step is None:
        return dict(run.data.metrics)
    found: dict[str, float] = {}
    for name in names or run.data.metrics:
        history = client.get_metric_history(run.info.run_id, name) if name in run.data.metrics else []
        found.update((name, entry.value) for entry in history if entry.step == step)
    return found


def _row(run: "Run", by_id: Mapping[str, "Run"]) -> Row:
    parent = by_id.get(run.data.tags.get(PARENT, ""))
    row: Row = {"run_name": run.info.run_name or run.info.run_id}
    for data in ([parent.data] if parent else []) + [run.data]:
        row |= {name: value for name, value in data.tags.items() if not name.startswith("mlflow.")}
        row |= data.params
    return row


def log(client: "MlflowClient", number: str, tags: Mapping[str, Mapping[str, str]], note: str) -> None:
    """Write tags of runs, by id, and our section of the note on their experiment; all else stays as it is."""
    for run, own in tags.items():
        for name, value in own.items():
            again(client.set_tag, run, name, value)
    before = client.get_experiment(number).tags.get(NOTE, "")
    again(client.set_experiment_tag, number, NOTE, with_section(before, note))


def with_section(before: str, ours: str) -> str:
    """Return a note with our section: in the place of an earlier one, or at the end.

    Raises
    ------
    InputError
        If MLflow has no room for it besides what others wrote.
    """
    section = f"{BEGIN}\n{ours.strip()}\n{END}"
    pattern = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    replaced = pattern.sub(lambda _: section, before, count=1)
    note = replaced if pattern.search(before) else f"{before.rstrip()}\n\n{section}".lstrip()
    if len(note) > LONGEST:
        raise InputError(f"MLflow's notes have {LONGEST} letters at most, with ours the one on the experiment has "
                         f"{len(note)}; shorten it")  # fmt: skip
    return note
