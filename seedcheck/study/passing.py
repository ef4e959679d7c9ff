"""How the settings of a job get to its step: as JSON in the command, or in a file where that would be too long."""

import json
import shlex
from pathlib import Path
from typing import Any

from seedcheck.files import sha256, write_text

FOLDER = Path(".snakemake", "seedcheck")
MOST_LETTERS = 60_000  # of a command; Linux takes 131,072 bytes for each argument, and the shell gets it as one

NAMED = "settings_file"


def as_text(settings: Any) -> str:
    """Return settings as JSON, or JSON that names a file with them; ``from_text`` is the way back.

    The file is named by what it holds, so that other settings are another text, and Snakemake sees that.
    """
    text = json.dumps(settings)
    if len(shlex.quote(text)) <= MOST_LETTERS:
        return text
    path = FOLDER / f"{sha256(text.encode())[:32]}.json"
    if not path.is_file():
        write_text(path, text)
    return json.dumps({NAMED: path.as_posix()})


def from_text(text: str) -> Any:
    """Return the settings of ``as_text``. A ValueError or OSError says that they are no JSON, or not there."""
    settings = json.loads(text)
    if isinstance(settings, dict) and settings.keys() == {NAMED}:
        return json.loads(Path(settings[NAMED]).read_text(encoding="utf-8"))
    return settings
