"""Judge each variant against its experiment's reference, and the notebook's claims, over all replicates."""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from seedcheck.data import datasets
from seedcheck.errors import run_step
from seedcheck.files import write_json
from seedcheck.presentation.tables import published_rows, write_csv
from seedcheck.statistics.across_datasets import families
from seedcheck.statistics.claims import Seeds, Study, claim_rows
from seedcheck.statistics.experiments import Row, evidence, single_runs, without_nan
from seedcheck.study.config import read_yaml
from seedcheck.training import replicates
from seedcheck.training.replicates import Replicates
from seedcheck.training.results import Result, collect


def main(argv: Sequence[str]) -> None:
    """Run the step, for the variants that are trained."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--layout", type=json.loads, required=True, help="experiments and variants, as JSON")
    parser.add_argument("--published", required=True, help="YAML with the published numbers and claims")
    parser.add_argument("--seed", type=int, required=True, help="of bootstrap and permutations")
    parser.add_argument("--output", type=Path, required=True, help="folder to write to")
    args = parser.parse_args(argv)
    results, published = collect(args.layout), read_yaml(args.published)
    seeds = {name: read_seeds(name, results) for name, own in args.layout.items() if own["replicates"]}
    seeds = {name: found for name, found in seeds.items() if found}
    experiments = {name: judge_experiment(name, args.layout[name], results, seeds[name], args.seed) for name in seeds}
    accuracies = {name: {v: r.accuracy("test") for v, r in own.items()} for name, own in seeds.items()}
    study = Study(results, published_rows(results, published, None), seeds, experiments, args.seed)
    claims = claim_rows(published.get("claims", ()), study)
    summary = families(args.layout, accuracies, experiments, args.seed)
    found = without_nan({"claims": claims, "experiments": experiments, "families": summary})
    write_json(args.output / "verdicts.json", found)
    write_csv(args.output / "verdicts.csv", verdict_rows(found["experiments"]))
    write_csv(args.output / "claims.csv", found["claims"])
    write_csv(args.output / "replicates.csv", seed_rows(seeds))
    for claim in claims:
        print(f"{claim['claim']}: {claim['verdict']}")


def read_seeds(experiment: str, results: Sequence[Result]) -> dict[str, Replicates]:
    """Return the replicates of an experiment's trained variants."""
    own = [result for result in results if result.experiment == experiment and result.record]
    return {result.variant: replicates.read(result.folder / "replicates.h5") for result in own}


def judge_experiment(name: str, own: Mapping[str, Any], results: Sequence[Result], seeds: Mapping[str, Replicates],
                     seed: int) -> Row:  # fmt: skip
    """Return an experiment's summaries, comparisons and verdicts over seeds, and what its published runs are worth."""
    dataset = datasets.read(f"data/{own['dataset']}.h5")
    runs = single_runs([result for result in results if result.experiment == name], dataset, own["reference"])
    rows = evidence(seeds, own["reference"], seed)
    return {
        "reference": own["reference"],
        "replicates": own["replicates"],
        "test_points": dataset.X_test.shape[1],
        "variants": {variant: row | {"published_run": runs.get(variant)} for variant, row in rows.items()},
    }


def seed_rows(seeds: Seeds) -> list[Row]:
    """Return one row per replicate of the whole study."""
    return [
        {"experiment": experiment, "variant": variant} | row
        for experiment, own in seeds.items()
        for variant, found in own.items()
        for row in replicates.rows(found)
    ]


def verdict_rows(verdicts: Mapping[str, Any]) -> list[Row]:
    """Return one row per variant: its distribution over seeds, and its comparison with the reference."""
    rows: list[Row] = []
    for experiment, own in verdicts.items():
        for variant, found in own["variants"].items():
            row: Row = {"experiment": experiment, "variant": variant, "reference": own["reference"]}
            row |= found["summary"] | {f"difference_{k}": v for k, v in found.get("comparison", {}).items()}
            row |= {key: found.get(key) for key in ("adjusted_p", "verdict", "sentence")}
            row |= {f"published_run_{key}": value for key, value in _flat(found["published_run"] or {}).items()}
            rows.append(row)
    columns = list(dict.fromkeys(column for row in rows for column in row))  # the reference has no comparison
    return [{column: row.get(column) for column in columns} for row in rows]


def _flat(run: Mapping[str, Any]) -> Row:
    low, high = run.get("wilson", (None, None))
    return {"wilson_low": low, "wilson_high": high, "mcnemar_p": run.get("mcnemar_p")}


if __name__ == "__main__":
    run_step(main)
