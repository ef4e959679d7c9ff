"""Draw the figures of a group: of data sets, of trained variants, of the verdicts over seeds, or of sweeps.

What is not there (a variant that its gate stopped, a comparison without its reference) is left out.
"""

import importlib
import traceback
from pathlib import Path
from typing import Any

from seedcheck.errors import InputError
from seedcheck.files import write_text
from seedcheck.presentation.figures.job import FiguresJob
from seedcheck.presentation.figures.registry import drawings, reader_module
from seedcheck.steps import run_step


def figures(job: FiguresJob) -> None:
    """Draw the figures of a group, each by itself: one that cannot be drawn leaves the others alone.

    Raises
    ------
    InputError
        If there are such, with their names and reasons, after the others have been drawn.
    """
    reader = importlib.import_module(reader_module(job.group)).Reader(job)
    failures = []
    for drawing in drawings(job.group, job.datasets, job.experiments, job.sweeps):
        Path(drawing.path).unlink(missing_ok=True)  # an old one must not pass for what is there now
        try:
            view = reader.view(drawing.texts)
            _save(importlib.import_module(drawing.kind.module).draw(view) if view else None, drawing.path)
        except InputError as error:
            failures.append(f"{drawing.path}: {error}")
        except Exception as error:  # whatever Matplotlib makes of it, the others are drawn
            traceback.print_exc()
            failures.append(f"{drawing.path}: {type(error).__name__}: {error}")
    if failures:
        raise InputError("these figures could not be drawn\n  " + "\n  ".join(failures))


def _save(figure: Any, path: str) -> None:
    """Write a figure: text of SVG, or one of Matplotlib's, which takes its time to load; None is left out."""
    if isinstance(figure, str):
        write_text(path, figure + "\n")
    elif figure is not None:
        importlib.import_module("seedcheck.presentation.figures.canvas").save(figure, path)


if __name__ == "__main__":
    run_step(figures)
