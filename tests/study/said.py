"""A fault of a configuration as it is said: one line with file, line, key, value and remedy."""

from pathlib import Path

import pytest

from seedcheck.errors import InputError
from seedcheck.study.model import load

Fault = tuple[str, str, int, str, str]  # text replaced, by what, line, key, what is said


def study(folder: Path, text: str) -> Path:
    """Write a study."""
    path = folder / "study.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def check(folder: Path, text: str, fault: Fault) -> None:
    """Check that a study with a fault is refused, with one line that says where it is and what is wrong."""
    old, new, line, key, said = fault
    path = study(folder, text.replace(old, new, 1))
    with pytest.raises(InputError) as error:
        load([path])
    assert any(found.startswith(f"{path}: line {line}: {key}: ") and said in found
               for found in str(error.value).splitlines()), error.value  # fmt: skip
