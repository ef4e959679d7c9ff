"""The notebook's claims: published, reproduced, over other seeds, and the verdict."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from seedcheck.files import Row
from seedcheck.presentation import captions, looks, words
from seedcheck.presentation.page.formats import percent
from seedcheck.presentation.page.looks import LookTable, look_table
from seedcheck.presentation.page.material import Material
from seedcheck.presentation.page.parts import Link, Word, section_id, verdict
from seedcheck.statistics.codes import COMPARABLE


class ClaimRow(NamedTuple):
    """A claim. Two values of a cell are of the variant and of the one that it is compared with.

    Attributes
    ----------
    id : of its row, to link to
    obstacle : why the published numbers are not reproduced, empty if they are
    seeds, typical, score : how many, the IQM over them, and how often the variant is higher and lower
    reason : why the verdict is as it is
    """

    id: str
    claim: Link
    published: str
    reproduced: tuple[Link, ...]
    obstacle: str
    seeds: int
    typical: tuple[Link, ...]
    score: str
    verdict: Word
    reason: str


class TwoByTwo(NamedTuple):
    """Two starts by two losses, where a claim has a control: accuracies over seeds, and what the start costs."""

    claim: str
    accuracy: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Link, ...]], ...]
    sentence: str


class ClaimsView(NamedTuple):
    """The claims, what stands behind those that have a control, and other looks at the same comparisons."""

    rows: tuple[ClaimRow, ...]
    tables: tuple[TwoByTwo, ...]
    looks: LookTable | None


def claims_view(material: Material) -> ClaimsView | None:
    """Return the claims, None if there are none."""
    claims = material.decisions["claims"]
    if not claims:
        return None
    judged = [claim for claim in claims if claim["found"] and claim["reproduction"] in COMPARABLE]
    seen = {
        Link(claim["claim"], f"#{section_id(claim['experiment'])}"): claim["found"]
        | {"sensitivity": claim["sensitivity"]}
        for claim in judged
    }
    return ClaimsView(
        rows=tuple(
            _row(claim, f"claim-{name}", material.titles(claim["experiment"]))
            for name, claim in zip(_ids(claims), claims, strict=True)
        ),
        tables=tuple(_two_by_two(material, claim) for claim in judged if claim["found_corner"]),
        looks=look_table("Other looks at the claims", "claim", seen),
    )


def _two_by_two(material: Material, claim: Row) -> TwoByTwo:
    records, titles = material.trained(claim["experiment"]), material.titles(claim["experiment"])
    first, second = (records[claim[side]]["settings"] for side in ("variant", "control"))
    differing = [name for name in first | second if first.get(name) != second.get(name)]
    sides = ((claim["against"], "iqm_against", claim["corner"], "iqm_corner"),
             (claim["variant"], "iqm", claim["control"], "iqm_control"))  # fmt: skip
    return TwoByTwo(
        claim=claim["claim"],
        accuracy="training accuracy" if claim["metric"] == "train_accuracy" else "test accuracy",
        heads=tuple(
            captions.settings({name: chosen[name] for name in differing if name in chosen})
            for chosen in (first, second)
        ),
        rows=tuple(
            (titles[own], (_centre(claim, own, one), _centre(claim, other, two))) for own, one, other, two in sides
        ),
        sentence=looks.two_by_two(claim, titles),
    )


def _centre(claim: Row, variant: str, key: str) -> Link:
    return Link(percent(claim[key]), f"{claim['experiment']}/{variant}/replicates.csv")


def _ids(claims: Iterable[Row]) -> list[str]:
    """Return a name for each claim, of what it is about, with a number where several are about the same."""
    names: list[str] = []
    for claim in claims:
        name = "-".join(claim[key] for key in ("experiment", "variant", "metric"))
        count = sum(other.partition(".")[0] == name for other in names)
        names.append(f"{name}.{count + 1}" if count else name)
    return names


def _row(claim: Row, name: str, titles: Mapping[str, str]) -> ClaimRow:
    is_reproduced = claim["reproduction"] in COMPARABLE
    difference = claim["found"].get("comparison")
    return ClaimRow(
        id=name,
        claim=Link(claim["claim"], f"#{section_id(claim['experiment'])}"),
        published=_published(claim),
        reproduced=_pair(claim, "reproduced", "record.json"),
        obstacle="" if is_reproduced else words.verdict(claim["reproduction"]) or "",
        seeds=claim["seeds"],
        typical=_pair(claim, "iqm", "replicates.csv"),
        score=captions.score(difference["wins"], difference["losses"]) if difference else "",
        verdict=verdict(claim["verdict"]),
        reason=words.claim(claim, titles),
    )


def _published(claim: Row) -> str:
    sides = [claim["published"], claim["published_against"]]
    values = [value for value in sides if value is not None]
    if not values:
        return ""
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
