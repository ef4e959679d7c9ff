"""How a study keeps to its sealed plan, in words."""

from collections.abc import Mapping
from typing import Any

from seedcheck.study.seal import Deviation, deviations

CHANGED = {
    "claims": "other claims",
    "analysis": "other code of the analysis",
    "root_seed": "another root seed",
    "grid": "another grid",
    "settings": "other settings",
}


def kept(sealed: Mapping[str, Any] | None, plan: Mapping[str, Any]) -> list[str]:
    """Return one line "as planned", or a line per deviation from the plan that was sealed."""
    if sealed is None:
        return ["no plan was sealed"]
    late = ["sealed after something had been trained"] if sealed["late"] else []
    found = [_said(deviation) for deviation in deviations(sealed["plan"], plan)]
    return late + (found or ([] if late else ["as planned, sealed before the first training"]))


def _said(deviation: Deviation) -> str:
    where = f"{deviation.place}: " if deviation.place else ""
    if deviation.what in {"experiment", "variant", "sweep"}:
        if deviation.before is None:
            return f"{where}{deviation.what} added since"
        return f"{where}{deviation.what} {'dropped' if deviation.after is None else 'changed'} since"
    if deviation.what in CHANGED:
        return f"{where}{CHANGED[deviation.what]} since"
    return f"{where}{deviation.what} {deviation.after} instead of {deviation.before}"
