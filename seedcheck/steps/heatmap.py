"""Draw a sweep: the test accuracy of each cell with its interval, and which cells differ from the reference."""

import argparse
from collections.abc import Sequence

from seedcheck.errors import run_step
from seedcheck.files import read_json
from seedcheck.presentation import figures, seed_figures


def main(argv: Sequence[str]) -> None:
    """Run the step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cells", required=True, help="what the sweep came to")
    parser.add_argument("--title", required=True)
    parser.add_argument("--output", required=True)
    args = parser.parse_args(argv)
    sweep = read_json(args.cells)
    figures.save(seed_figures.heatmap(sweep["grid"], sweep["cells"], args.title), args.output)


if __name__ == "__main__":
    run_step(main)
