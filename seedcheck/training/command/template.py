"""The command of a trainer: words with placeholders, ``python train.py --seed {seed} --output {output}``.

It is split into words as a shell would, then each word is filled, and no shell is called: a value is never more than
one word, whatever is in it. Braces that are meant are doubled, as in ``str.format``.
"""

import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

SEED, OUTPUT, DATA = "seed", "output", "data"  # placeholders that are filled by the job


def words(command: str) -> list[str]:
    """Return the words of a command. A ValueError says that a quote is not closed."""
    return shlex.split(command)


def placeholders(command: str) -> list[str]:
    """Return the names in braces, each once. A ValueError says what is wrong with quotes or braces."""
    names: dict[str, None] = {}
    for word in words(command):
        for _, name, form, conversion in Formatter().parse(word):
            if name is None:
                continue
            if not name.isidentifier() or form or conversion:
                shown = f"{name}{f'!{conversion}' if conversion else ''}{f':{form}' if form else ''}"
                raise ValueError(f"{{{shown}}} is no name in braces; double braces that are meant: {{{{ }}}}")
            names[name] = None
    return list(names)


def filled(command: str, values: Mapping[str, Any]) -> list[str]:
    """Return the words of a command with values in the place of names."""
    texts = {name: as_word(value) for name, value in values.items()}
    return [word.format_map(texts) for word in words(command)]


def as_word(value: Any) -> str:
    """Return a value as it is written in YAML: 0.1, adam, true."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def sources(command: str, declared: Iterable[str]) -> list[str]:
    """Return the files of a program: those that are declared, and words of its command that are files."""
    named = [word for word in words(command) if "{" not in word and Path(word).is_file()]
    return list(dict.fromkeys([*declared, *named]))
