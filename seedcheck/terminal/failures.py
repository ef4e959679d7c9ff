"""What a job that failed has to say: all of it when it fails, and one line at the end."""

import re
from pathlib import Path

from seedcheck.training.remedies import is_refusal

LAST_LINES = 15  # of a log without a plain message
NAMED = 5  # errors that are repeated at the end
# What to do about a job that a cluster ended, by the word that Slurm has for that.
REMEDIES = {
    "CANCELLED": "it was cancelled, and the same command goes on from there",
    "NODE_FAIL": "its machine went down, and the same command goes on from there",
    "OUT_OF_MEMORY": "give it more memory: --set-resources {rule}:mem_mb=NUMBER",
    "TIMEOUT": "give it more time: --set-resources {rule}:runtime=MINUTES",
}


def full(log: Path) -> str:
    """Return what a log says of the error: its message with all that follows, or else its last lines."""
    lines = _lines(log)
    start = _start(lines)
    return "\n".join(lines[start:] if start is not None else lines[-LAST_LINES:])


def warnings(log: Path) -> list[str]:
    """Return the warnings in a log, each with its indented lines; that data are a stand-in is said at the end."""
    found: list[str] = []
    is_open = False
    for line in _lines(log):
        if is_open and line.startswith(" "):
            found[-1] += f"\n{line}"
        elif is_open := line.startswith("WARNING:") and "STAND-IN DATA" not in line:
            found.append(line)
    return found


def reason(log: Path, said: str = "") -> str:
    """Return in one line why a job failed: what its log says last, or what a cluster said of it."""
    lines = _lines(log)
    start = _start(lines)
    if start is not None:
        return "; ".join(line.strip() for line in lines[start : start + 2]).removeprefix("ERROR: ")
    return said or f"{lines[-1] if lines else 'it was killed'} (see {log})"


def ended(rule: str, thing: str, said: str) -> str:
    """Return in one line by what a cluster ended a job, whatever its log says, and what to do; empty if by nothing."""
    remedies = [remedy for word, remedy in REMEDIES.items() if re.search(rf"\b{word}\b", said)]
    return "; ".join([f"{thing}: {said}", *(remedy.format(rule=rule) for remedy in remedies)]) if remedies else ""


def _lines(log: Path) -> list[str]:
    text = log.read_text(encoding="utf-8", errors="replace") if log.is_file() else ""
    return [line for line in text.splitlines() if line.strip()]


def _start(lines: list[str]) -> int | None:
    return max((index for index, line in enumerate(lines) if line.startswith("ERROR:")), default=None)


def heading(thing: str, why: str) -> str:
    """Return what stands above a failed job's message, by its ``reason``."""
    return f"STOPPED BY ITS GATE: {thing}" if is_refusal(why) else f"FAILED: {thing}"


def summary(thing: str, why: str) -> str:
    """Return the line on a failed job that is repeated at the end; that of a gate names what it stopped."""
    return f"ERROR: {thing} was stopped by its gate: {why}" if is_refusal(why) else f"ERROR: {why}"


def last_lines(summaries: list[str]) -> list[str]:
    """Return the lines on all errors; equal ones are one, and of many the first are named."""
    different = list(dict.fromkeys(summaries))
    more = [f"{len(different) - NAMED} more errors are shown above"] if len(different) > NAMED else []
    return [*more, *different[:NAMED]]
