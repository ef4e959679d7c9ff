"""Judge runs from elsewhere: `seedcheck judge runs.csv --reference none`, or an MLflow experiment."""

import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from seedcheck.errors import InputError
from seedcheck.files import write_text
from seedcheck.judging import tables
from seedcheck.judging.columns import Columns
from seedcheck.judging.judgement import Judgement, judge_table
from seedcheck.judging.logged import Logged, log, read_mlflow
from seedcheck.judging.tables import Table
from seedcheck.judging.verdicts import Rule

FAILED = 1  # exit code with --fail-on; errors have 2
FORMATS = ("html", "markdown", "json", "csv")


def options(parser: ArgumentParser) -> None:
    """Say what the command accepts."""
    add = parser.add_argument
    add("file", type=Path, nargs="?", help="a table of runs: CSV (also exported by W&B or DVC) or Parquet")
    add(
        "--mlflow",
        metavar="EXPERIMENT",
        help="instead of a file, the finished runs of an experiment (name or id)",
    )
    add("--tracking-uri", default="", help="of MLflow; else MLFLOW_TRACKING_URI")
    add("--step", default="last", help="at which metrics are taken from MLflow (last)")
    add("--reference", default="", help="the variant that the others are compared with")
    add("--metric", action="append", default=[], help="column or MLflow metric; may be given several times")
    add(
        "--variant",
        action="append",
        default=[],
        help="column, or MLflow tag or parameter; several make up one name",
    )
    add("--seed", default="", help="column, or MLflow tag or parameter, of the random seed, by which runs are paired")
    add("--dataset", default="", help="column, or MLflow tag or parameter, within which runs are compared")
    add("--lower-is-better", action="store_true", help="as of a loss")
    add("--margin", type=float, default=0.0, help="differences below it are practically none, in units of the metric")
    add("--unpaired", action="store_true", help="the same seed means nothing in different variants")
    add(
        "--per-example",
        type=Path,
        help=".npz or Parquet: what each run says of each example (docs/judge-a-csv.md)",
    )
    for name in FORMATS:
        add(f"--{name}", type=Path, metavar="FILE", help=f"write the answer as {name} (- prints it)")
    add("--fail-on", choices=["worse", "not-better"], help="exit with 1 if a variant is so")
    add("--log", action="store_true", help="write verdicts into MLflow: tags of the runs, a note on the experiment")


def judge(given: Namespace) -> None:
    """Print the decisions on all variants, and write them where it is asked for.

    Raises
    ------
    InputError
        With the rows and the remedy, if the runs cannot be judged.
    """
    if bool(given.file) == bool(given.mlflow):
        raise InputError("give either a file with a table of runs or --mlflow EXPERIMENT (seedcheck judge --help)")
    if given.log and not given.mlflow:
        raise InputError("--log writes into MLflow, so it needs --mlflow EXPERIMENT")
    wanted = Columns(tuple(given.variant), given.seed, tuple(given.metric), given.dataset)
    with _table(given, wanted) as (table, columns, logged):
        rule = Rule(given.reference, given.lower_is_better, given.margin, given.unpaired)
        found = judge_table(table, columns, rule, given.per_example)
        _write(found, given, table.name)
        if given.log and logged:
            log(logged, found)
            print(f"written into MLflow: tags of {len(found.runs.labels)} runs, and the note on the experiment")
    if given.fail_on and any(_is(code, given.fail_on) for code in found.verdicts):
        sys.exit(FAILED)


@contextmanager
def _table(given: Namespace, wanted: Columns) -> Iterator[tuple[Table, Columns, Logged | None]]:
    """Give the table of runs with its columns, and where to write back if that is in MLflow."""
    if given.file:
        yield tables.read(given.file), wanted, None
        return
    uri = given.tracking_uri or os.environ.get("MLFLOW_TRACKING_URI")
    if not uri:
        raise InputError(
            "where is MLflow? Give --tracking-uri, or set MLFLOW_TRACKING_URI (http://... or sqlite:///...)"
        )
    if given.step != "last" and not given.step.isdecimal():
        raise InputError(f"--step {given.step}: it has to be a whole number, or last")
    step = None if given.step == "last" else int(given.step)
    with read_mlflow(uri, given.mlflow, wanted, step) as found:
        yield found


def _write(found: Judgement, given: Namespace, name: str) -> None:
    """Write each format where it is asked for, and print the answer unless one of them is printed."""
    paths = {kind: path for kind in FORMATS if (path := getattr(given, kind))}
    for kind, path in paths.items():
        if given.file and path.resolve() == given.file.resolve():
            raise InputError(f"--{kind} {path}: that is the table itself; write elsewhere")
    if not any(str(path) == "-" for path in paths.values()):
        print(found)
    for kind, path in paths.items():
        text = _page(found, name) if kind == "html" else getattr(found, kind)()
        if str(path) == "-":
            print(text, end="")
        else:
            write_text(path, text)


def _page(found: Judgement, name: str) -> str:
    from seedcheck.presentation.page.judged import judged_page  # noqa: PLC0415 - half a second

    return judged_page(found.rows, found.notes, found.dots(), name, lower_is_better=found.rule.lower_is_better)


def _is(code: str, wanted: str) -> bool:
    return code == "worse" if wanted == "worse" else code != "better"
