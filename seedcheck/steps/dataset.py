"""Make one data set: generate it, or fetch and read its raw files, into data/{dataset}.h5."""

import argparse
import json
import os
from collections.abc import Sequence

from seedcheck.data import datasets
from seedcheck.errors import run_step


def main(argv: Sequence[str]) -> None:
    """Run the step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--settings", type=json.loads, required=True, help="the data set's part of the config, as JSON")
    parser.add_argument(
        "--files", type=json.loads, default={}, help="sha256 and urls of the raw files it needs, as JSON"
    )
    parser.add_argument("--no-stand-in", action="store_true", help="fail where no source of a raw file can be reached")
    parser.add_argument("--output", required=True)
    args = parser.parse_args(argv)
    mirror = os.environ.get("SEEDCHECK_DATA_MIRROR", "")
    dataset = datasets.make(args.settings, args.files, mirror, stand_in=not args.no_stand_in)
    datasets.write(args.output, dataset)
    features, train, test = *dataset.X_train.shape, dataset.X_test.shape[1]
    print(f"{args.output}: {train} training and {test} test examples of {features} features")


if __name__ == "__main__":
    run_step(main)
