"""Why a file is out of date, or what it was made from, in a few plain lines."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from seedcheck.origin.notes import Note, read_notes, with_upstream
from seedcheck.origin.planned import Planned, planned
from seedcheck.study.code import version_now

FEW = 3  # names in a line
LONGEST = 160  # characters of settings in a line
LATER = 2  # seconds by which a file may be newer than the end of its job
NOT_THERE = "none"

Notes = Mapping[str, Note]


def explain(target: str, configs: Sequence[str] = ()) -> list[str]:
    """Return why a file would be made again, or that it is up to date and what it was made from.

    Raises
    ------
    InputError
        If no rule makes the file, or the study cannot be planned.
    """
    jobs, said = planned(target, configs)
    if not jobs:
        return list(_origin(target))
    state = "is out of date" if Path(target).exists() else "is not there"
    notes = read_notes(job.file for job in jobs)
    headline = f"{target} {state}; {len(jobs)} job{'s'[: len(jobs) > 1]} would run"
    reasons = (*said, *_files(jobs, notes), *_settings(jobs, notes), *_code(jobs, notes))
    return [headline, *(f"  {line}" for line in reasons)]


def _files(jobs: Sequence[Planned], notes: Notes) -> Iterator[str]:
    """Yield what has changed of files, and of the commands that make them."""
    for kind, words in (("updated", "other contents"), ("half", "half-written"), ("missing", "missing")):
        names = [name for job in jobs for name in job.files(kind)]
        if names:
            yield f"{words}: {_few(names)}"
    for job in jobs:
        if job.has("Set of input files") and job.file in notes:
            before, now = set(notes[job.file].inputs), set(job.inputs)
            changes = {"new": now - before, "gone": before - now}
            parts = [f"{word} {_few(sorted(names))}" for word, names in changes.items() if names]
            yield f"other inputs of {job.file}: {', '.join(parts)}"
    commands = [job.rule for job in jobs if job.has("Code has changed")]
    if commands:
        yield f"other command in workflow/rules: {_few(commands)}"


def _settings(jobs: Sequence[Planned], notes: Notes) -> Iterator[str]:
    """Yield each setting that has changed, with its value before and now."""
    changed: dict[tuple[str, str, str], list[str]] = {}
    for job in jobs:
        if job.file in notes:
            for change in _differences(notes[job.file].settings, job.settings):
                changed.setdefault(change, []).append(job.file)
    for (name, before, now), outputs in changed.items():
        yield f"setting {name}: {before} -> {now}, for {_few(outputs)}"


def _differences(before: Any, now: Any, name: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield (name, before, now) of each value that differs; hashes of code have lines of their own."""
    if isinstance(before, Mapping) and isinstance(now, Mapping):
        for key in dict.fromkeys([*before, *now]):
            if key not in {"code", "analysis"}:
                yield from _differences(before.get(key), now.get(key), str(key))
    elif before != now:
        yield name, _shown(before), _shown(now)


def _code(jobs: Sequence[Planned], notes: Notes) -> Iterator[str]:
    """Yield each module and package that has changed."""
    changed: dict[str, list[str]] = {}
    for job in jobs:
        note = notes.get(job.file)
        for name, version in ({**note.modules, **note.packages} if note else {}).items():
            now = version_now(name)
            if now != version:
                line = f"code {name}" if name.endswith(".py") else f"package {name}: {version} -> {now or NOT_THERE}"
                changed.setdefault(line, []).append(job.rule)
    for line, rules in changed.items():
        yield f"{line}, used by {_few(rules)}"


def _origin(target: str) -> Iterator[str]:
    """Yield what a file was made from that is up to date."""
    notes = with_upstream(target)
    if target not in notes:
        yield f"{target} is up to date by its time; Snakemake has no note of how it was made"
        return
    note = notes[target]
    yield f"{target} is up to date; made {note.time} by {note.rule}"
    yield f"  from {_few(note.inputs) or 'no file'}"
    if note.settings:
        yield f"  settings {_shown(note.settings)}"
    sources = sorted({name for each in notes.values() for name in each.inputs} - set(notes))
    seeds = dict.fromkeys(seed for each in notes.values() for seed in _seeds(each.settings))
    yield f"  first of all from {_few([*sources, 'the configuration'])}; seeds: {', '.join(sorted(seeds)) or 'none'}"
    packages = ", ".join(f"{name} {version}" for name, version in note.packages.items())
    yield f"  code of {len(note.modules)} modules, as they are now; {packages}"
    if Path(target).stat().st_mtime > note.ended + LATER:
        yield "  but it was copied, touched or edited after its job had ended"


def _seeds(settings: Any, name: str = "") -> Iterator[str]:
    """Yield all seeds that settings name: "seed 3"."""
    if isinstance(settings, Mapping):
        for key, value in settings.items():
            yield from _seeds(value, str(key))
    elif name.endswith("seed") and isinstance(settings, int):
        yield f"{name} {settings}"


def _few(names: Iterable[str]) -> str:
    """Return the first names, and how many more there are."""
    known = list(dict.fromkeys(names))
    rest = len(known) - FEW
    return ", ".join(known[:FEW]) + (f" and {rest} more" if rest > 0 else "")


def _shown(value: Any) -> str:
    """Return a value on one line, and not too long."""
    if value is None:
        return NOT_THERE
    text = value if isinstance(value, str) else json.dumps(value).replace('"', "")
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."
