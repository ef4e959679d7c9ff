"""Judge each variant against its experiment's reference over all replicates."""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from workflow.lib import datasets, replicates
from workflow.lib.comparison import write_csv
from workflow.lib.errors import run_step
from workflow.lib.evidence import Row, evidence, single_runs, without_nan
from workflow.lib.files import write_json
from workflow.lib.replicates import Replicates
from workflow.lib.results import collect


def main(argv: Sequence[str]) -> None:
    """Run the step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layout", type=json.loads, required=True, help="experiments and variants, as JSON")
    parser.add_argument("--seed", type=int, required=True, help="of bootstrap and permutations")
    parser.add_argument("--output", type=Path, required=True, help="folder to write to")
    args = parser.parse_args(argv)
    verdicts, seeds = {}, []
    for name, own in args.layout.items():
        variants = {variant: replicates.read(replicates.file_of(name, variant)) for variant in own["variants"]}
        dataset = datasets.read(f"data/{own['dataset']}.h5")
        runs = single_runs([r for r in collect(args.layout) if r.experiment == name], dataset, own["reference"])
        rows = evidence(variants, own["reference"], args.seed)
        verdicts[name] = {
            "reference": own["reference"],
            "test_points": dataset.X_test.shape[1],
            "variants": {variant: row | {"published_run": runs.get(variant)} for variant, row in rows.items()},
        }
        seeds.extend(seed_rows(name, variants))
    write_json(args.output / "verdicts.json", without_nan(verdicts))
    write_csv(args.output / "verdicts.csv", verdict_rows(without_nan(verdicts)))
    write_csv(args.output / "replicates.csv", without_nan(seeds))


def seed_rows(experiment: str, variants: Mapping[str, Replicates]) -> list[Row]:
    """Return one row per replicate."""
    names = ("train_accuracy", "test_accuracy", "final_cost", "diverged", "collapsed")
    return [
        {"experiment": experiment, "variant": variant, "replicate": s} | {n: getattr(own, n)[s].item() for n in names}
        for variant, own in variants.items()
        for s in range(len(own.diverged))
    ]


def verdict_rows(verdicts: Mapping[str, Any]) -> list[Row]:
    """Return one row per variant: its distribution over seeds, and its comparison with the reference."""
    rows: list[Row] = []
    for experiment, own in verdicts.items():
        for variant, found in own["variants"].items():
            row: Row = {"experiment": experiment, "variant": variant, "reference": own["reference"]}
            row |= found["summary"] | {f"difference_{k}": v for k, v in found.get("comparison", {}).items()}
            row |= {key: found.get(key) for key in ("adjusted_p", "verdict", "sentence")}
            rows.append(row)
    columns = list(dict.fromkeys(column for row in rows for column in row))  # the reference has no comparison
    return [{column: row.get(column) for column in columns} for row in rows]


if __name__ == "__main__":
    run_step(main)
