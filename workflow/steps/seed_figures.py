"""Draw each experiment's replicates: the test accuracy of every seed, by variant."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from workflow.lib import figures, replicates
from workflow.lib.errors import run_step
from workflow.lib.results import collect


def main(argv: Sequence[str]) -> None:
    """Run the step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layout", type=json.loads, required=True, help="experiments and variants, as JSON")
    args = parser.parse_args(argv)
    results = collect(args.layout)
    for name, own in args.layout.items():
        found = {v: replicates.read(replicates.file_of(name, v)).test_accuracy for v in own["variants"]}
        published = {
            r.variant: r.record["metrics"]["test_accuracy"] for r in results if r.experiment == name and r.record
        }
        figure = figures.strips(found, published, own["variants"], own["title"])
        figures.save(figure, Path("results", name, "replicates.svg"))


if __name__ == "__main__":
    run_step(main)
