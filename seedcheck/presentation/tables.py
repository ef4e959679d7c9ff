"""Tables, as rows: one per run, per variant, per verdict, per claim, per replicate, and per cell of a sweep."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import nn
from seedcheck.files import Row
from seedcheck.presentation import words
from seedcheck.presentation.advice import advice
from seedcheck.presentation.units import SHARES, UNITS, Unit
from seedcheck.training.replicate_rows import rows
from seedcheck.training.replicates import Replicates
from seedcheck.training.results import Result

METRICS = ("train_accuracy", "test_accuracy", "final_cost", "train_cross_entropy", "test_cross_entropy")


def metric_names() -> list[str]:
    """Return the metrics of a record in the order of tables."""
    further = [f"{part}_{name}" for name in nn.RECORDED for part in ("train", "test")]
    return list(dict.fromkeys([*METRICS, *further]))


def run_rows(results: Iterable[Result]) -> list[Row]:
    """Return one row per run: its seeds, status and metrics."""
    table = []
    for result in results:
        record = result.record or {}
        row: Row = {"experiment": result.experiment, "variant": result.variant, "dataset": result.dataset}
        row |= {name: record.get("settings", {}).get(name) for name in ("seed", "mask_seed")}
        row |= {"status": result.status, "diverged_at_epoch": record.get("diverged_at_epoch")}
        table.append(row | _metrics(record))
    return table


def _metrics(record: Row) -> Row:
    """Return the metrics in the order of tables, and then those that only a command has."""
    found: Row = record.get("metrics", {})
    return {name: found.get(name) for name in metric_names()} | found


def variant_rows(results: Iterable[Result]) -> list[Row]:
    """Return one row per variant: its settings, metrics and gate, and which data they hold for."""
    table = []
    for result in results:
        record = result.record or {}
        settings = {k: v for k, v in record.get("settings", {}).items() if k != "layers"}
        row: Row = {"experiment": result.experiment, "variant": result.variant, "dataset": result.dataset}
        row["status"] = result.status
        row |= _metrics(record)
        row |= {f"gradient_{method}": value for method, value in record.get("gradient_check", {}).items()}
        layers = record.get("settings", {}).get("layers", [])
        row |= {"layers": "-".join(map(str, layers)) if isinstance(layers, list) else layers, **settings}
        table.append(row | {"data_sha256": record.get("data", {}).get("sha256"), "stand_in": result.stand_in})
    return table


def replicate_rows(replicates: Mapping[tuple[str, str], Replicates], decided: Mapping[str, Row]) -> list[Row]:
    """Return one row per replicate of the whole study, which is given by (experiment, variant).

    ``decided`` are the decisions on experiments, which have the values of further metrics.
    """
    return [
        {"experiment": experiment, "variant": variant} | row | {name: column[seed] for name, column in further.items()}
        for (experiment, variant), found in replicates.items()
        for further in [_values(decided.get(experiment, {}), variant)]
        for seed, row in enumerate(rows(found))
    ]


def _values(decided: Row, variant: str) -> dict[str, list[float | None]]:
    """Return the values of a variant's seeds in each further metric."""
    further = decided.get("further", {})
    return {f"test_{metric}": of_all[variant]["values"] for metric, of_all in further.items() if variant in of_all}


def in_words(decisions: Mapping[str, Any], datasets: Mapping[str, str]) -> dict[str, Any]:
    """Return decisions with verdicts in words and a sentence for each, as verdicts.json has them.

    ``datasets`` is the data set of each experiment.
    """
    experiments = {name: decided | _experiment(decided) for name, decided in decisions["experiments"].items()}
    suites = {suite: _suite(pooled, datasets) for suite, pooled in decisions["suites"].items()}
    return {"claims": claim_rows(decisions["claims"]), "experiments": experiments, "suites": suites}


def _experiment(decided: Row) -> Row:
    """Return an experiment's decisions in words, also those by further metrics."""
    further = {
        metric: {variant: _said(found, UNITS[words.METRICS[metric][1]]) for variant, found in of_all.items()}
        for metric, of_all in decided.get("further", {}).items()
    }
    said = {"variants": {variant: _said(found) for variant, found in decided["variants"].items()}}
    return said | ({"further": further} if further else {})


def _said(found: Row, unit: Unit = SHARES) -> Row:
    """Return a decision with its verdict in words, its sentence and advice."""
    if "verdict" not in found:
        return found
    said = {"verdict": words.verdict(found["verdict"]), "sentence": words.comparison(found, unit=unit)}
    return found | said | {"advice_sentence": advice(found, unit)}


def _suite(pooled: Mapping[str, Row], datasets: Mapping[str, str]) -> Row:
    members = dict.fromkeys(name for found in pooled.values() for name in found["verdicts"])
    variants = {}
    for variant, found in pooled.items():
        by_dataset = {datasets[name]: code for name, code in found["verdicts"].items()}
        said = {"words": {name: words.verdict(code) for name, code in by_dataset.items()}}
        rest = {key: value for key, value in found.items() if key != "verdicts"}
        variants[variant] = said | {"verdict": words.over_datasets(found)} | rest
    return {"datasets": [datasets[name] for name in members], "variants": variants}


def claim_rows(claims: Iterable[Row]) -> list[Row]:
    """Return one row per claim: published, reproduced, over seeds, and the verdict."""
    shown = ("claim", "experiment", "variant", "against", "metric", "published", "published_against", "reproduced",
             "reproduced_against", "reproduction", "seeds", "iqm", "iqm_against")  # fmt: skip
    table = []
    for claim in claims:
        row = {key: claim[key] for key in shown}
        difference = claim["found"].get("comparison", {})
        row |= {
            key: difference.get(key) for key in ("wins", "losses", "typical", "low_seeds", "high_seeds", "low", "high")
        }
        row |= {"adjusted_p": claim["found"].get("adjusted_p"), "regained": claim["regained"]}
        row |= {"comparison": words.verdict(claim["found"].get("verdict", "")), "sentence": words.claim(claim)}
        table.append(row | {"verdict": words.verdict(claim["verdict"])})
    return table


def verdict_rows(experiments: Mapping[str, Any]) -> list[Row]:
    """Return one row per variant, of experiments in words: its distribution over seeds, and its comparison.

    Where an experiment has further metrics, it has a row for each of them, too, and a column says which one it is.
    """
    has_further = any("further" in decided for decided in experiments.values())
    table: list[Row] = []
    for experiment, decided in experiments.items():
        for metric, variants in {"accuracy": decided["variants"], **decided.get("further", {})}.items():
            for variant, found in variants.items():
                row: Row = {"experiment": experiment, "variant": variant}
                row |= {"metric": f"test_{metric}"} if has_further else {}
                row |= {"reference": decided["reference"], **_decision(found)}
                table.append(row | (_single(found["published_run"] or {}) if metric == "accuracy" else {}))
    return _with_all_columns(table)


def cell_rows(cells: Sequence[Row]) -> list[Row]:
    """Return one row per cell of a sweep: its values, its distribution over seeds, and its verdict."""
    return _with_all_columns([cell["cell"] | _decision(_said(cell)) for cell in cells])


def _decision(found: Row) -> Row:
    """Return a variant's or cell's distribution, failures and comparison, flat; ``found`` in words.

    Failures and the probability of being better are told beside the accuracy alone.
    """
    row: Row = dict(found["summary"])
    failures = found.get("failures", {})
    row |= {f"failed_{key}" if key != "failed" else key: failures.get(key) for key in ("failed", "low", "high")}
    row |= {f"difference_{key}": value for key, value in found.get("comparison", {}).items()}
    probability = found.get("probability") or {}
    row |= {f"probability_better{suffix}": probability.get(key)
            for suffix, key in (("", "value"), ("_low", "low"), ("_high", "high"))}  # fmt: skip
    row |= {f"equal_{key}": found.get("equivalence", {}).get(key) for key in ("margin", "low", "high")}
    row |= {key: found.get(key) for key in ("adjusted_p", "verdict", "reason", "sentence", "advice_sentence")}
    return row | {"failing": found.get("failing", {}).get("verdict")}


def _single(run: Row) -> Row:
    low, high = run.get("wilson", (None, None))
    single = {"outcome": run.get("outcome"), "wilson_low": low, "wilson_high": high, "mcnemar_p": run.get("mcnemar_p")}
    return {f"configured_seed_{key}": value for key, value in single.items()}


def _with_all_columns(table: Sequence[Row]) -> list[Row]:
    """Return rows that all have the same columns: the reference has no comparison."""
    columns = list(dict.fromkeys(column for row in table for column in row))
    return [{column: row.get(column) for column in columns} for row in table]
