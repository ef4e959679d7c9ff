"""The notebook's claims: published, reproduced, over other seeds, and the verdict."""

from typing import NamedTuple

from seedcheck.files import Row
from seedcheck.presentation import words
from seedcheck.presentation.page.formats import percent
from seedcheck.presentation.page.material import Material
from seedcheck.presentation.page.parts import Link, Word, verdict


class ClaimRow(NamedTuple):
    """A claim. Two values of a cell are of the variant and of the one that it is compared with.

    Attributes
    ----------
    obstacle : why the published numbers are not reproduced, empty if they are
    seeds, typical, score : how many, the IQM over them, and how often the variant is higher and lower
    reason : why the verdict is as it is
    """

    claim: Link
    published: str
    reproduced: tuple[Link, ...]
    obstacle: str
    seeds: int
    typical: tuple[Link, ...]
    score: str
    verdict: Word
    reason: str


def claim_rows(material: Material) -> list[ClaimRow]:
    """Return a row per claim."""
    return [_row(claim) for claim in material.decisions["claims"]]


def _row(claim: Row) -> ClaimRow:
    is_reproduced = claim["reproduction"] == "reproduced"
    difference = claim["found"].get("comparison")
    return ClaimRow(
        claim=Link(claim["claim"], f"#{claim['experiment']}"),
        published=_published(claim),
        reproduced=_pair(claim, "reproduced", "record.json"),
        obstacle="" if is_reproduced else words.verdict(claim["reproduction"]) or "",
        seeds=claim["seeds"],
        typical=_pair(claim, "iqm", "replicates.csv"),
        score=words.score(difference["wins"], difference["losses"]) if difference else "",
        verdict=verdict(claim["verdict"]),
        reason=words.claim(claim),
    )


def _published(claim: Row) -> str:
    values = [claim["published"]] + ([claim["published_against"]] if claim["against"] else [])
    where = " in training" if claim["metric"] == "train_accuracy" else ""
    return " against ".join(percent(value) for value in values) + where


def _pair(claim: Row, key: str, file: str) -> tuple[Link, ...]:
    """Return a value of the variant, and of the one that it is compared with, as links to a file of each."""
    if claim[key] is None:
        return ()
    sides = [(claim["variant"], claim[key])]
    if claim["against"] and claim[f"{key}_against"] is not None:
        sides.append((claim["against"], claim[f"{key}_against"]))
    return tuple(Link(percent(value), f"{claim['experiment']}/{variant}/{file}") for variant, value in sides)
