"""Messages of faults."""

from seedcheck.errors import InputError


def test_what_a_screen_cannot_show_is_escaped() -> None:
    """Half a character of JSON, an escape sequence and a tab; lines, and letters of any language, stay."""
    assert str(InputError("he\ud83d, \x1b[31m, \t\nécole 数")) == "he\\ud83d, \\x1b[31m, \\t\nécole 数"
