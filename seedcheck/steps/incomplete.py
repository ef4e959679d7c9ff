"""After a run that stopped: judge, draw and show what is there, and say last what is not, and why."""

import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from seedcheck.errors import InputError
from seedcheck.files import read_json, write_text
from seedcheck.presentation.figures import registry
from seedcheck.presentation.figures.job import FiguresJob
from seedcheck.presentation.page import bare
from seedcheck.steps import run_step
from seedcheck.steps.decide import DecideJob, decide
from seedcheck.steps.figures import figures
from seedcheck.steps.page import PageJob, page
from seedcheck.study import paths, seal
from seedcheck.terminal import failures
from seedcheck.training.results import Result, collect

NAMED = 5  # files
SHOWN = (str(paths.PAGE), str(paths.REPRODUCED))  # what the page says of itself would confuse
Experiments = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class IncompleteJob:
    """What is there, what is not, and the settings of the steps that judge and show.

    Attributes
    ----------
    decide, figures, page : settings as the steps' rules have them
    unfinished : jobs that failed or did not begin: ``rule``, ``files`` and ``log`` of each
    current : files that are right: they are not made again
    """

    decide: Mapping[str, Any]
    figures: Iterable[Mapping[str, Any]]
    page: Mapping[str, Any]
    unfinished: Sequence[Mapping[str, Any]] = ()
    current: Sequence[str] = ()


def incomplete(published: Path, output: Path, job: IncompleteJob) -> None:
    """Do what can be done with what is there; a part that fails does not take the others along."""
    if str(output) not in job.current:
        show(published, output, job, dict(unreadable(job.page["experiments"], job.page["sweeps"])))
    attempt("gates", say_stopped, job.decide["experiments"])
    for line in not_made(job.unfinished):
        print(f"NOT MADE: {line}")


def show(published: Path, output: Path, job: IncompleteJob, faults: Mapping[str, str]) -> None:
    """Judge, draw and write the page, without what lies there but cannot be read: ``faults`` says what, and why."""
    left_out = frozenset(faults)
    with tempfile.TemporaryDirectory() as folder:  # where the rule `decide` would not take them for its own
        decisions = paths.DECISIONS
        if str(decisions) not in job.current:
            decisions = Path(folder, "decisions.json")
            settings = DecideJob(**job.decide)
            settings = replace(settings, experiments=readable(settings.experiments, left_out))
            attempt("decisions", decide, published, decisions, settings)
        for group in job.figures:
            drawn = FiguresJob(**group, decisions=str(decisions))
            if {*registry.paths(drawn.group, drawn.datasets, drawn.experiments, drawn.sweeps)} - {*job.current}:
                attempt("figures", figures, drawn)
        output.unlink(missing_ok=True)  # an old page must not pass for what is there now
        missing = [*not_made(job.unfinished), *faults.values()]
        page_job = PageJob(**job.page, decisions=str(decisions), missing=missing, left_out=left_out)
        page_job = replace(page_job, experiments=readable(page_job.experiments, left_out))
        if fault := attempt("page", page, published, output, page_job):
            attempt("page", write_text, output, bare([*missing, f"{output}: {fault}"]))


def attempt(name: str, part: Callable[..., None], *arguments: Any) -> str:
    """Do a part, or say why it could not be done; return that, empty if it could."""
    try:
        part(*arguments)
    except InputError as error:
        print(f"{name}: {error}")
        return str(error)
    except Exception as error:  # whatever it is, the other parts have to be tried
        print(f"{name} could not be made:\n{traceback.format_exc()}")
        return f"{type(error).__name__}: {error}"
    return ""


def unreadable(experiments: Experiments, sweeps: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield files, or folders of variants, that are damaged, and what is wrong with them."""
    for name, experiment in experiments.items():
        for variant in experiment["variants"]:
            try:
                read_all(name, experiment, variant)
            except InputError as error:
                yield str(paths.variant_folder(name, variant)), str(error)
    files = [paths.CHECKS, paths.RECEIPT, paths.DECISIONS]
    for path in files + [paths.sweep_folder(sweep) / "decisions.json" for sweep in sweeps]:
        try:
            if path.is_file():
                read_json(path)
        except InputError as error:
            yield str(path), str(error)
    if seal.is_damaged():
        yield str(paths.PLAN), f"{paths.PLAN} is damaged"


def read_all(name: str, experiment: Mapping[str, Any], variant: str) -> None:
    """Read what decisions and page read of a variant."""
    (result,) = collect({name: {**experiment, "variants": [variant]}})
    if result.record:
        result.costs()
        result.rights()
        result.replicates()
        if not result.command:
            result.regions()


def readable(experiments: Experiments, left_out: frozenset[str]) -> Experiments:
    """Return the experiments without variants that cannot be read, and without those of which no variant is left."""
    kept = {
        name: {**experiment, "variants": [variant for variant in experiment["variants"]
                                          if str(paths.variant_folder(name, variant)) not in left_out]}
        for name, experiment in experiments.items()
    }  # fmt: skip
    return {name: experiment for name, experiment in kept.items() if experiment["variants"]}


def not_made(unfinished: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield a line for each job that failed, and one for all that did not begin."""
    waiting = []
    for job in unfinished:
        why = reason(Path(job["log"]))
        files = job["files"]
        if why:
            yield f"{files[0]}{f' and {len(files) - 1} more' if len(files) > 1 else ''}: {why}"
        else:
            waiting += [file for file in files if not Path(file).is_file() and file not in SHOWN]
    if waiting:
        named = ", ".join(waiting[:NAMED]) + (f" and {len(waiting) - NAMED} more" if len(waiting) > NAMED else "")
        yield f"not begun, since something before failed: {named}"


def reason(log: Path) -> str:
    """Return why a job of this call failed: what its log says last; empty if it did not begin."""
    if not log.is_file() or (paths.JOBS.is_file() and log.stat().st_mtime_ns < paths.JOBS.stat().st_mtime_ns):
        return ""
    return failures.reason(log)


def say_stopped(experiments: Experiments) -> None:
    """Say of each variant that was stopped by its gate that it was, and why."""
    for name, experiment in experiments.items():
        for variant in experiment["variants"]:
            try:
                (result,) = collect({name: {**experiment, "variants": [variant]}})
            except InputError:
                continue
            for line in stopped(result):
                print(line)


def stopped(result: Result) -> list[str]:
    """Return what to say of a variant that was stopped by its gate."""
    if not result.gradients or result.gradients["passed"]:
        return []
    failures = result.gradients.get("failures") or [f"see {result.folder / paths.REFUSED}"]
    return [f"STOPPED BY ITS GATE: {result.experiment}/{result.variant}", f"  {failures[0]}"]


if __name__ == "__main__":
    run_step(incomplete)
