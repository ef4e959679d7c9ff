"""What in data/ and results/ belongs to a data set, variant, experiment or sweep that a study does not have any more.

What a path belongs to follows from the grammar in ``seedcheck.study.paths`` and the logs' names in workflow/rules.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from seedcheck.study import paths

LOGS = paths.RESULTS / "logs"
SHARED = {"data", "verdicts"}  # logs of figures of the whole study


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
    """Return what a log or benchmark belongs to: results/logs/train/{experiment}.{variant}.log and alike."""
    step, *rest = path.with_suffix("").parts[2:]
    names = [name for part in rest for name in part.split(".")]
    if not names or (step == "figures" and names[0] in SHARED):
        return None
    if step in {"sweeps", "decide_sweep"} or names[0] == "sweeps":
        return Owner("sweep", names[-1])
    if step == "data":
        return Owner("dataset", names[0])
    return Owner("variant", *names[:2]) if len(names) > 1 else Owner("experiment", names[0])


def is_stale(owned: Owner, datasets: Iterable[str], experiments: Mapping[str, Iterable[str]],
             sweeps: Iterable[str]) -> bool:  # fmt: skip
    """Whether a study with these data sets, variants by experiment, and sweeps does not have the owner of a file."""
    if owned.kind == "variant":
        return owned.variant not in experiments.get(owned.name, ())
    return owned.name not in {"dataset": datasets, "experiment": experiments, "sweep": sweeps}[owned.kind]


def stale(files: Iterable[Path], study: Any) -> dict[Path, Owner]:
    """Return which files belong to what a study (``model.Study``) does not have, with their owners."""
    experiments = {name: experiment.variants for name, experiment in study.experiments.items()}
    owned = {path: found for path in files if (found := owner(path))}
    return {path: found for path, found in owned.items() if is_stale(found, study.datasets, experiments, study.sweeps)}
