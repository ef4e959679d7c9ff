"""One module per step of the pipeline, run as ``python -m seedcheck.steps.NAME PATH ... < settings.json``.

A step takes the paths of files as arguments and its settings, exactly those that it uses, as JSON on standard input.
BLAS is held to one thread before NumPy is imported: another number of threads would give other bits.
"""

import inspect
import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from seedcheck import checksums
from seedcheck.errors import InputError
from seedcheck.files import REMEDIES
from seedcheck.study import folder
from seedcheck.study.passing import from_text

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ[_variable] = "1"


@contextmanager
def plain_errors(code: int = 1) -> Iterator[None]:
    """Where the user can mend what went wrong, print that alone and exit with a code."""
    try:
        yield
    except InputError as error:
        _end(f"ERROR: {error}", code)
    except OSError as error:
        if error.errno not in REMEDIES:
            raise
        _end(f"ERROR: {error.filename or 'a file'} cannot be written, {REMEDIES[error.errno]}", code)
    except KeyboardInterrupt:
        sys.exit("interrupted")


def _end(said: str, code: int) -> NoReturn:
    if code == 1:
        sys.exit(said)
    print(said, file=sys.stderr)
    sys.exit(code)


def run_step(step: Callable[..., None]) -> None:
    """Run a step of the pipeline from the command line, with ``plain_errors``.

    The parameters of ``step`` are paths, taken from the command line in their order, one a list of them at most, and
    ``job``, the settings: a mapping, or a dataclass that is made from the mapping.
    """
    parameters = inspect.signature(step, eval_str=True).parameters
    parser = ArgumentParser(description=inspect.getdoc(step))
    for name in parameters:
        if name != "job":
            parser.add_argument(name, type=Path, nargs="+" if parameters[name].annotation == list[Path] else None)
    arguments: dict[str, Any] = vars(parser.parse_args())
    with plain_errors():
        folder.join()
        if "job" in parameters:
            arguments["job"] = _job(parameters["job"].annotation)
        checksums.begin()
        step(**arguments)


def _job(kind: Any) -> Any:
    """Return the settings on standard input, or in the file that is named there (``seedcheck.study.passing``)."""
    try:
        settings = from_text(sys.stdin.read())
    except (OSError, ValueError) as error:
        raise InputError(f"the settings on standard input are not JSON, or not there: {error}") from error
    return kind(**settings) if inspect.isclass(kind) else settings
