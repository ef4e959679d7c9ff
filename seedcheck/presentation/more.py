"""What more seeds decided, in words."""

from collections.abc import Mapping
from typing import Any

from seedcheck.presentation.units import margin, points
from seedcheck.presentation.words import verdict


def lines(experiment: str, found: Mapping[str, Any]) -> list[str]:
    """Return a line per comparison: "regularization: l2 against none is undecided after 100 seeds ..."."""
    return [f"{experiment}: {_line(variant, row, found)}" for variant, row in found["variants"].items()]


def _line(variant: str, row: Mapping[str, Any], found: Mapping[str, Any]) -> str:
    compared = f"{variant} against {found['reference']} is"
    code, seeds = row["verdict"], row["seeds"]
    if code == "equal":
        return f"{compared} equal within {margin(found['margin'])} over {seeds} seeds"
    if code == "undecided":
        return f"{compared} {verdict(code)} after {seeds} seeds, the budget"
    size = points(abs(row["typical"]))
    return f"{compared} {verdict(code)} by {size} points, decided after {seeds} seeds"
