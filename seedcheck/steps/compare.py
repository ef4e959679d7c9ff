"""Write the comparison tables: results/comparison/runs.csv, variants.csv and published.csv."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from seedcheck.errors import run_step
from seedcheck.files import read_json
from seedcheck.presentation.tables import PUBLISHED_COLUMNS, published_rows, run_rows, variant_rows, write_csv
from seedcheck.study.config import read_yaml
from seedcheck.training.results import collect


def main(argv: Sequence[str]) -> None:
    """Run the step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layout", type=json.loads, required=True, help="experiments and variants, as JSON")
    parser.add_argument("--published", required=True, help="YAML with the published numbers")
    parser.add_argument("--checks", default="", help="report of the gradient checks, empty if there is none")
    parser.add_argument("--output", type=Path, required=True, help="folder to write to")
    args = parser.parse_args(argv)
    results = collect(args.layout)
    published = published_rows(results, read_yaml(args.published), read_json(args.checks) if args.checks else None)
    write_csv(args.output / "runs.csv", run_rows(results))
    write_csv(args.output / "variants.csv", variant_rows(results))
    write_csv(args.output / "published.csv", published, PUBLISHED_COLUMNS)
    reproduced = sum(row["verdict"].startswith("reproduced") for row in published)
    print(f"{reproduced} of {len(published)} published numbers reproduced")


if __name__ == "__main__":
    run_step(main)
