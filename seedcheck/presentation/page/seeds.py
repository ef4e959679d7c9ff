"""What an experiment's replicates say: sentences, pictures and a table per metric, for the finding and its section."""

from collections.abc import Mapping
from statistics import median_low
from typing import NamedTuple

import nn
from nn.metrics import Metric
from seedcheck.files import Row
from seedcheck.presentation import captions, words
from seedcheck.presentation.page.formats import FORMATS, Format, probability, whole_percent, with_interval
from seedcheck.presentation.page.looks import LookTable, look_table
from seedcheck.presentation.page.material import Material
from seedcheck.presentation.page.parts import Link, Picture, Word, drawings_of, picture, verdict
from seedcheck.statistics.codes import shown_interval
from seedcheck.training.replicates import Replicates


class SeedRow(NamedTuple):
    """A variant's verdict and values of a metric over seeds; without a comparison the verdict says why."""

    name: str
    variant: Link
    color: str
    verdict: Word
    numbers: tuple[str, ...]


class SeedTable(NamedTuple):
    """A metric over seeds; ``heading`` is empty for the accuracy, which comes first."""

    label: str
    heading: str
    heads: tuple[str, ...]
    rows: tuple[SeedRow, ...]


class SeedsView(NamedTuple):
    """What the replicates of an experiment say: one dot per seed in the first of the ``pictures``."""

    replicates: int
    sentences: tuple[str, ...]
    pictures: list[Picture]
    bands: list[Picture]
    tables: tuple[SeedTable, ...]
    looks: LookTable | None


def compared(decided: Row) -> dict[str, Row]:
    """Return the decisions on those variants that were compared with the reference."""
    return {variant: found for variant, found in decided["variants"].items() if "verdict" in found}


def seeds_view(material: Material, experiment: str) -> SeedsView | None:
    """Return what the replicates of an experiment say, None if nothing was decided over them."""
    decided = material.decided(experiment)
    if not decided:
        return None
    experiments, titles = {experiment: material.shown(experiment)}, material.titles(experiment)
    medians = words.list_medians(decided, titles)
    metrics = {"accuracy": decided["variants"], **decided.get("further", {})}
    return SeedsView(
        replicates=decided["replicates"],
        sentences=tuple(
            words.plainly(titles[name], row, titles[decided["reference"]]) for name, row in compared(decided).items()
        ),
        pictures=[picture(drawing, medians=medians) for drawing in drawings_of("seeds", experiments, {})],
        bands=[picture(drawing, medians=medians) for drawing in drawings_of("bands", experiments, {})],
        tables=tuple(_table(material, experiment, metric, variants) for metric, variants in metrics.items()),
        looks=look_table(
            f"Other looks at {material.experiments[experiment]['title']}",
            "variant",
            {Link(titles[name]): row for name, row in compared(decided).items()},
        ),
    )


def _table(material: Material, experiment: str, metric: str, variants: Mapping[str, Row]) -> SeedTable:
    label, format_name = words.METRICS[metric]
    metric_format, is_first = FORMATS[format_name], metric == "accuracy"
    title, reference = (material.experiments[experiment][key] for key in ("title", "reference"))
    titles = material.titles(experiment)
    kind = nn.METRICS[metric]
    has_points = any(found["comparison"].get("m") for found in variants.values() if "comparison" in found)
    stops = _stops(material, experiment) if is_first else {}
    heads = _heads(metric_format, kind, is_first=is_first, over_points=has_points, has_stops=bool(stops))
    return SeedTable(
        label=f"{title} over seeds" if is_first else f"{title}, test {label} over seeds",
        heading="" if is_first else f"Test {label}",
        heads=heads,
        rows=tuple(
            SeedRow(
                name=variant,
                variant=Link(titles[variant], f"{experiment}/{variant}/replicates.csv"),
                color=material.colors.get(variant, ""),
                verdict=verdict(found["verdict"])
                if "verdict" in found
                else Word(words.not_compared(titles[variant], titles[reference]), "soft"),
                numbers=_filled(
                    (*_numbers(found, metric_format), *stops.get(variant, ()), *_comparison(found, metric_format)),
                    len(heads),
                ),
            )
            for variant, found in variants.items()
        ),
    )


def _stops(material: Material, experiment: str) -> dict[str, tuple[str]]:
    """Return per variant how many of its seeds stopped early and what they kept, nothing if none of them could."""
    found = {name: _stopped(replicates) for name, (_, replicates) in material.seeds.get(experiment, {}).items()}
    return {name: (found.get(name, ""),) for name in material.titles(experiment)} if any(found.values()) else {}


def _stopped(replicates: Replicates) -> str:
    used = ~replicates.diverged
    if replicates.stopped is None or replicates.kept is None or not used.any():
        return ""
    early = replicates.stopped[used] < replicates.epochs[-1]
    return captions.stopped(int(early.sum()), early.size, median_low(replicates.kept[used].tolist()))


def _filled(texts: tuple[str, ...], count: int) -> tuple[str, ...]:
    """Return texts with empty ones behind them, up to so many."""
    return texts + ("",) * (count - len(texts))


def _heads(
    metric_format: Format, kind: Metric, *, is_first: bool, over_points: bool, has_stops: bool
) -> tuple[str, ...]:
    """Return the heads of the columns with numbers; the accuracy has failures, too, and when trainings stopped."""
    interval = "its 95 % interval over seeds"
    difference = f"{'typically lower by' if kind.is_loss else 'typical difference'}{metric_format.unit}, {interval}"
    difference += " and test points" * over_points
    values = ("seeds: used, diverged", f"IQM, {interval}", "median, mean")
    if not is_first:
        return (*values, difference, "p (Holm)")
    stops = ("stopped early, median epoch kept",) * has_stops
    return (*values, "failed", *stops, difference, "better in, with 95 % interval", "p (Holm)")


def _numbers(found: Row, metric_format: Format) -> tuple[str, ...]:
    summary, value = found["summary"], metric_format.value
    numbers = (
        f"{summary['n']}, {summary['diverged']}",
        with_interval(value, summary["iqm"], summary),
        ", ".join(value(summary[key]) for key in ("median", "mean") if summary[key] is not None),
    )
    return (*numbers, words.failures(found)) if "failures" in found else numbers


def _comparison(found: Row, metric_format: Format) -> tuple[str, ...]:
    """Return what the table says of a variant against the reference, empty if it was not compared."""
    if "verdict" not in found:
        return ()
    difference = found["comparison"]
    limits = dict(zip(("low", "high"), shown_interval(difference), strict=True))
    numbers = [with_interval(metric_format.difference, difference["typical"], limits)]
    if "probability" in found:
        chance = found["probability"]
        numbers.append(with_interval(whole_percent, chance["value"], chance) if chance else "")
    return (*numbers, probability(found["adjusted_p"]))
