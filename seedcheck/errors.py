"""Faults in what the user gave."""


class InputError(Exception):
    """A fault in a config, data file, download or tool: names the value and the remedy, needs no traceback."""
