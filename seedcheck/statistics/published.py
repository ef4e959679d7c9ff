"""The published numbers against ours: each one reproduced, different, or not comparable, and why."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from seedcheck.files import Row
from seedcheck.training.results import Result

COST_TOLERANCE = 1e-9  # relative; another order of operations moves the published runs by 2e-11
COLUMNS = (
    "experiment", "variant", "quantity", "epoch", "published", "reproduced", "relative_difference", "verdict",
)  # fmt: skip


def published_rows(
    results: Iterable[Result], published: Mapping[str, Any], checks: Mapping[str, Any] | None
) -> list[Row]:
    """Return one row per published number: ours, the difference and a verdict."""
    rows: list[Row] = []
    for result in results:
        claims = published.get(result.experiment, {}).get(result.variant)
        if claims:
            rows.extend(_variant_claims(result, claims))
    for name, claim in published.get("gradient_checks", {}).items() if checks else ():
        rows.append(_check_claim(name, claim, checks[name] if checks else {}))
    return rows


def _variant_claims(result: Result, claims: Mapping[str, Any]) -> Iterator[Row]:
    obstacle, accepted = _obstacle(result, claims.get("settings", {})), claims.get("accuracy_tolerance", 0.0)
    metrics, costs = (result.record["metrics"], result.costs()) if result.record else ({}, {})
    base = {"experiment": result.experiment, "variant": result.variant}
    for epoch, value in claims.get("cost", {}).items():
        yield base | _row("cost", epoch, value, costs.get(epoch), obstacle, COST_TOLERANCE)
    for name in ("train_accuracy", "test_accuracy"):
        if name in claims:
            yield base | _row(name, None, claims[name], metrics.get(name), obstacle, accepted / (claims[name] or 1.0))


def _obstacle(result: Result, published: Mapping[str, Any]) -> str:
    """Return why a result cannot be compared, empty if it can."""
    if not result.record:
        return result.status
    if result.stand_in:
        return "not comparable: stand-in data"
    settings = result.record["settings"] | {"dataset": result.dataset}
    changed = [name for name, value in published.items() if settings.get(name) != value]
    return f"not comparable: other {', '.join(changed)}" if changed else ""


def _row(
    quantity: str, epoch: int | None, published: float, ours: float | None, obstacle: str, tolerance: float
) -> Row:
    row: Row = {"quantity": quantity, "epoch": epoch, "published": published, "reproduced": ours}
    row["relative_difference"] = None
    if obstacle or ours is None:
        return row | {"verdict": obstacle or "not recorded"}
    off = abs(ours - published) / (abs(published) or 1.0)
    return row | {"relative_difference": off, "verdict": "reproduced" if off <= tolerance else "differs"}


def _check_claim(name: str, claim: Mapping[str, float], check: Mapping[str, Any]) -> Row:
    """Compare a gradient check's difference, within a factor where it is rounding noise."""
    ours, value = check["difference"], claim["difference"]
    row = _row("difference", None, value, ours, check["obstacle"], claim.get("relative_tolerance", 0.0))
    if row["verdict"] == "differs" and value / claim.get("factor", 1) <= ours <= value * claim.get("factor", 1):
        row["verdict"] = f"reproduced within a factor of {claim['factor']}"
    return {"experiment": "gradient_checks", "variant": name} | row
