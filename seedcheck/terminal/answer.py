"""The answer on the screen: claims and comparisons with their verdicts, stand-in data, and where to read on."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from seedcheck.errors import InputError
from seedcheck.files import read_json
from seedcheck.presentation import answers, words
from seedcheck.study import paths
from seedcheck.study.model import Experiment, Study
from seedcheck.tracking.links import is_server, served_at, tracking_uri


class Line(NamedTuple):
    """A verdict, and on what; ``tone`` is "good", "bad", "warn" or empty."""

    verdict: str
    on: str
    tone: str = ""


def verdicts(study: Study) -> tuple[list[Line], str]:
    """Return a line per claim and per comparison of the experiments that no claim is about, and the claims' sum."""
    try:
        decided = read_json(paths.DECISIONS, "claims", "experiments")
    except InputError:
        return [], ""
    claims = decided["claims"]
    said = [_line(claim["verdict"], claim["claim"]) for claim in claims]
    claimed = {claim["experiment"] for claim in claims}
    for name, experiment in study.experiments.items():
        if name not in claimed:
            said += _comparisons(experiment, decided["experiments"].get(name, {}).get("variants", {}))
    return said, answers.on_claims(claims)


def _comparisons(experiment: Experiment, decided: Mapping[str, Any]) -> Iterator[Line]:
    """Yield the verdicts of an experiment; of one that trains each variant once, that there is none."""
    titles = experiment.titles
    for variant, row in decided.items():
        if variant in titles and "verdict" in row:
            yield _line(row["verdict"], f"{experiment.title}: {titles[variant]} against {titles[experiment.reference]}")
    if len(titles) > 1 and not experiment.replicates:
        yield Line(answers.ONE_SEED, f"{experiment.title}: {', '.join(titles.values())}")


def _line(code: str, on: str) -> Line:
    return Line(words.verdict(code) or "", on, words.TONES.get(code, ""))


def stand_ins(study: Study) -> dict[str, str]:
    """Return which data sets are stand-ins, by what the records say of them, and why."""
    found = {}
    for name, experiment in study.experiments.items():
        for variant in experiment.variants:
            path = paths.variant_folder(name, variant) / "record.json"
            try:
                data = read_json(path, "data")["data"] if path.is_file() else {}
            except InputError:
                continue
            if data.get("stand_in"):
                found[experiment.dataset] = str(data["stand_in"])
    return found


def of_stand_ins(found: Mapping[str, str]) -> str:
    """Return a warning, and how to get the real data, empty if no data are stand-ins."""
    if not found:
        return ""
    plural = len(found) > 1
    named = ", ".join(found)
    return (
        f"STAND-IN DATA: {named} {'are' if plural else 'is'} not the real data, since no source could be reached. With"
        f" network, or with the files in {paths.RAW}/: {command('refetch', '--forcerun fetch')}"
    )


def places(page: bool = True) -> Iterator[str]:
    """Yield where the page is, and how to open MLflow."""
    if page and paths.PAGE.is_file():
        yield f"page: {from_the_shell(paths.PAGE)}"
    if paths.RECEIPT.is_file():
        uri = tracking_uri()
        own = f" STUDY={Path.cwd().name}" if Path.cwd().parent.name == "studies" else ""
        yield f"MLflow: {served_at(uri) if is_server(uri) else f'make ui{own}'}"


def from_the_shell(path: Path) -> Path:
    """Return a path as seen from the folder that Snakemake was called in, which may be above the study's."""
    called_in = Path(os.environ.get("PWD", "."))
    return path.absolute().relative_to(called_in) if Path.cwd().is_relative_to(called_in) else path


def command(target: str, options: str) -> str:
    """Return how to call something: with make where its file is, else directly."""
    if Path("Makefile").is_file():
        return f"make {target}"
    return f"snakemake --cores {os.cpu_count()} {options}"
