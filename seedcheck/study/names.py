"""Names in the configuration, which become folders and rules: how any text is made one, and what is said of others."""

import re
import unicodedata
from typing import Any

LONGEST = 64
FORM = f"small letters, digits and underscores, first a letter, at most {LONGEST}"


def fitting(text: str, before: str = "n") -> str:
    """Return the name that is nearest to a text; one that does not begin with a letter gets ``before`` in front.

    >>> fitting("Drop-out 0.5"), fitting("3"), fitting("größe")
    ('drop_out_0_5', 'n3', 'grosse')
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    return (words if words[:1].isalpha() else before + words)[:LONGEST].rstrip("_")


def refused(value: Any) -> str:
    """Return one sentence on what cannot be a name: why, and what to write instead."""
    if isinstance(value, bool):
        words = ("on", "yes", "true") if value else ("off", "no", "false")
        unquoted = f"YAML reads {words[0]}, {words[1]} and {words[2]} without quotes as {words[2]}"
        return f'this name is no text, since {unquoted}: put it in quotes, as "{words[0]}", or take another name'
    if value is None:
        return "a name is missing, which YAML also reads of null and ~: write one"
    text = str(value)
    shown = repr(text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…")
    return f"the name {shown} does not fit, since it becomes a folder ({FORM}): write {fitting(text)}"
