"""Draw each experiment's replicates: every seed's test accuracy by variant, and its difference from the reference."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from seedcheck.errors import run_step
from seedcheck.files import read_json
from seedcheck.presentation import figures, seed_figures
from seedcheck.training import replicates
from seedcheck.training.results import collect


def main(argv: Sequence[str]) -> None:
    """Run the step, for the variants that are trained."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layout", type=json.loads, required=True, help="experiments and variants, as JSON")
    parser.add_argument("--verdicts", required=True, help="the verdicts over seeds")
    args = parser.parse_args(argv)
    results, verdicts = collect(args.layout), read_json(args.verdicts)["experiments"]
    for name, own in verdicts.items():
        layout, folder = args.layout[name], Path("results", name)
        mine = [result for result in results if result.experiment == name and result.record]
        values = {r.variant: replicates.read(r.folder / "replicates.h5").accuracy("test") for r in mine}
        published = {r.variant: r.record["metrics"]["test_accuracy"] for r in mine if r.record}
        figure = seed_figures.strips(values, published, layout["variants"], layout["title"])
        figures.save(figure, folder / "replicates.svg")
        judged = {variant: found for variant, found in own["variants"].items() if "verdict" in found}
        if judged:
            figure = seed_figures.differences(values, judged, own["reference"], layout["variants"])
            figures.save(figure, folder / "differences.svg")


if __name__ == "__main__":
    run_step(main)
