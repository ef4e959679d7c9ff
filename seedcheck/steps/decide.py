"""Judge each variant against its experiment's reference, and the notebook's claims, over all replicates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seedcheck.files import Row, without_nan, write_json
from seedcheck.statistics.across_datasets import pool_suites
from seedcheck.statistics.claims import Evidence, claim_rows
from seedcheck.statistics.experiments import decide_experiment
from seedcheck.statistics.pairs import Rule, Trained
from seedcheck.statistics.published import published_rows
from seedcheck.steps import run_step
from seedcheck.study.yaml import read_yaml
from seedcheck.training.command.rights import Rights
from seedcheck.training.predictions import Predictions
from seedcheck.training.results import Result, collect


@dataclass(frozen=True)
class DecideJob:
    """What decisions need to know.

    Attributes
    ----------
    experiments : per experiment its ``dataset``, ``variants``, ``reference``, number of ``replicates``, ``margin`` of
        practical equality in points, further ``metrics`` that are judged, and ``redrawn``, the experiment that repeats
        it with other training data, or ""
    suites : experiments that ask the same of different data, by suite
    seed : of resampling
    """

    experiments: Mapping[str, Mapping[str, Any]]
    suites: Mapping[str, Sequence[str]]
    seed: int


def decide(published: Path, output: Path, job: DecideJob) -> None:
    """Write the decisions on all variants that are trained, and on the published claims."""
    found = decisions(collect(job.experiments), read_yaml(published), job)
    write_json(output, without_nan(found))
    for name, decided in found["experiments"].items():
        verdicts = {variant: row["verdict"] for variant, row in decided["variants"].items() if "verdict" in row}
        print(f"{name}: {', '.join(f'{variant} {code}' for variant, code in verdicts.items())}")


def decisions(results: Sequence[Result], published: Mapping[str, Any], job: DecideJob) -> Row:
    """Return the decisions on experiments, on claims, and on suites of experiments."""
    trained = {
        name: variants
        for name, experiment in job.experiments.items()
        if experiment["replicates"] and (variants := _trained(name, results, with_all=bool(experiment["metrics"])))
    }
    rules = {name: Rule(experiment["margin"] / 100, job.seed) for name, experiment in job.experiments.items()}
    redrawn = {name: trained.get(experiment["redrawn"], {}) for name, experiment in job.experiments.items()}
    decided = {name: _decided(job.experiments[name], trained[name], rules[name], redrawn[name]) for name in trained}
    evidence = Evidence(
        variants=frozenset((result.experiment, result.variant) for result in results),
        published=published_rows(results, published, None),
        trained=trained,
        rule=Rule(min(rule.margin for rule in rules.values()), job.seed),
        redrawn=redrawn,
    )
    return {
        "claims": claim_rows(_claims(published), evidence),
        "experiments": decided,
        "suites": pool_suites(job.suites, decided, job.seed),
    }


def _claims(published: Mapping[str, Any]) -> list[Row]:
    """Return the published claims, each with who made it."""
    source = {"source": published.get("source", "the source")}
    return [source | claim for claim in published.get("claims", ())]


def _trained(experiment: str, results: Sequence[Result], *, with_all: bool) -> dict[str, Trained]:
    """Return what the trained variants of an experiment left, with the predictions of the configured seed or of all."""
    return {
        result.variant: Trained(result.status == "diverged", _predictions(result, with_all), result.replicates())
        for result in results
        if result.experiment == experiment and result.record
    }


def _predictions(result: Result, with_all: bool) -> Predictions | Rights:
    """Return the predictions that decisions need: of all networks only where a further metric is judged."""
    found = result.rights()
    return found if with_all else found.of_configured_seed()


def _decided(
    experiment: Mapping[str, Any], variants: Mapping[str, Trained], rule: Rule, redrawn: Mapping[str, Trained]
) -> Row:
    points = next(iter(variants.values())).replicates.points("test")
    fixed = {"reference": experiment["reference"], "replicates": experiment["replicates"], "margin": rule.margin,
             "test_points": points}  # fmt: skip
    return fixed | decide_experiment(variants, experiment["reference"], rule, redrawn, experiment["metrics"])


if __name__ == "__main__":
    run_step(decide)
