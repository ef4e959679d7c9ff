"""What would decide an undecided comparison, in words: how many more seeds or test points."""

from collections.abc import Mapping
from typing import Any

from seedcheck.presentation.units import SHARES, Unit

Row = Mapping[str, Any]


def ruled_out(found: Row, unit: Unit = SHARES) -> str:
    """Return which differences an undecided comparison rules out all the same, at 90 % as equality is; else empty."""
    limits = [found["equivalence"][side] for side in ("low", "high")]
    if found["verdict"] != "undecided" or None in limits:
        return ""
    return f"a typical difference of {unit.above(max(-limits[0], limits[1]))} or more is ruled out"


def advice(found: Row, unit: Unit = SHARES) -> str:
    """Return what would decide an undecided comparison, empty where nothing can be advised."""
    given = found.get("advice")
    if not given or found["verdict"] != "undecided" or found["reason"] == "no prediction differs":
        return ""
    difference, equal = given["differ"] or {}, given["equal"] or {}
    if not difference and not equal:
        return "more than a quarter of the pairs has a failed training, so no number of seeds or points is advised"
    parts = [_source(found)] if found["comparison"]["m"] else []  # over seeds alone there is one source
    needed, alike = _needed(difference), _needed(equal)
    if needed:
        parts.append(f"{needed} would decide, if the difference is as it seems")
    if alike:
        parts.append(f"{alike} would show both to be {_within(found, unit)}, if they are")
    return "; ".join(parts)


def _source(found: Row) -> str:
    """Return where most of the uncertainty comes from, and what is of no use against it."""
    given = found["advice"]
    main = max(("seeds", "points", "rest"), key=lambda name: given[name])
    if main == "rest":
        return "the uncertainty is in single predictions, so more seeds and more test points both help"
    source = f"{100 * given[main]:.0f} % of the uncertainty is the {_named(main, found['comparison'])}"
    other = {"seeds": "points", "points": "seeds"}[main]
    if (given["differ"] or {}).get(other) or (given["equal"] or {}).get(other):
        return source
    return f"{source}: more {_plain(other)} alone will not decide this"


def _named(source: str, difference: Row) -> str:
    return f"{difference['n']} seeds" if source == "seeds" else f"{difference['m']} test points"


def _plain(source: str) -> str:
    return "seeds" if source == "seeds" else "test points"


def _within(found: Row, unit: Unit) -> str:
    return f"equal within {unit.margin(found['equivalence']['margin'])}"


def _needed(numbers: Mapping[str, int | None]) -> str:
    """Return "60 seeds or 900 test points", what of it there is, to two digits."""
    shown = [f"{float(f'{numbers[key]:.2g}'):.0f} {_plain(key)}" for key in ("seeds", "points") if numbers.get(key)]
    return " or ".join(shown)
