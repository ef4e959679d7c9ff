"""What in data/ and results/ belongs to a data set, variant, experiment, sweep or seeds that a study has no more.

What a path belongs to follows from the grammar in ``seedcheck.study.paths`` and the logs' names in workflow/rules.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from seedcheck.study import paths
from seedcheck.study.jobs import chunks
from seedcheck.study.model import Study

LOGS = paths.RESULTS / "logs"
SHARED = {"data", "verdicts"}  # logs of figures of the whole study
OF_CHUNK = re.compile(r"results/\w+/\w+/chunks/(\d+)\.h5|results/(?:logs|benchmarks)/train/\w+\.\w+\.(\d+)\.\w+")


class Owner(NamedTuple):
    """What a file belongs to: a "dataset", "experiment", "variant" (of an experiment) or "sweep", and its name."""

    kind: str
    name: str
    variant: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.name}{'/' if self.variant else ''}{self.variant}"


def owner(path: Path) -> Owner | None:
    """Return what a file of ours belongs to, None if it is the whole study's."""
    if path.parent == paths.DATA and path.suffix == ".h5":
        return Owner("dataset", path.stem)
    if path.parts[0] != str(paths.RESULTS):
        return None
    return _of_log(path) if {paths.BENCHMARKS, LOGS} & {*path.parents} else _of_result(path)


def _of_result(path: Path) -> Owner | None:
    top, *rest = path.parts[1:]
    if top in {"sweeps", "data"} and rest:
        return Owner({"sweeps": "sweep", "data": "dataset"}[top], rest[0].split(".")[0])
    if top in paths.RESERVED or not rest:
        return None
    return Owner("variant", top, rest[0]) if len(rest) > 1 else Owner("experiment", top)


def _of_log(path: Path) -> Owner | None:
    """Return what a log or benchmark belongs to: results/logs/train/{experiment}.{variant}.{chunk}.log and alike."""
    step, *rest = path.with_suffix("").parts[2:]
    names = [name for part in rest for name in part.split(".")]
    if not names or (step == "figures" and names[0] in SHARED):
        return None
    if step in {"sweeps", "decide_sweep"}:
        return Owner("sweep", names[0])
    if names[0] == "sweeps":
        return Owner("sweep", names[1])
    if step in {"data", "send"}:
        return Owner("dataset", names[0])
    return Owner("variant", *names[:2]) if len(names) > 1 else Owner("experiment", names[0])


def chunks_needed(path: Path) -> int:
    """Return how many chunks of seeds a file's owner has to have, for it to be of one of them or of their joining."""
    if found := OF_CHUNK.fullmatch(path.as_posix()):
        return int(found[1] or found[2]) + 1
    return 2 if path.parent == LOGS / "gather" else 0


def stale(files: Iterable[Path], study: Study) -> dict[Path, Owner]:
    """Return which files belong to what a study does not have, with their owners."""
    found = {}
    for path in files:
        if owned := owner(path):
            part, needed = _part(owned, study), chunks_needed(path)
            if not part:
                found[path] = owned
            elif needed and needed > len(chunks(part)):
                found[path] = owned._replace(kind=f"surplus seeds of {owned.kind}")
    return found


def _part(owned: Owner, study: Study) -> Any:
    """Return the part of a study that owns a file, None if the study does not have it."""
    if owned.kind == "variant":
        experiment = study.experiments.get(owned.name)
        return experiment if experiment and owned.variant in experiment.variants else None
    parts: Mapping[str, Mapping[str, Any]] = {
        "dataset": study.datasets, "experiment": study.experiments, "sweep": study.sweeps
    }  # fmt: skip
    return parts[owned.kind].get(owned.name)
