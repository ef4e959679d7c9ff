"""Log all records and verdicts into MLflow, and write which run holds which variant to results/mlflow/runs.json."""

import argparse
import json
from collections.abc import Sequence

from seedcheck.errors import run_step
from seedcheck.files import read_json, write_json
from seedcheck.tracking import client as tracking
from seedcheck.training.results import collect


def main(argv: Sequence[str]) -> None:
    """Run the step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layout", type=json.loads, required=True, help="experiments and variants, as JSON")
    parser.add_argument("--verdicts", required=True, help="results/comparison/verdicts.json")
    parser.add_argument("--output", required=True)
    args = parser.parse_args(argv)
    tracked = tracking.log_study(args.layout, collect(args.layout), read_json(args.verdicts)["experiments"])
    write_json(args.output, tracked)
    print(f"logged to {tracked['tracking_uri']}")


if __name__ == "__main__":
    run_step(main)
