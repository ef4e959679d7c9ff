"""Check the gradients of all cells of a sweep, before any training, and report the differences."""

import argparse
import json
from collections.abc import Sequence

from seedcheck.data import datasets
from seedcheck.errors import run_step
from seedcheck.files import write_json
from seedcheck.training.sweeps import check_cells


def main(argv: Sequence[str]) -> None:
    """Run the step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--settings", type=json.loads, required=True, help="what holds where the grid is silent, as JSON"
    )
    parser.add_argument("--grid", type=json.loads, required=True, help="lists of values by setting, as JSON")
    parser.add_argument("--gate", type=json.loads, required=True, help="`gates` of the config, as JSON")
    parser.add_argument("--data", required=True)
    parser.add_argument("--output", required=True)
    args = parser.parse_args(argv)
    report = check_cells(args.settings, args.grid, datasets.read(args.data), args.gate)
    write_json(args.output, report)
    print(f"{len(report['cells'])} gradients checked: {'passed' if report['passed'] else 'FAILED'}")


if __name__ == "__main__":
    run_step(main)
