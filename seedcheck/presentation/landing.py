"""What Snakemake's own report opens on: the answer as reStructuredText; nothing that a user wrote is markup there."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from seedcheck.files import read_json
from seedcheck.presentation import answers
from seedcheck.presentation.words import VERDICTS
from seedcheck.study.paths import DECISIONS

NOTHING = "Each number is from one seed, so that nothing is decided."


def comparisons() -> int:
    """Return how many comparisons the decisions on disk are about; workflow/report/answer.yaml asks."""
    experiments = read_json(DECISIONS, "experiments")["experiments"] if DECISIONS.is_file() else {}
    return sum(len(_verdicts(found)) for found in experiments.values())


def text(decisions: Mapping[str, Any]) -> str:
    """Return the answer, the verdict on each claim, and those of each experiment."""
    return "\n\n".join(f"{escaped(heading)}\n{'-' * 80}\n\n{below}" for heading, below in _entries(decisions)) + "\n"


def _entries(decisions: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    claims, experiments = decisions["claims"], decisions["experiments"]
    verdicts = {name: _verdicts(found) for name, found in experiments.items()}
    codes = [code for found in verdicts.values() for code in found.values()]
    compared = sum(bool(found) for found in verdicts.values())
    said = [answers.on_claims(claims), answers.on_experiments(codes, compared) if codes else ""]
    yield "The answer", "\n\n".join(text for text in said if text) or NOTHING
    if claims:
        yield "Claims", _bullets((claim["verdict"], claim["claim"]) for claim in claims)
    for name, found in verdicts.items():
        if found:
            groups = answers.by_verdict(found).items()
            heading = f"{_blanks(name)}, against {_blanks(experiments[name]['reference'])}"
            yield heading, _bullets((code, "; ".join(names)) for code, names in groups)


def _verdicts(found: Mapping[str, Any]) -> dict[str, str]:
    return {_blanks(name): row["verdict"] for name, row in found["variants"].items() if "verdict" in row}


def _blanks(name: str) -> str:
    return name.replace("_", " ")


def _bullets(lines: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"* **{escaped(VERDICTS.get(code, code))}**: {escaped(text)}" for code, text in lines)


def escaped(text: str) -> str:
    """Return a text in which reStructuredText sees no markup."""
    return re.sub(r"([^\w\s])", r"\\\1", " ".join(text.split()))
