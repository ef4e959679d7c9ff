"""Faults in what the user gave."""


class InputError(Exception):
    """A fault in a config, data file, download or tool: names the value and the remedy, needs no traceback.

    What a screen cannot show of a value, such as control characters or half a character of JSON, is written as Python
    escapes it.
    """

    def __init__(self, message: str):
        super().__init__("".join(map(_shown, message)))


def _shown(character: str) -> str:
    is_shown = character.isprintable() or character == "\n"
    return character if is_shown else character.encode("unicode_escape").decode("ascii")
