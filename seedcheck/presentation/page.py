"""The report: one HTML page with everything in it, from what lies on disk."""

import base64
import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2

from seedcheck.files import read_json
from seedcheck.presentation import words as answers
from seedcheck.presentation.tables import Row
from seedcheck.study.config import DEFAULTS
from seedcheck.tracking.links import run_address, served_at
from seedcheck.training.results import Layout, Result

MEDIA = {".svg": "image/svg+xml", ".png": "image/png"}


def render(template: str | Path, layout: Layout, results: Sequence[Result], extras: Mapping[str, Any]) -> str:
    """Return the page.

    Parameters
    ----------
    template : path of the Jinja template
    layout : experiments and variants
    results : of all variants
    extras : ``published`` rows, ``sweeps``, and or None: gradient ``checks``, ``tracked`` runs, ``verdicts`` over seeds
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(template).parent), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters.update(percent=percent, number=number, scientific=scientific, points=points)
    environment.filters.update(probability=probability, embed=embed)
    environment.globals.update(plainly=answers.plainly, alternative=answers.alternative, signs=answers.SIGNS)
    verdicts = extras["verdicts"] or {"claims": [], "experiments": {}, "families": {}}
    return environment.get_template(Path(template).name).render(
        experiments=[experiment(name, own, results, extras["tracked"]) for name, own in layout.items()],
        datasets=sorted({result.dataset: Path("results/data", f"{result.dataset}.png") for result in results}.items()),
        unfinished=[result for result in results if result.status != "finished"],
        stand_ins=sorted({(result.dataset, result.stand_in) for result in results if result.stand_in}),
        published=summarize(extras["published"]),
        published_rows=extras["published"],
        checks=extras["checks"],
        verdicts=verdicts,
        sweeps=extras["sweeps"],
        answer=answers.answer(verdicts["claims"]),
        leading=answers.leading(verdicts, list(layout)),
        gates=[gate_row(result) for result in results if result.gradients],
        provenance=provenance(results),
        tracking_uri=(extras["tracked"] or {}).get("tracking_uri", ""),
    )


def experiment(name: str, own: Mapping[str, Any], results: Sequence[Result], tracked: Any) -> dict[str, Any]:
    """Return what the page shows of one experiment."""
    mine = [result for result in results if result.experiment == name]
    rows = [
        {
            "result": result,
            "color": own["variants"][result.variant],
            "differs": deviations(result, mine),
            "metrics": result.record["metrics"] if result.record else {},
            "seconds": seconds(result),
            "run": run_address(served_at(tracked["tracking_uri"]), tracked, name, result.variant) if tracked else None,
        }
        for result in mine
    ]
    shared = {key: value for key, value in common(mine).items() if DEFAULTS.get(key) != value}
    return {
        "name": name,
        **own,
        "rows": rows,
        "common": shared,
        "folder": Path("results", name),
    }


def sweep(name: str, own: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the page shows of a sweep; ``cells`` is empty if it was stopped by its gate."""
    folder = Path("results/sweeps", name)
    cells = read_json(folder / "cells.json")["cells"] if (folder / "cells.json").is_file() else []
    shown = [row | {"name": ", ".join(f"{key} {row[key]}" for key in own["grid"])} for row in cells]
    return {"name": name, "title": own.get("title", name), "question": own.get("question", ""),
            "folder": folder, "cells": shown, "experiment": own["experiment"]}  # fmt: skip


def common(results: Iterable[Result]) -> dict[str, Any]:
    """Return the settings that all trained variants of an experiment share."""
    settings = [result.record["settings"] for result in results if result.record]
    return {k: v for k, v in settings[0].items() if all(other[k] == v for other in settings)} if settings else {}


def deviations(result: Result, others: Iterable[Result]) -> str:
    """Return a variant's settings that differ within its experiment, as "l2_lambda 0.7"; of defaults, the loss only."""
    settings, shared = result.record["settings"] if result.record else {}, common(others)
    told = {k: v for k, v in settings.items() if k not in shared and (k == "loss" or DEFAULTS.get(k) != v)}
    return ", ".join(f"{k} {v}" for k, v in told.items())


def seconds(result: Result) -> float | None:
    """Return how long the training job took, from Snakemake's benchmark file."""
    path = Path("results/benchmarks/train", f"{result.experiment}.{result.variant}.tsv")
    if not path.is_file() or not result.record:
        return None
    with path.open(newline="", encoding="utf-8") as file:
        return float(next(csv.DictReader(file, delimiter="\t"))["s"])


def summarize(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return the published numbers by variant: how many, how many reproduced, the largest difference, a verdict."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["experiment"], row["variant"]), []).append(row)
    summary = []
    for (name, variant), own in groups.items():
        met = [row for row in own if row["verdict"].startswith("reproduced")]
        other = sorted({row["verdict"] for row in own} - {row["verdict"] for row in met})
        by_name = {row["quantity"]: row for row in own}
        costs = [row["relative_difference"] for row in own if row["quantity"] == "cost"]
        summary.append(
            {
                "experiment": name, "variant": variant, "numbers": len(own), "met": len(met),
                "largest": max((cost for cost in costs if cost is not None), default=None), "rows": by_name,
                "verdict": "; ".join(other) or (met[-1]["verdict"] if len(met) == 1 else "reproduced"),
            }
        )  # fmt: skip
    return summary


def gate_row(result: Result) -> dict[str, Any]:
    """Return a gate's differences by point and method."""
    assert result.gradients
    cells = {
        f"{point['point']}_{check['method']}": check["arrays"]["all"] | {"passed": check["passed"]}
        for point in result.gradients["points"]
        for check in point["checks"]
    }
    points = result.gradients["points"]
    left_out = [point["examples_left_out"] for point in points]
    return {"result": result, "cells": cells, "left_out": left_out, "points": points}


def provenance(results: Iterable[Result]) -> dict[str, Any]:
    """Return what all records were made with; several values where they disagree."""
    records = [result.record for result in results if result.record]
    software = [", ".join(f"{k} {v}" for k, v in record["software"].items()) for record in records]
    blas = [", ".join(f"{k} {v}" for k, v in (record["blas"] or {}).items()) for record in records]
    data = {record["dataset"]: record["data"] for record in records}
    return {
        "software": list(dict.fromkeys(software)),
        "blas": list(dict.fromkeys(blas)),
        "code": list(dict.fromkeys(record["code"] for record in records)),
        "data": data,
    }


def embed(path: Path) -> str:
    """Return an image file as a data URI, empty if it is not there."""
    if not path.is_file():
        return ""
    return f"data:{MEDIA[path.suffix]};base64,{base64.b64encode(path.read_bytes()).decode()}"


def percent(value: float | None) -> str:
    """Return a share as "93.0 %"."""
    return "" if value is None else f"{100 * value:.1f}\u202f%"


def points(value: float | None) -> str:
    """Return a difference of shares as percentage points with its sign, "+1.2"."""
    return "" if value is None else f"{100 * value:+.1f}".replace("-", "\u2212")


def number(value: float | None) -> str:
    """Return a number with four significant digits."""
    return "" if value is None else f"{value:.4g}"


def probability(value: float | None) -> str:
    """Return a p-value with two significant digits, small ones as a bound."""
    return "" if value is None else f"{value:.2g}" if value >= 0.001 else "< 0.001"


def scientific(value: float | None) -> str:
    """Return a number like 1.6e-16, and 0 as 0."""
    return "" if value is None else f"{value:.1e}" if value else "0"
