"""A command is split into words, each filled; no value is ever more than one word."""

import pytest

from seedcheck.training.command.template import filled, placeholders


def test_no_shell_sees_a_value() -> None:
    """Blanks, quotes and semicolons in a value stay in its word; doubled braces are meant."""
    command = "python 'my train.py' --x={x} {flag} '{{x}}'"
    assert placeholders(command) == ["x", "flag"]
    assert filled(command, {"x": "a b'; rm -r /", "flag": True}) == [
        "python", "my train.py", "--x=a b'; rm -r /", "true", "{x}"]  # fmt: skip


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("a {x", "expected '}'"),
        ("a 'b", "quotation"),
        ("a {x.y}", "no name"),
        ("a {x:3}", "{x:3} is"),
        ("{}", "no name"),
    ],
)
def test_what_cannot_be_read_is_said(command: str, said: str) -> None:
    """Of quotes and braces."""
    with pytest.raises(ValueError, match=said):
        placeholders(command)
