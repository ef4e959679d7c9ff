"""Draw the figures of a group: of data sets, of trained variants, of the verdicts over seeds, or of sweeps.

What is not there (a variant that its gate stopped, a comparison without its reference) is left out.
"""

import importlib
import traceback
from pathlib import Path

from seedcheck.errors import InputError
from seedcheck.presentation.figures.canvas import save
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
            figure = importlib.import_module(drawing.kind.module).draw(view) if view else None
            if figure is not None:
                save(figure, drawing.path)
        except InputError as error:
            failures.append(f"{drawing.path}: {error}")
        except Exception as error:  # whatever Matplotlib makes of it, the others are drawn
            traceback.print_exc()
            failures.append(f"{drawing.path}: {type(error).__name__}: {error}")
    if failures:
        raise InputError("these figures could not be drawn\n  " + "\n  ".join(failures))


if __name__ == "__main__":
    run_step(figures)
