"""The ledger: a finished study's settings, metrics and verdicts as one small text file, fit for git.

Of each variant: what it ran on, the metrics of the configured seed, how many test points each other seed gets right,
and the decision. Full precision and no times, so that the same study has the same bytes.
"""

import csv
import json
import subprocess
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from seedcheck.errors import InputError
from seedcheck.files import read_json, without_nan
from seedcheck.statistics.summaries import summarize
from seedcheck.study.paths import COMPARISON, DECISIONS
from seedcheck.training.results import Result, collect

LEDGER = Path("ledger.json")
FORMAT = 1
RUNS = COMPARISON / "runs.csv"
DIVERGED = "-"
MILLION = 1_000_000  # in parts of which accuracies are written where test points are not known

Ledger = dict[str, Any]


def of_results() -> Ledger:
    """Return the ledger of the results in this folder.

    Raises
    ------
    InputError
        If the study is not finished, or its decisions are on other replicates than those that are there.
    """
    for path in (RUNS, DECISIONS):
        if not path.is_file():
            raise InputError(f"{path} is not there: the study has not finished; run `make results` first")
    decisions = read_json(DECISIONS)
    layout: dict[str, Any] = {}
    with open(RUNS, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found = layout.setdefault(row["experiment"], {"dataset": row["dataset"], "variants": []})
            found["variants"].append(row["variant"])
    variants = {f"{each.experiment}/{each.variant}": _variant(each, decisions["experiments"].get(each.experiment, {}))
                for each in collect(layout)}  # fmt: skip
    claims = {row["claim"]: row["verdict"] for row in decisions["claims"]}
    return {"format": FORMAT, "variants": without_nan(variants), "claims": claims}


def _variant(result: Result, decided: Mapping[str, Any]) -> Ledger:
    """Return a variant's part: strings and numbers only, each on a line of its own."""
    record = result.record
    if not record:
        raise InputError(f"{result.folder}/record.json is not there, {result.status}; run `make results` first")
    row = decided.get("variants", {}).get(result.variant)
    made_from = {"dataset": record["dataset"], "data": record["data"]["sha256"][:12], "code": record["code"][:12]}
    made_from["software"] = ", ".join(f"{name} {version}" for name, version in record["software"].items())
    made_from["blas"] = " ".join(str(value) for value in (record["blas"] or {}).values())
    settings = {name: _plain(value) for name, value in record["settings"].items()} | {
        f"seeds_{name}": value for name, value in record["replicates"].items()
    }
    if decided:
        settings |= {"reference": decided["reference"], "margin": decided["margin"]}
    of_seeds = _over_seeds(result, row) if row else {}
    return {"settings": settings, "made_from": made_from, "metrics": record["metrics"], **of_seeds}


def _over_seeds(result: Result, row: Mapping[str, Any]) -> Ledger:
    """Return what all seeds came to, and the decision."""
    found = result.replicates()
    points = found.points("test")
    right = found.test_correct.sum(axis=1) if points else np.nan_to_num(found.accuracy("test") * MILLION).round()
    summary = row["summary"]
    if without_nan(asdict(summarize(found.accuracy("test")))) != summary:
        raise InputError(f"{DECISIONS} is not on {result.folder}/replicates.h5; bring all up to date: make results")
    counts = [DIVERGED if diverged else str(int(count))
              for count, diverged in zip(right, found.diverged, strict=True)]  # fmt: skip
    comparison = row.get("comparison", {})
    return {
        "test_points": points or MILLION,
        "test_points_right": " ".join(counts),  # of each seed, on one line
        "typical": summary["iqm"],
        "spread": summary["sd"],
        "failed": row["failures"]["failed"],
        "difference": comparison.get("typical"),
        "p": row.get("adjusted_p"),
        "verdict": row.get("verdict", ""),
        "reason": row.get("reason", ""),
    }


def _plain(value: Any) -> Any:
    return "-".join(map(str, value)) if isinstance(value, list) else value


def of_commit(revision: str) -> Ledger:
    """Return the ledger that was committed.

    Raises
    ------
    InputError
        If git, the repository, the commit, or the ledger in it is not there, or is of another format.
    """
    try:
        inside = _git("rev-parse", "--is-inside-work-tree").returncode == 0
    except OSError as error:
        raise InputError("git cannot be run; install it to compare with a commit") from error
    if not inside:
        raise InputError("this folder is not in a git repository; commits are needed to compare with: git init")
    if _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").returncode:
        raise InputError(f"REV={revision}: git knows no such commit; see: git log --oneline")
    shown = _git("show", f"{revision}:./{LEDGER}")
    if shown.returncode:
        raise InputError(
            f"commit {revision} has no {LEDGER}; at each commit to compare with, `make ledger` and commit it"
        )
    try:
        found: Ledger = json.loads(shown.stdout)
        known = found["format"] == FORMAT and {"variants", "claims"} <= set(found)
    except (ValueError, KeyError, TypeError):
        known = False
    if not known:
        raise InputError(f"{LEDGER} of commit {revision} is not of format {FORMAT}; write it anew there: make ledger")
    return found


def _git(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(["git", *arguments], capture_output=True, text=True, encoding="utf-8", check=False)
