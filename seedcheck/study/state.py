"""Whether what lies on disk is what the study wrote, and with its present settings and code: asked at each start.

Snakemake compares settings and code with its own notes in .snakemake, and never looks into a result. So it believes a
damaged file, somebody else's file in the place of a result, and, where its notes are missing or of other results, all.
Here each file is compared with results/checksums.txt. What does not agree is made anew, by the call that found it.
"""

import json
import os
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from seedcheck import checksums
from seedcheck.checksums import Note
from seedcheck.study import paths

Makers = Mapping[str, str]
FOLDERS, NAMED = 3, 20  # folders and files that are named
LONGEST = 254  # letters of a name
DAMAGED, FOREIGN, STALE = "damaged", "foreign", "stale"


class Finding(NamedTuple):
    """A file that is not what the study would write: it is DAMAGED, FOREIGN or STALE."""

    path: str
    what: str


def examine(makers: Makers) -> list[Finding]:
    """Return what is wrong with the files that are there; ``makers`` says what makes which file now."""
    notes = checksums.read()
    found = []
    for path, maker in makers.items():
        if os.path.lexists(path) and (what := _fault(path, maker, notes.get(path))):
            found.append(Finding(path, what))
    return found


def _fault(path: str, maker: str, note: Note | None) -> str:
    """Return what is wrong with a file, empty if nothing is."""
    if not note:
        return FOREIGN
    try:
        if checksums.file_sha256(path) != note.sha256:
            return DAMAGED
    except OSError:
        return DAMAGED
    return "" if note.made_by in {maker, _noted_by_snakemake(path)} else STALE


def note_on(path: str) -> Path:
    """Return where Snakemake notes what made a file; long names become folders."""
    name = urlsafe_b64encode(path.encode()).decode()
    *folders, last = (name[start : start + LONGEST] for start in range(0, len(name), LONGEST))
    return Path(paths.SNAKEMAKE, "metadata", *(f"@{folder}" for folder in folders), last)


def _noted_by_snakemake(path: str) -> str:
    """Return what made a file according to Snakemake; then its rules decide, which know the reason, too."""
    try:
        return checksums.fingerprint(json.loads(note_on(path).read_text(encoding="utf-8"))["params"])
    except (OSError, ValueError, LookupError, TypeError):
        return ""


def said(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield what the user reads: a line for each file that is not ours, one for all that is out of date."""
    stale = Counter(str(Path(finding.path).parent) for finding in findings if finding.what == STALE)
    others = [finding for finding in findings if finding.what != STALE]
    yield from map(_line, others[:NAMED])
    if len(others) > NAMED:
        yield f"and {len(others) - NAMED} more files; `make verify` names all"
    if stale:
        named = ", ".join(list(stale)[:FOLDERS]) + (" and others" if len(stale) > FOLDERS else "")
        files = f"{stale.total()} file{'s' if stale.total() > 1 else ''} of {named}"
        yield f"{files} made with other settings or code, by hand, or after an error: to be made anew"


def _line(finding: Finding) -> str:
    path = Path(finding.path)
    why = {DAMAGED: "is not as seedcheck wrote it", FOREIGN: "was not written by seedcheck"}[finding.what]
    is_empty = path.is_file() and not path.stat().st_size
    kept = "it is empty" if is_empty else f"what is there now is kept as {_place(path)}"
    return f"{path} {why}: to be made anew; {kept}"


def set_aside(findings: Iterable[Finding]) -> None:
    """Move what the study did not write out of its way, where its owner finds it; an empty file is removed."""
    for finding in findings:
        path = Path(finding.path)
        if not os.path.lexists(path):
            continue
        if path.is_file() and not path.stat().st_size:
            path.unlink()
            continue
        place = _place(path)
        place.parent.mkdir(parents=True, exist_ok=True)
        if path.is_symlink():  # a relative link would lead elsewhere from there
            place.symlink_to(path.resolve())
            path.unlink()
        else:
            path.rename(place)


def _place(path: str | Path) -> Path:
    """Return where a file is set aside: data/set-aside/circles.h5, with a number if something is there already."""
    top, *rest = Path(path).parts
    place = Path(top, paths.SET_ASIDE, *rest)
    number = 1
    while os.path.lexists(place):
        number += 1
        place = place.with_name(f"{Path(path).stem}.{number}{Path(path).suffix}")
    return place


def write_jobs(makers: Makers, logs: Iterable[str]) -> None:
    """Write down for the jobs of this call what makes which file, and for cleaning which logs there may be."""
    try:
        before = json.loads(paths.JOBS.read_text(encoding="utf-8"))["logs"]
    except (OSError, ValueError, LookupError, TypeError):
        before = []
    paths.JOBS.parent.mkdir(exist_ok=True)
    paths.JOBS.write_text(json.dumps({"makers": makers, "logs": sorted({*before, *logs})}), encoding="utf-8")


def makers_and_logs(
    rules: Sequence[Any], files: Iterable[str], path_of: Callable[[Any], str] = str
) -> tuple[dict[str, str], set[str]]:
    """Return what makes which file, by the rules as Snakemake has them, and the logs of all these jobs.

    ``path_of`` gives the path in the study of a file of a rule, which may be in a bucket; what is there is left out of
    the first.
    """
    from snakemake.iocontainers import Wildcards  # noqa: PLC0415 - only the Snakefile calls this

    known: dict[tuple[str, str], str] = {}
    makers: dict[str, str] = {}
    logs: set[str] = set()
    for path in files:
        rule = next(rule for rule in rules if rule.output and rule.is_producer(path))
        wildcards = Wildcards(fromdict=rule.get_wildcards(path))
        key = rule.name, json.dumps(dict(wildcards.items()))
        if key not in known:
            values = [value(wildcards) if callable(value) else value for value in rule.params]
            known[key] = checksums.fingerprint(map(repr, values))
            places = [*rule.log, *([rule.benchmark] if rule.benchmark else [])]
            logs |= {path_of(place.apply_wildcards(wildcards)) for place in places}
        if not path.startswith(f"{paths.SNAKEMAKE}{os.sep}"):
            makers[path] = known[key]
    return makers, logs
