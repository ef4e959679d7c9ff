"""What the page says first: the answer, what it rests on, and what went wrong."""

from collections import Counter
from typing import NamedTuple

from seedcheck.files import Row
from seedcheck.presentation import words
from seedcheck.presentation.page.formats import percent, plain
from seedcheck.presentation.page.material import Material
from seedcheck.presentation.page.seeds import SeedsView, compared, seeds_view
from seedcheck.training.results import Result

NAMED = 5  # published numbers that differ
SHAKEN = frozenset({"undecided", "fails"})  # verdicts on claims that seeds do not bear out


class FindingView(NamedTuple):
    """The experiment that the page leads with: what each variant gets right from the published seed, and the seeds."""

    experiment: str
    question: str
    accuracies: tuple[tuple[str, str], ...]
    seeds: SeedsView | None


class Unfinished(NamedTuple):
    """A variant that did not finish, and what its gate found."""

    text: str
    failures: tuple[str, ...]


class Differing(NamedTuple):
    """How many published numbers differ from ours, and which."""

    share: str
    numbers: tuple[str, ...]


class HeadView(NamedTuple):
    """The head of the page.

    Attributes
    ----------
    is_repeated : whether the study trains from other seeds at all
    unfinished : variants that did not finish, and, after an error, what else is not there
    differing : published numbers that differ from ours, None if there are none
    """

    answer: str
    claims: int
    is_repeated: bool
    stand_ins: tuple[tuple[str, str], ...]
    unfinished: tuple[Unfinished, ...]
    differing: Differing | None


def head_view(material: Material) -> HeadView:
    """Return the head of the page."""
    claims = material.decisions["claims"]
    return HeadView(
        answer=words.answer(claims),
        claims=len(claims),
        is_repeated=any(experiment["replicates"] for experiment in material.experiments.values()),
        stand_ins=tuple(sorted({(result.dataset, result.stand_in) for result in material.results if result.stand_in})),
        unfinished=(
            *(_unfinished(result, material) for result in material.results if result.status != "finished"),
            *(Unfinished(line, ()) for line in material.missing),
        ),
        differing=_differing(material),
    )


def _differing(material: Material) -> Differing | None:
    """Return the published numbers that differ from ours, the first of them by name."""
    published = material.published
    named = [_number(row, material) for row in published if row["verdict"] == "differs"]
    more = [f"and {len(named) - NAMED} more"] if len(named) > NAMED else []
    return Differing(f"{len(named)} of {len(published)}", (*named[:NAMED], *more)) if named else None


def _number(row: Row, material: Material) -> str:
    """Return a published number that differs from ours."""
    epoch = f" at epoch {row['epoch']}" if row["epoch"] is not None else ""
    numbers = f"published {plain(row['published'])}, ours {plain(row['reproduced'])}"
    return f"{material.place(row['experiment'], row['variant'])}: {row['quantity'].replace('_', ' ')}{epoch}: {numbers}"


def _unfinished(result: Result, material: Material) -> Unfinished:
    epoch = f" at epoch {result.record['diverged_at_epoch']}" if result.record else ""
    failures = result.gradients["failures"] if result.gradients else ()
    return Unfinished(f"{material.place(result.experiment, result.variant)}: {result.status}{epoch}", tuple(failures))


def leading(material: Material) -> str:
    """Return the experiment that the page leads with: the one with the most claims that seeds do not bear out.

    Without claims the first one that compares something; empty if there is none.
    """
    shaken = Counter(claim["experiment"] for claim in material.decisions["claims"] if claim["verdict"] in SHAKEN)
    candidates = []
    for name in material.experiments:
        decided = material.decided(name)
        if decided and compared(decided):
            candidates.append(name)
    return max(candidates, key=lambda name: shaken[name], default="")


def finding_view(material: Material) -> FindingView | None:
    """Return the experiment that the page leads with, None if nothing was compared over seeds."""
    name = leading(material)
    if not name:
        return None
    values = {variant: record["metrics"]["test_accuracy"] for variant, record in material.trained(name).items()}
    titles = material.titles(name)
    return FindingView(
        experiment=name,
        question=material.experiments[name]["question"],
        accuracies=tuple((titles[variant], percent(value)) for variant, value in values.items() if value is not None),
        seeds=seeds_view(material, name),
    )
