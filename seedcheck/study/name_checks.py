"""Faults of names that become files, folders, rules and wildcards, although each of them has the right form.

A name of a file that is fetched stays in data/raw/ whatever a stranger's configuration says, on every system.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from seedcheck.study.faults import Fault
from seedcheck.study.paths import RESERVED, RESULTS, RULES, dataset_file

Config = dict[str, Any]

DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
PERIODIC = re.compile(r"(.+?)\1{18,}$")  # Snakemake, which looks for endless paths, stops at a part that comes 20 times
BRACES = re.compile(r"[{}]")  # in a path: wildcards of Snakemake
MOST_BYTES = 200  # of a file's name; systems have 255, of which temporary files take some


def name_faults(config: Config) -> Iterator[Fault]:
    """Yield the faults of names."""
    for section in ("datasets", "experiments", "sweeps"):
        for name, value in _named(config, section):
            yield from _fault((section, name), name)
            for variant, _ in _named(value, "variants") if section == "experiments" else ():
                yield from _fault((section, name, "variants", variant), variant)
    for name, _ in _named(config, "experiments"):
        if name in RESERVED:
            yield Fault(("experiments", name), f"{RESULTS}/{name} is a folder of the pipeline; {REMEDY}")
        elif name in RULES:
            yield Fault(("experiments", name), f"figures_of_{name} is a rule of the pipeline; {REMEDY}")
    yield from _raw_file_faults([name for name, _ in _named(config, "files")])


REMEDY = "give the experiment another name"


def path_faults(place: tuple[Any, ...], file: str, config: Config) -> Iterator[Fault]:
    """Yield the faults of the path of a file of one's own."""
    if BRACES.search(file):
        yield Fault(place, f"{file!r} has a brace, which Snakemake takes for a wildcard; rename the file")
    for name, _ in _named(config, "datasets"):
        if _same_path(file, dataset_file(name)):
            text = f"{file!r} is the file that the data set {name!r} is written to; move yours elsewhere, as to `raw/`"
            yield Fault(place, text)


def _named(config: Any, section: str) -> list[tuple[str, Any]]:
    part = config.get(section) if isinstance(config, dict) else None
    return [(name, value) for name, value in part.items() if isinstance(name, str)] if isinstance(part, dict) else []


def _fault(place: tuple[Any, ...], name: str) -> Iterator[Fault]:
    if DEVICES.fullmatch(name):
        yield Fault(place, f"{name!r} is a device on Windows, where no file can be called so; give another name")
    elif len(name) <= MOST_BYTES and PERIODIC.search(name):
        yield Fault(place, f"{name!r} repeats itself, which Snakemake takes for an endless path; give another name")


def _raw_file_faults(names: list[str]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for name in names:
        place = ("files", name)
        if DEVICES.fullmatch(name):
            yield from _fault(place, name)
        elif name.endswith((".", " ")) or BRACES.search(name):
            yield Fault(place, f"{name!r} has a brace, or ends with a point or blank; rename it")
        elif len(name.encode(errors="replace")) > MOST_BYTES:
            yield Fault(place, f"the name is longer than {MOST_BYTES} bytes; give the file another one")
        first = seen.setdefault(name.casefold(), name)
        if first != name:
            yield Fault(place, f"{name!r} and {first!r} differ in capitals only, so they can be one file; rename one")


def _same_path(one: str, other: Path) -> bool:
    try:
        return os.path.realpath(one) == os.path.realpath(other)
    except (OSError, ValueError):
        return False


def is_file(path: str) -> bool:
    """Whether there is a file; of a path that cannot be one, such as an endless one, there is none."""
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False
