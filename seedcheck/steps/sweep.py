"""Train a sweep: all cells of a grid, each from the same seeds; one row per cell."""

import argparse
import json
from collections.abc import Sequence

from seedcheck.data import datasets
from seedcheck.errors import run_step
from seedcheck.files import write_json
from seedcheck.presentation.tables import write_csv
from seedcheck.statistics.experiments import without_nan
from seedcheck.training import sweeps
from seedcheck.training.replicates import Plan


def main(argv: Sequence[str]) -> None:
    """Run the step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--settings", type=json.loads, required=True, help="what holds where the grid is silent, as JSON"
    )
    parser.add_argument("--grid", type=json.loads, required=True, help="lists of values by setting, as JSON")
    parser.add_argument("--replicates", type=int, required=True)
    parser.add_argument("--root-seed", type=int, required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--json", required=True, help="file to write")
    parser.add_argument("--csv", required=True, help="file to write")
    args = parser.parse_args(argv)
    plan = Plan(args.replicates, args.root_seed)
    found = sweeps.train_cells(args.settings, args.grid, datasets.read(args.data), plan)
    rows = without_nan(sweeps.cell_rows(args.grid, found, args.root_seed))
    write_csv(args.csv, rows)
    write_json(args.json, {"grid": args.grid, "cells": rows})
    for cell, row in zip(sweeps.cells(args.grid), rows, strict=True):
        print(f"{sweeps.name_of(cell)}: median test accuracy {row['median']}, {row['verdict'] or 'reference'}")


if __name__ == "__main__":
    run_step(main)
