"""Train the replicates of one variant, from seeds of their own."""

import argparse
import json
from collections.abc import Sequence

import numpy as np

from workflow.lib import datasets, replicates
from workflow.lib.errors import run_step


def main(argv: Sequence[str]) -> None:
    """Run the step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--settings", type=json.loads, required=True, help="the variant's settings, as JSON")
    parser.add_argument("--replicates", type=int, required=True)
    parser.add_argument("--root-seed", type=int, required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--output", required=True)
    args = parser.parse_args(argv)
    result = replicates.train(args.settings, datasets.read(args.data), args.root_seed, args.replicates)
    replicates.write(args.output, result)
    finished = result.test_accuracy[~result.diverged]
    median = f"median test accuracy {np.median(finished):.3f}, " if finished.size else ""
    print(f"{args.replicates} replicates: {median}{result.diverged.sum()} diverged, {result.collapsed.sum()} collapsed")


if __name__ == "__main__":
    run_step(main)
