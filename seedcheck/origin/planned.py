"""What Snakemake would run for a file and why, from its dry run."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from seedcheck.errors import InputError
from seedcheck.study.passing import from_text

BLOCK = re.compile(r"^(?:local)?rule (\S+):\n((?:    .*\n)*)(?:Shell command: (.*)\n)?", re.MULTILINE)
FILES = {  # Snakemake's words for what it found of files
    "missing": "Missing output files: ",
    "half": "Incomplete output files: ",
    "updated": "Updated input files: ",
}
NO_RULE = "MissingRuleException"
ANEW = ": to be made anew"  # in what is said of damaged, foreign and stale files
NEAR = 3  # names that are offered for one that is unknown


@dataclass(frozen=True)
class Planned:
    """A job that would run.

    Attributes
    ----------
    rule, inputs, outputs : its name and files
    settings : what it would be given on standard input, empty if nothing
    reason : why, in Snakemake's words
    """

    rule: str
    inputs: Sequence[str]
    outputs: Sequence[str]
    settings: dict[str, Any]
    reason: str

    @property
    def file(self) -> str:
        """The output that it is named by: a record, not the chunk of seeds beside it."""
        return next((name for name in self.outputs if "/chunks/" not in name), self.outputs[0])

    def files(self, kind: str) -> list[str]:
        """Return the files that are the reason: a kind of FILES."""
        parts = [part for part in self.reason.split("; ") if part.startswith(FILES[kind])]
        return _names(parts[0].removeprefix(FILES[kind])) if parts else []

    def has(self, words: str) -> bool:
        """Whether Snakemake gives this reason."""
        return any(part.startswith(words) for part in self.reason.split("; "))


def planned(target: str, configs: Sequence[str] = ()) -> tuple[list[Planned], list[str]]:
    """Return the jobs that would run for a file, those that others wait for first, and what is said of files.

    Of files that are damaged, foreign or stale a line is said each (``study.state``).

    Raises
    ------
    InputError
        If no rule makes it, naming near ones, or if Snakemake cannot plan, with its words.
    """
    if missing := [config for config in configs if not Path(config).is_file()]:
        raise InputError(f"{missing[0]}: no such configuration file")
    run = _snakemake(["--dry-run", "--printshellcmds"], configs, [target])
    if run.returncode == 0:
        return list(_jobs(run.stdout)), [line for line in run.stdout.splitlines() if ANEW in line]
    if NO_RULE not in run.stdout:
        raise InputError(_fault(run.stdout))
    raise InputError(f"{target}: no rule makes this file; {_offer(target, _made(configs))}")


def _snakemake(options: Sequence[str], configs: Sequence[str], targets: Sequence[str] = ()
               ) -> "subprocess.CompletedProcess[str]":  # fmt: skip
    command = [sys.executable, "-m", "snakemake", "--nocolor", "--quiet", "host", "--cores", "1", *options]
    command += [*(["--configfile", *configs] if configs else []), "--", *targets]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)


def _jobs(text: str) -> Iterator[Planned]:
    for rule, block, command in BLOCK.findall(text):
        facts = dict(re.findall(r"^    (\w+): (.*)$", block, re.MULTILINE))
        if facts.get("output"):  # `all` has none
            yield Planned(rule, _names(facts.get("input", "")), _names(facts["output"]), _settings(command),
                          facts.get("reason", ""))  # fmt: skip


def _names(text: str) -> list[str]:
    return [name for name in text.split(", ") if name]


def _settings(command: str) -> dict[str, Any]:
    """Return what a shell command gives on standard input."""
    words = shlex.split(command)
    found = from_text(words[words.index("<<<") + 1]) if "<<<" in words else {}
    return found if isinstance(found, dict) else {}


def _made(configs: Sequence[str]) -> list[str]:
    """Return all files that the study makes."""
    lines = _snakemake(["--summary"], configs).stdout.splitlines()
    return [line.split("\t")[0] for line in lines if line.count("\t") > 3][1:]


def _offer(target: str, known: Sequence[str]) -> str:
    """Return which file may have been meant."""
    if Path(target).is_file():
        return "the study does not make it, it may be one of its inputs"
    below = [name for name in known if name.startswith(f"{target.rstrip('/')}/")]
    alike = below or [name for name in known if Path(name).name == Path(target).name]
    near = get_close_matches(target, known, NEAR, cutoff=0.8) or get_close_matches(target, alike, NEAR, cutoff=0)
    near = near or get_close_matches(target, known, NEAR)
    return f"did you mean {' or '.join(near)}?" if near else "all files are listed by: snakemake --summary"


def _fault(text: str) -> str:
    """Return what Snakemake says of a plan that cannot be made, without what it says of the plan's making."""
    noise = ("Using workflow specific", "Assuming unrestricted", "Building DAG", "WorkflowError", "  File ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith(noise)]
    return "\n".join(lines).removeprefix("ERROR: ") or "Snakemake cannot plan the study; see: snakemake --dry-run"
