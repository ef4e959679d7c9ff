"""Faults in what the user gave, and how a step ends on one."""

import sys
from collections.abc import Callable, Sequence


class InputError(Exception):
    """A fault in a config, data file, download or tool: names the value and the remedy, needs no traceback."""


def run_step(main: Callable[[Sequence[str]], None]) -> None:
    """Run a step's main with the command line's arguments; on an InputError print it alone and exit 1."""
    try:
        main(sys.argv[1:])
    except InputError as error:
        sys.exit(f"ERROR: {error}")
