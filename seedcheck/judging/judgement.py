"""What was found, to be printed and written; and the function that judges a frame of pandas."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from seedcheck.errors import InputError
from seedcheck.files import Row
from seedcheck.judging import per_example, verdicts
from seedcheck.judging.columns import Columns, chosen, reference_of
from seedcheck.judging.pairing import groups
from seedcheck.judging.runs import Array, Runs, checked
from seedcheck.judging.tables import Table
from seedcheck.judging.verdicts import Rule
from seedcheck.presentation import judged as said
from seedcheck.statistics.paired import MIN_PAIRS

LOSS = re.compile("loss|cost|error|rmse|mse|mae|perplexity|entropy", re.IGNORECASE)  # metrics that are to be small


@dataclass(frozen=True)
class Judgement:
    """The decisions on a table of runs.

    Attributes
    ----------
    rows : one per metric, data set and variant, as ``verdicts.judged`` makes them
    rule : by which they were made
    notes : what was taken for what, and left out, a line each
    runs : what was judged
    columns : where it was
    """

    rows: Sequence[Row]
    rule: Rule
    notes: Sequence[str]
    runs: Runs
    columns: Columns

    def __str__(self) -> str:
        return said.text(self.rows, self.notes, self.rule.lower_is_better)

    @property
    def sentences(self) -> list[str]:
        """A sentence per comparison."""
        return said.sentences(self.rows, self.rule.lower_is_better)

    @property
    def verdicts(self) -> list[str]:
        """The codes of all decisions: better, worse, equal or undecided."""
        return [row["verdict"] for row in said.compared(self.rows)]

    def dots(self) -> dict[tuple[str, str], dict[str, Array]]:
        """Return per metric and data set the values of each variant by seed, nan where there is none."""
        found = list(groups(self.runs, paired=not self.rule.unpaired))
        return {
            (metric, group.dataset): {
                name: np.where(group.of(name) >= 0, values[group.of(name)], np.nan) for name in group.variants
            }
            for metric, values in self.runs.values.items()
            for group in found
        }

    def table(self) -> pd.DataFrame:
        """Return all numbers, a row per variant."""
        return pd.json_normalize(list(self.rows), sep="_")

    def csv(self) -> str:
        """Return all numbers as CSV."""
        return self.table().to_csv(index=False, lineterminator="\n")

    def markdown(self) -> str:
        """Return the answer as a comment on a pull request."""
        return said.markdown(self.rows, self.notes, self.rule.lower_is_better)

    def json(self) -> str:
        """Return all numbers, with the sentences, as JSON."""
        told = {
            "rule": vars(self.rule),
            "notes": list(self.notes),
            "sentences": self.sentences,
            "rows": list(self.rows),
        }
        return json.dumps(told, indent=1, allow_nan=False) + "\n"


def judge(
    frame: pd.DataFrame,
    *,
    reference: str = "",
    metric: str | Iterable[str] = (),
    variant: str | Iterable[str] = (),
    seed: str = "",
    dataset: str = "",
    lower_is_better: bool = False,
    margin: float = 0.0,
    unpaired: bool = False,
    per_example: str | Path | None = None,
) -> Judgement:
    """Judge a frame that has a row per run.

    Parameters
    ----------
    frame : columns with the variant, the seed, one or more metrics, and perhaps the data set of each run
    reference : the variant that the others are compared with
    metric, variant, seed, dataset : columns; what is left out is told from their names, and said in ``notes``
    lower_is_better : whether small values are good, as of a loss
    margin : differences below it are practically none, in units of the metric (0.02 is 2 points of an accuracy)
    unpaired : whether the same seed means nothing in different variants
    per_example : an .npz or Parquet file of what each run says of each test example (``seedcheck.judging.per_example``)

    Raises
    ------
    InputError
        With the rows and the remedy, if it is no such frame.
    """
    wanted = Columns(_several(variant), seed, _several(metric), dataset)
    rule = Rule(reference, lower_is_better, margin, unpaired)
    return judge_table(Table(frame.rename(columns=str).reset_index(drop=True), "the frame"), wanted, rule, per_example)


def judge_table(table: Table, wanted: Columns, rule: Rule, per_example_file: str | Path | None = None) -> Judgement:
    """Judge a table of runs by a rule whose reference may be empty, to be told from its name."""
    if not 0 <= rule.margin < float("inf"):
        raise InputError(f"margin {rule.margin}: it has to be a number above 0, in units of the metric, or 0 for none")
    columns, notes = chosen(table, wanted)
    runs = checked(table, columns)
    reference, guessed = reference_of(rule.reference, runs.variants, table.name)
    rule = replace(rule, reference=reference)
    examples = _examples(per_example_file, runs, columns)
    rows = verdicts.judged(runs, rule, examples)
    return Judgement(rows, rule, [*table.notes, *notes, *guessed, *_remarks(rows, rule, columns)], runs, columns)


def _examples(file: str | Path | None, runs: Runs, columns: Columns) -> Array | None:
    return per_example.read(Path(file), runs, columns.metrics[0]) if file else None


def _remarks(rows: Sequence[Row], rule: Rule, columns: Columns) -> list[str]:
    """Return what a reader has to know of all comparisons."""
    compared = said.compared(rows)
    tests = dict.fromkeys(row["test"] for row in compared)
    notes = [f"test: {test}" for test in tests]
    if not columns.seed and not rule.unpaired:
        notes.append("no column of seeds (--seed), so that runs are not paired")
    elif any(row["pairing"] == "unpaired" for row in compared) and not rule.unpaired:
        notes.append("no seed in common: those runs are not paired")
    if compared and all(row["comparison"]["n"] < MIN_PAIRS for row in compared):
        notes.append(said.TOO_FEW)
    if rule.lower_is_better:
        return [*notes, said.FAVOUR]
    return [*notes, *(said.UPWARDS.format(name) for name in columns.metrics if LOSS.search(name))]


def _several(names: str | Iterable[str]) -> tuple[str, ...]:
    return (names,) * bool(names) if isinstance(names, str) else tuple(names)
