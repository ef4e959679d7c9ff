"""Check one variant's gradients on its data, before any training, and report the differences."""

import argparse
import json
from collections.abc import Sequence

from seedcheck.data import datasets
from seedcheck.errors import run_step
from seedcheck.files import write_json
from seedcheck.training.gates import gradient_report


def main(argv: Sequence[str]) -> None:
    """Run the step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--settings", type=json.loads, required=True, help="the variant's settings, as JSON")
    parser.add_argument("--gate", type=json.loads, required=True, help="`gates` of the config, as JSON")
    parser.add_argument("--data", required=True)
    parser.add_argument("--output", required=True)
    args = parser.parse_args(argv)
    report = gradient_report(args.settings, datasets.read(args.data), args.gate)
    write_json(args.output, report)
    for point in report["points"]:
        for result in point["checks"]:
            print(f"{point['point']} point, {result['method']}: difference {result['arrays']['all']['difference']:.2e}")


if __name__ == "__main__":
    run_step(main)
