"""The sealed plan: what a study was to decide and how, written down before its first training, and what changed since.

The Snakefile seals when jobs start and nothing is sealed yet. The page compares the sealed plan with what holds now.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from seedcheck.errors import InputError
from seedcheck.files import read_json, reading, sha256, write_json
from seedcheck.study import paths

Plan = Mapping[str, Any]


class Deviation(NamedTuple):
    """A difference between the sealed plan and what holds now.

    Attributes
    ----------
    what : "experiment", "variant", "sweep", or a key of one of them, "claims", "root_seed" or "analysis"
    place : of which experiment, variant or sweep, empty for the whole study
    before, after : None where it was not there
    """

    what: str
    place: str
    before: Any
    after: Any


def digest(plan: Plan) -> str:
    """Return the SHA-256 of a plan."""
    return sha256(json.dumps(plan, sort_keys=True).encode())


def seal(plan: Plan, path: Path = paths.PLAN) -> None:
    """Write down the plan, unless one is there already; ``late`` says that something had been trained before."""
    if not path.is_file():
        trained = next(paths.RESULTS.glob("*/*/record.json"), None)
        write_json(path, {"sha256": digest(plan), "late": trained is not None, "plan": plan})


def sealed(path: Path = paths.PLAN) -> dict[str, Any] | None:
    """Return what was sealed, None if nothing was."""
    if not path.is_file():
        return None
    found: dict[str, Any] = read_json(path, "sha256", "late", "plan")
    with reading(path):
        if digest(found["plan"]) != found["sha256"]:
            raise ValueError("the plan is not the one of its hash")
    return found


def is_damaged(path: Path = paths.PLAN) -> bool:
    """Return whether the sealed plan was lost to damage: it cannot be made anew, only sealed again, which is late."""
    try:
        sealed(path)
    except InputError:
        return True
    return False


def deviations(before: Plan, after: Plan) -> list[Deviation]:
    """Return what has changed since a plan was sealed."""
    found = [Deviation(key, "", before[key], after[key]) for key in ("root_seed", "claims", "analysis")
             if before[key] != after[key]]  # fmt: skip
    for group, what in (("experiments", "experiment"), ("sweeps", "sweep")):
        found += _changes(what, before[group], after[group])
    return found


def _changes(what: str, before: Plan, after: Plan) -> Iterator[Deviation]:
    for name in dict.fromkeys([*before, *after]):
        if name not in before or name not in after:
            yield Deviation(what, name, before.get(name), after.get(name))
            continue
        old, new = before[name], after[name]
        yield from (
            Deviation(key, name, old[key], new[key]) for key in old if key != "variants" and old[key] != new.get(key)
        )
        variants, others = old.get("variants", {}), new.get("variants", {})
        for variant in dict.fromkeys([*variants, *others]):
            if variants.get(variant) != others.get(variant):
                yield Deviation("variant", f"{name}/{variant}", variants.get(variant), others.get(variant))
