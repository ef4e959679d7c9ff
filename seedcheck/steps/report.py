"""Compile results/report.html from what lies on disk; what is missing is said, not hidden."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from seedcheck.errors import run_step
from seedcheck.files import read_json, write_text
from seedcheck.presentation.page import render, sweep
from seedcheck.presentation.tables import published_rows
from seedcheck.study.config import read_yaml
from seedcheck.training.results import collect


def main(argv: Sequence[str]) -> None:
    """Run the step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layout", type=json.loads, required=True, help="experiments and variants, as JSON")
    parser.add_argument("--sweeps", type=json.loads, default={}, help="`sweeps` of the config, as JSON")
    parser.add_argument("--published", required=True, help="YAML with the published numbers")
    parser.add_argument("--checks", default="", help="report of the gradient checks, if there is one")
    parser.add_argument("--tracked", default="", help="which MLflow run holds which variant, if that is known")
    parser.add_argument("--verdicts", default="", help="the verdicts over seeds, if they are there")
    parser.add_argument("--template", required=True)
    parser.add_argument("--output", required=True)
    args = parser.parse_args(argv)
    results, checks = collect(args.layout), _read(args.checks)
    published = published_rows(results, read_yaml(args.published), checks)
    extras = {"published": published, "checks": checks, "tracked": _read(args.tracked)}
    extras["sweeps"] = [sweep(name, own) for name, own in args.sweeps.items()]
    extras["verdicts"] = _read(args.verdicts)
    write_text(args.output, render(args.template, args.layout, results, extras))
    print(f"{args.output}: {len(results)} variants")


def _read(path: str) -> Any:
    return read_json(path) if path and Path(path).is_file() else None


if __name__ == "__main__":
    run_step(main)
