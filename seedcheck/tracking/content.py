"""What MLflow shows of a variant and of the verdict on it: metrics, tags, notes, and which variant is champion."""

import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from seedcheck.files import sha256
from seedcheck.training.results import Result

Row = Mapping[str, Any]

SUMMARY = {"n": "seeds_used", "diverged": "seeds_diverged", "collapsed": "seeds_collapsed"}
SUMMARY |= {key: f"seeds_test_accuracy_{key}" for key in ("median", "iqm", "mean", "low", "high")}
# As in the columns of verdicts.csv:
DIFFERENCE = {key: f"difference_{key}" for key in ("mean", "low_both", "high_both", "probability_better", "detectable")}
HOW_TO_READ = (
    "Metrics named `seeds_...` and `difference_...` are over the seeds in replicates.csv; the other metrics, the "
    "figures and the model are of the published seed."
)
LONGEST = 5000  # characters of an experiment's tag
NETWORK = "The network is the one of the published seed."


def finding(judged: Row, variant: str) -> dict[str, Any]:
    """Return what the replicates say of a variant, with its ``reference``, from its experiment's part of the verdicts.

    Empty if the experiment was not repeated.
    """
    row = judged.get("variants", {}).get(variant)
    return {"reference": judged["reference"], **row} if row else {}


def metrics(result: Result, found: Row) -> dict[str, float]:
    """Return the numbers of a trained variant: its published seed's, and those of all its seeds."""
    assert result.record
    values = dict(result.record["metrics"])
    values |= {name: found.get("summary", {}).get(key) for key, name in SUMMARY.items()}
    values |= {name: found.get("comparison", {}).get(key) for key, name in DIFFERENCE.items()}
    values["adjusted_p"] = found.get("adjusted_p")
    return {name: float(value) for name, value in values.items() if value is not None}


def tags(result: Result, found: Row) -> dict[str, str]:
    """Return what a trained variant is, what it ran on, the verdict on it, and that in words as the run's note."""
    assert result.record
    data = result.record["data"]
    own = {"variant": result.variant, "status": result.status, "dataset": result.dataset, "gate": "passed"}
    own |= {"data_sha256": data["sha256"], "code_sha256": result.record["code"]}
    if data["stand_in"]:
        own["stand_in_data"] = data["stand_in"]
    if found:
        is_reference = result.variant == found["reference"]
        own["reference"] = found["reference"]
        own["verdict"] = "reference" if is_reference else found.get("verdict", "not compared")
        own["mlflow.note.content"] = f"{sentence(found, result.variant)}.\n\n{HOW_TO_READ}"
    return own


def sentence(found: Row, variant: str) -> str:
    """Return a variant's verdict in words: "l2 against none: better by ..."."""
    if variant == found["reference"]:
        return f"{variant}: the reference, which the others are compared with"
    return f"{variant} against {found['reference']}: {found.get('sentence', 'not compared, the reference is missing')}"


def why_champion(judged: Row, variant: str) -> str:
    """Return the description of a champion: why it is, in the words of the verdicts."""
    if variant != judged["reference"]:
        return f"{sentence(finding(judged, variant), variant)}. {NETWORK}"
    others = [name for name in judged["variants"] if name != variant]
    return _note(f"{variant}: the reference, since no other variant's verdict is better. {NETWORK}", judged, others)


def experiment_note(own: Row, judged: Row) -> str:
    """Return an experiment's note: what it asks, and a verdict per variant if it has replicates."""
    note = f"{own['title']}. {own['question']} Runs tagged `current` hold the newest results, others are history."
    return _note(note, judged, judged.get("variants", {}))


def _note(text: str, judged: Row, variants: Iterable[str]) -> str:
    """Return a text and a list of verdicts, as far as MLflow takes it."""
    lines = [f"- {sentence(finding(judged, variant), variant)}" for variant in variants]
    return "\n".join([text, "", *lines] if lines else [text])[:LONGEST]


def files(result: Result) -> list[Path]:
    """Return a variant's files, sorted."""
    return sorted(path for path in result.folder.iterdir() if path.is_file() and not path.name.startswith("."))


def content_hash(result: Result, found: Row) -> str:
    """Return the hash of what a run holds: the names and bytes of its files, its metrics and tags."""
    said = json.dumps([metrics(result, found), tags(result, found)], sort_keys=True).encode()
    parts = [path.name.encode() + b"\0" + path.read_bytes() + b"\0" for path in files(result)]
    return sha256(b"".join([*parts, said]))


def champion(judged: Row, finished: Collection[str]) -> str | None:
    """Return which variant is an experiment's best: its reference, unless the verdict on another is "better".

    Of several better ones it is the one with the largest mean difference. None if the experiment was not repeated, or
    its reference or the best is not among the ``finished`` variants.
    """
    variants = judged.get("variants", {})
    if not variants:
        return None
    better = {name: row["comparison"]["mean"] for name, row in variants.items() if row.get("verdict") == "better"}
    best = max(better, key=lambda name: better[name], default=judged["reference"])
    return best if {best, judged["reference"]} <= set(finished) else None
