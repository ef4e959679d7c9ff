"""After a run that stopped: judge, draw and show what is there, and say last what stopped and why."""

import tempfile
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seedcheck.errors import InputError
from seedcheck.presentation.figures.job import FiguresJob
from seedcheck.steps import run_step
from seedcheck.steps.decide import DecideJob, decide
from seedcheck.steps.figures import figures
from seedcheck.steps.page import PageJob, page
from seedcheck.training.results import Result, collect


@dataclass(frozen=True)
class IncompleteJob:
    """The settings of the steps that judge and show, as their rules have them."""

    decide: Mapping[str, Any]
    figures: Iterable[Mapping[str, Any]]
    page: Mapping[str, Any]


def incomplete(published: Path, output: Path, job: IncompleteJob) -> None:
    """Do what can be done with what is there; a part that fails does not take the others along."""
    with tempfile.TemporaryDirectory() as folder:  # where the rule `decide` would not take them for its own
        decisions = Path(folder, "decisions.json")
        attempt("decisions", decide, published, decisions, DecideJob(**job.decide))
        for group in job.figures:
            attempt("figures", figures, FiguresJob(**group, decisions=str(decisions)))
        attempt("page", page, published, output, PageJob(**job.page, decisions=str(decisions)))
    for result in collect(job.decide["experiments"]):
        for line in stopped(result):
            print(line)


def attempt(name: str, part: Callable[..., None], *arguments: Any) -> None:
    """Do a part, or say why it could not be done."""
    try:
        part(*arguments)
    except InputError as error:
        print(f"{name}: {error}")
    except Exception:
        print(f"{name} could not be made:\n{traceback.format_exc()}")


def stopped(result: Result) -> list[str]:
    """Return what to say of a variant that was stopped by its gate."""
    if not result.gradients or result.gradients["passed"]:
        return []
    return [f"STOPPED BY ITS GATE: {result.experiment}/{result.variant}", f"  {result.gradients['failures'][0]}"]


if __name__ == "__main__":
    run_step(incomplete)
