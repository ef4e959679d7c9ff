"""Draw the data sets: a scatter plot of points, or a sheet of images."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from seedcheck.data import datasets
from seedcheck.errors import run_step
from seedcheck.presentation import figures


def main(argv: Sequence[str]) -> None:
    """Run the step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--axes", type=json.loads, required=True, help="shown range per data set, or null, as JSON")
    parser.add_argument("--data", nargs="+", required=True, help="files data/{dataset}.h5")
    parser.add_argument("--output", type=Path, required=True, help="folder to write to")
    args = parser.parse_args(argv)
    for path in args.data:
        name, dataset = Path(path).stem, datasets.read(path)
        title = name + (" (stand-in data)" if dataset.attributes["stand_in"] else "")
        is_image = len(dataset.attributes["shape"]) > 1
        figure = figures.image_sheet(dataset, title) if is_image else figures.scatter(dataset, args.axes[name], title)
        figures.save(figure, args.output / f"{name}.png")


if __name__ == "__main__":
    run_step(main)
