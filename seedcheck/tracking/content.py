"""What MLflow shows of a variant and of the decision on it: metrics, tags, notes, and which variant is champion.

Only what results say: titles and colours are set on a run that is there, so that another one logs nothing anew.
"""

import csv
import json
from collections.abc import Collection, Iterable, Mapping
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np

from seedcheck.files import reading, sha256
from seedcheck.statistics.codes import shown_interval
from seedcheck.tracking import scores
from seedcheck.training.predictions import PARTS, Part
from seedcheck.training.results import Result

Row = Mapping[str, Any]

CONTENT = "seedcheck.content"  # tag: the hash of what a run holds
FORM = 2  # of what is made of the files besides: raise it, and all runs are logged anew

SUMMARY = {"n": "seeds_used", "diverged": "seeds_diverged"}
CENTRES = ("iqm", "low", "high", "median", "mean")  # of values over seeds, as in the columns of verdicts.csv
HOW_TO_READ = (
    "Metrics named `seeds_...` and `difference_...` are over the seeds in replicates.csv; `seeds_test_accuracy`, "
    "`seeds_train_accuracy` and those of further metrics have one value per seed, with its number as step, and a "
    "positive difference is one in the variant's favour. The other metrics and the model are of "
    "the configured seed, those with names of scikit-learn on the test points. Duration and memory are of the training "
    "of all seeds together. results/report.html says what the experiment asks, and shows it in figures."
)
CURVES = ("test_accuracy", "test_cross_entropy")
LONGEST = 5000  # characters of an experiment's tag
NETWORK = "The network is the one of the configured seed."


def finding(decided: Row, variant: str) -> dict[str, Any]:
    """Return what the replicates say of a variant, with its ``reference``, from its experiment's part of the decisions.

    Empty if the experiment was not repeated.
    """
    row = decided.get("variants", {}).get(variant)
    further = {f"test_{name}": rows[variant] for name, rows in decided.get("further", {}).items() if variant in rows}
    return {"reference": decided["reference"], "further": further, **row} if row else {}


def metrics(result: Result, found: Row) -> dict[str, float]:
    """Return the numbers of a trained variant: those of its configured seed, and those of all its seeds."""
    assert result.record
    values = dict(result.record["metrics"])
    if test := on_test(result):
        values |= scores.scores(*test)
    values |= {name: found.get("summary", {}).get(key) for key, name in SUMMARY.items()}
    values |= _over_seeds(found, "test_accuracy")
    values["seeds_failed"] = found.get("failures", {}).get("failed")
    values["probability_better"] = (found.get("probability") or {}).get("value")
    for name, row in found.get("further", {}).items():
        values |= _over_seeds(row, name, f"_{name}")
    return {name: float(value) for name, value in values.items() if value is not None}


def _over_seeds(found: Row, metric: str, of: str = "") -> dict[str, float | None]:
    """Return what is over seeds of a metric; ``of`` says in the names of differences which one it is."""
    values = {f"seeds_{metric}_{key}": found.get("summary", {}).get(key) for key in CENTRES}
    if difference := found.get("comparison"):
        low, high = shown_interval(difference)
        shown = {"typical": difference["typical"], "low": low, "high": high, "mean": difference["mean"]}
        values |= {f"difference{of}_{key}": value for key, value in shown.items()}
    return values | {f"adjusted_p{of}": found.get("adjusted_p")}


def on_test(result: Result) -> tuple[Any, Any] | None:
    """Return logits, (m,) or (K, m), and labels (m,) of the configured seed on test points, None if there are none."""
    if result.command or not (result.folder / "predictions.h5").is_file():
        return None
    found = result.predictions()
    logits, labels = found.test_logits[0], found.test_labels[0]
    return (logits, labels.astype(int)) if np.isfinite(logits).all() else None


def part_of(metric: str) -> Part | None:
    """Return on which part of the data a metric of the configured seed is, None for one that is over seeds."""
    if metric in scores.NAMES or metric.startswith("test_"):
        return "test"
    return "train" if metric.startswith("train_") or metric == "final_cost" else None


def seeds(result: Result, found: Row) -> dict[str, dict[int, float]]:
    """Return what is judged of each replicate, by metric and the replicate's number; a diverged one has nothing."""
    columns = {f"seeds_{name}": row["values"] for name, row in found.get("further", {}).items()}
    if (result.folder / "replicates.h5").is_file():
        replicates = result.replicates()
        columns |= {f"seeds_{part}_accuracy": replicates.accuracy(part).tolist() for part in PARTS}
    return {
        name: {k: v for k, v in enumerate(column) if v is not None and isfinite(v)} for name, column in columns.items()
    }


def tags(result: Result, found: Row) -> dict[str, str]:
    """Return what a trained variant is, what it ran on, and the decision on it."""
    assert result.record
    data, said = result.record["data"], {}
    if found:
        is_reference = result.variant == found["reference"]
        said["verdict"] = "reference" if is_reference else found.get("verdict", "not compared")
        said["reference"] = found["reference"]
        further = found.get("further", {})
        said |= {f"verdict_{name}": row["verdict"] for name, row in further.items() if "verdict" in row}
    if data["stand_in"]:
        said["stand_in_data"] = data["stand_in"]
    said |= {
        "variant": result.variant,
        "dataset": result.dataset,
        "status": result.status,
        "gate": "not checked" if result.command else "passed",
    }
    return said | {"seedcheck.data_sha256": data["sha256"], "seedcheck.code_sha256": result.record["code"]}


def note(found: Row, variant: str, title: str) -> str:
    """Return the description of a run: the variant's title, the decision on it, and how to read the metrics."""
    said = [f"**{title}**"] if title else []
    said += [f"{sentence(found, variant)}."] if found else []
    return "\n\n".join([*said, HOW_TO_READ])


def curve(result: Result) -> dict[str, dict[int, float]]:
    """Return cross-entropy and accuracy of the configured seed on the test points, by metric and epoch."""
    path = result.folder / "learning_curve.csv"
    if result.command or not path.is_file():
        return {}
    with reading(path), path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
        return {name: {int(row["epoch"]): float(row[name]) for row in rows} for name in CURVES}


def sentence(found: Row, variant: str) -> str:
    """Return the decision on a variant with its numbers: "l2 against none: better, typical difference +1.2 points"."""
    if variant == found["reference"]:
        return f"{variant}: the reference, which the others are compared with"
    compared = f"{variant} against {found['reference']}"
    if "verdict" not in found:
        return f"{compared}: not compared, the reference is missing"
    difference = found["comparison"]
    numbers = [difference["typical"], *shown_interval(difference)]
    if None in numbers:
        return f"{compared}: {found['verdict']}"
    mean, low, high = (f"{100 * number:+z.1f}" for number in numbers)
    p = f"p {found['adjusted_p']:.2g} after Holm's correction"
    return f"{compared}: {found['verdict']}, typical difference {mean} points (95 % interval {low} to {high}), {p}"


def why_champion(decided: Row, variant: str) -> str:
    """Return the description of a champion: why it is, in the words of the decisions."""
    if variant != decided["reference"]:
        return f"{sentence(finding(decided, variant), variant)}. {NETWORK}"
    others = [name for name in decided["variants"] if name != variant]
    return _note(f"{variant}: the reference, since no other variant's verdict is better. {NETWORK}", decided, others)


def experiment_note(decided: Row) -> str:
    """Return an experiment's note: how to read it, and the decision on each variant if it has replicates."""
    note = "Runs tagged `current` hold the newest results, others are history. results/report.html says what is asked."
    return _note(note, decided, decided.get("variants", {}))


def _note(text: str, decided: Row, variants: Iterable[str]) -> str:
    """Return a text and a list of verdicts, as far as MLflow takes it."""
    lines = [f"- {sentence(finding(decided, variant), variant)}" for variant in variants]
    return "\n".join([text, "", *lines] if lines else [text])[:LONGEST]


def files(result: Result) -> list[Path]:
    """Return the files that checking and training a variant left, sorted; what else lies there is not ours."""
    return [path for name in sorted(result.files) if (path := result.folder / name).is_file()]


def content_hash(result: Result, found: Row) -> str:
    """Return the hash of what a run holds: the names and bytes of its files, its metrics and tags."""
    said = json.dumps([FORM, metrics(result, found), tags(result, found)], sort_keys=True).encode()
    parts = [path.name.encode() + b"\0" + path.read_bytes() + b"\0" for path in files(result)]
    return sha256(b"".join([*parts, said]))


def champion(decided: Row, finished: Collection[str]) -> str | None:
    """Return which variant is an experiment's best: its reference, unless the verdict on another is "better".

    Of several better ones it is the one with the largest typical difference. None if the experiment was not repeated,
    or its reference or the best is not among the ``finished`` variants.
    """
    variants = decided.get("variants", {})
    if not variants:
        return None
    better = {name: row["comparison"]["typical"] for name, row in variants.items() if row.get("verdict") == "better"}
    best = max(better, key=lambda name: better[name], default=decided["reference"])
    return best if {best, decided["reference"]} <= set(finished) else None
