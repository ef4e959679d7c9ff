"""Train one variant from its own seed and those of its replicates: record, cost history, model, replicates."""

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from seedcheck.data import datasets
from seedcheck.errors import run_step
from seedcheck.files import read_json, write_json
from seedcheck.presentation.tables import write_csv
from seedcheck.training import records, replicates
from seedcheck.training.variants import descent

MESSAGES = 10  # lines of progress per training


def main(argv: Sequence[str]) -> None:
    """Run the step."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("experiment", "variant", "dataset"):
        parser.add_argument(f"--{name}", required=True, help="its name, for the record")
    parser.add_argument("--code", default="", help="hash of the code that trains, for the record")
    parser.add_argument("--settings", type=json.loads, required=True, help="the variant's settings, as JSON")
    parser.add_argument("--data", required=True)
    parser.add_argument("--gradients", required=True, help="the variant's gradient report")
    parser.add_argument("--replicates", type=int, default=0, help="how many more seeds")
    parser.add_argument("--root-seed", type=int, default=0, help="where these seeds come from")
    parser.add_argument("--redraw", type=json.loads, help="the data set's part of the config, if they redraw its data")
    parser.add_argument("--output", type=Path, required=True, help="the variant's folder, to write to")
    args = parser.parse_args(argv)
    dataset = datasets.read(args.data)
    setup = descent(args.settings, dataset)
    plan = replicates.Plan(args.replicates, args.root_seed, args.redraw)
    run, others = replicates.train(args.settings, dataset, plan, progress(setup.epochs))
    record = {name: getattr(args, name) for name in ("experiment", "variant", "dataset", "settings")}
    record |= {"diverged_at_epoch": records.diverged_at(run), "metrics": records.metrics(setup, run, dataset)}
    record |= {"gradient_check": records.gate_summary(read_json(args.gradients))}
    record |= {"replicates": {"count": plan.count, "root_seed": plan.root_seed, "redraw_data": plan.redraw is not None}}
    record |= records.provenance(dataset, args.code)
    records.write_costs(args.output / "costs.csv", run)
    records.write_model(args.output / "model.h5", args.settings["layers"], run.theta)
    replicates.write(args.output / "replicates.h5", others)
    write_csv(args.output / "replicates.csv", replicates.rows(others), replicates.COLUMNS)
    write_json(args.output / "record.json", record)
    print(", ".join(f"{name} {value}" for name, value in record["metrics"].items()))
    if (epoch := record["diverged_at_epoch"]) is not None:
        print(f"WARNING: DIVERGED: the cost is not finite at epoch {epoch}; a lower learning_rate may help")


def progress(epochs: int) -> Callable[[int, float], None]:
    """Return a callback that prints the cost at each tenth of the training."""
    due = iter(range(0, epochs + 1, max(1, epochs // MESSAGES)))
    following = next(due)

    def report(epoch: int, cost: float) -> None:
        nonlocal following
        if epoch >= following:
            print(f"epoch {epoch} of {epochs}: cost {cost:.6f}", flush=True)
            following = next((e for e in due if e > epoch), epochs + 1)

    return report


if __name__ == "__main__":
    run_step(main)
