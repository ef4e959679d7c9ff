"""What if one had had only one seed: what each of them alone would have said of each variant."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from seedcheck.presentation.figures import density
from seedcheck.presentation.one_seed import CLAIMS, Claim, claim_of, counted
from seedcheck.presentation.page.material import Material
from seedcheck.presentation.page.parts import Word, verdict
from seedcheck.presentation.page.points import right
from seedcheck.presentation.page.seeds import compared


class ChanceRow(NamedTuple):
    """A variant: what each seed says, how often in words, and what all say together.

    Very many seeds have no square each but a bar: ``shares`` are the claims, each with its percentage of the seeds.
    """

    variant: str
    title: str
    color: str
    claims: tuple[Claim, ...]
    shares: tuple[tuple[Claim, str], ...]
    counts: str
    verdict: Word


class ChanceView(NamedTuple):
    """An experiment's variants that were compared with their reference; ``mark`` is what a seed is shown as."""

    experiment: str
    reference: str
    seeds: int
    mark: str
    rows: tuple[ChanceRow, ...]


def chance_view(material: Material, experiment: str) -> ChanceView | None:
    """Return what single seeds would have said, None if nothing was compared."""
    decided = material.decided(experiment)
    if not decided:
        return None
    found, reference = material.seeds.get(experiment, {}), material.experiments[experiment]["reference"]
    if reference not in found:
        return None
    titles = material.titles(experiment)
    other = right(found[reference][1], "test")
    rows = []
    for variant, row in compared(decided).items():
        if variant in found:
            own = right(found[variant][1], "test")
            keys = [claim_of(*pair) for pair in zip(own, other, strict=False)]
            many = density.is_dense(len(keys))
            rows.append(
                ChanceRow(
                    variant=variant,
                    title=titles[variant],
                    color=material.colors[variant],
                    claims=() if many else tuple(CLAIMS[key] for key in keys),
                    shares=tuple(shares_of(keys)) if many else (),
                    counts=counted(keys),
                    verdict=verdict(row["verdict"]),
                )
            )
    mark = "bit of a bar" if density.is_dense(len(other)) else "square"
    return ChanceView(experiment, titles[reference], len(other), mark, tuple(rows)) if rows else None


def shares_of(keys: Iterable[int | None]) -> Iterator[tuple[Claim, str]]:
    """Yield each claim that some seed makes, with its percentage of the seeds."""
    counts = Counter(keys)
    for key, claim in CLAIMS.items():
        if counts[key]:
            yield claim, f"{100 * counts[key] / counts.total():.1f}"
