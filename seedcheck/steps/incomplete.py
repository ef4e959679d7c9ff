"""After a run that stopped: judge, draw and report what is there, and say last what stopped and why."""

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from seedcheck.errors import run_step
from seedcheck.steps import figures, report, seed_figures, verdicts
from seedcheck.training.results import collect


def main(argv: Sequence[str]) -> None:
    """Run the step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layout", type=json.loads, required=True, help="experiments and variants, as JSON")
    parser.add_argument("--axes", type=json.loads, required=True, help="shown range per data set, as JSON")
    parser.add_argument("--sweeps", required=True, help="`sweeps` of the config, as JSON")
    parser.add_argument("--seed", required=True, help="of bootstrap and permutations")
    parser.add_argument("--published", required=True)
    parser.add_argument("--template", required=True)
    args = parser.parse_args(argv)
    results = collect(args.layout)
    for name, own in args.layout.items():
        data = Path("data", f"{own['dataset']}.h5")
        trained = any(result.record for result in results if result.experiment == name)
        if trained and data.is_file():
            axes = json.dumps(args.axes[own["dataset"]])
            figures.main(["--layout", json.dumps({name: own}), "--axes", axes, "--data", str(data)])
    layout, published = ["--layout", json.dumps(args.layout)], ["--published", args.published]
    with tempfile.TemporaryDirectory() as folder:  # where the rule `verdicts` would not take them for its own
        verdicts.main([*layout, *published, "--seed", args.seed, "--output", folder])
        judged = ["--verdicts", str(Path(folder, "verdicts.json"))]
        seed_figures.main([*layout, *judged])
        paths = [*judged, "--template", args.template, "--checks", "results/gradient_checks.json"]
        report.main([*layout, *published, *paths, "--sweeps", args.sweeps, "--output", "results/report.html"])
    for result in results:
        if result.gradients and not result.gradients["passed"]:
            print(f"STOPPED BY ITS GATE: {result.experiment}/{result.variant}\n  {result.gradients['failures'][0]}")


if __name__ == "__main__":
    run_step(main)
