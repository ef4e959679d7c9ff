"""What moved between two ledgers, in plain lines."""

from collections.abc import Iterator, Mapping
from math import isnan
from typing import Any

from seedcheck.origin.ledger import Ledger
from seedcheck.origin.moved import Change, Moved, OverSeeds, changes, moved


def lines(before: Ledger, now: Ledger) -> list[str]:
    """Return what moved: settings, accuracies over seeds, metrics of the configured seed, verdicts."""
    if before == now:
        return [f"nothing: all numbers and verdicts of {len(now['variants'])} variants are equal to the last bit"]
    found = moved(before, now)
    sections = {
        "what was changed": list(_causes(before, now, found)),
        "test accuracy over seeds": list(_seeds(found)),
        "metrics of the configured seed, one training each": list(_metrics(found)),
        "verdicts": list(_verdicts(before, now, found)),
    }
    return [*_alarm(found), *(line for title, part in sections.items() for line in (title, *(part or ["  nothing"])))]


def _alarm(found: Mapping[str, Moved]) -> Iterator[str]:
    """Yield which numbers differ without a cause."""
    names = [name for name, each in found.items() if each.unexplained]
    if names:
        same = "the same settings, data, seeds, code and software"
        yield f"NOT EXPLAINED: {', '.join(names)}: {same} gave other numbers; they have to be equal to the last bit"


def _causes(before: Ledger, now: Ledger, found: Mapping[str, Moved]) -> Iterator[str]:
    """Yield each change of a setting, data, code or software, with the variants that it concerns."""
    for word, one, other in (("no more", before, now), ("new", now, before)):
        names = [name for name in one["variants"] if name not in other["variants"]]
        if names:
            yield f"  {word}: {', '.join(names)}"
    concerned: dict[str, list[str]] = {}
    for name, each in found.items():
        for key, change in each.causes.items():
            concerned.setdefault(f"{key}: {_arrow(change)}", []).append(name)
    for text, names in concerned.items():
        yield f"  {text} ({'all variants' if len(names) == len(found) > 1 else ', '.join(names)})"


def _seeds(found: Mapping[str, Moved]) -> Iterator[str]:
    """Yield the mean of each variant before and now, and whether the luck of seeds explains the difference."""
    repeated = {name: each.seeds for name, each in found.items() if each.seeds}
    if not repeated:
        return
    width = max(map(len, repeated))
    for name, seeds in repeated.items():
        yield f"  {name:{width}}  {100 * seeds.before:6.2f} % -> {100 * seeds.now:6.2f} %  {_difference(seeds)}"


def _difference(seeds: OverSeeds) -> str:
    if seeds.equal or isnan(seeds.error):
        return seeds.said
    points = 100 * (seeds.now - seeds.before)
    errors = f", {abs(seeds.now - seeds.before) / seeds.error:.1f} standard errors" if seeds.error else ""
    how = f"{seeds.pairs} seeds paired" if seeds.pairs else "other seeds or data, not paired"
    return f"{points:+.2f} points{errors} ({how}), p {seeds.p:.2g}: {seeds.said}"


def _metrics(found: Mapping[str, Moved]) -> Iterator[str]:
    for name, each in found.items():
        for key, (old, new) in each.metrics.items():
            numbers = None not in (old, new)
            yield f"  {name} {key}: {_arrow((old, new))}" + (f" ({new - old:+.3g})" if numbers else "")


def _verdicts(before: Ledger, now: Ledger, found: Mapping[str, Moved]) -> Iterator[str]:
    for name, each in found.items():
        if each.verdict:
            p = tuple(part["variants"][name].get("p") for part in (before, now))
            yield f"  {name}: {_arrow(each.verdict)} (p {_arrow(p)})"
    for claim, change in changes(before["claims"], now["claims"]).items():
        yield f"  claim {claim}: {_arrow(change)}"


def _arrow(change: Change) -> str:
    """Return both values, in full if they would look the same."""
    before, now = map(_shown, change)
    return f"{before} -> {now}" if before != now else f"{change[0]!r} -> {change[1]!r}"


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    return "none" if value is None or value == "" else str(value)
