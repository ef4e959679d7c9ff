"""What the page says first: the answer, what it rests on, and what went wrong."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from seedcheck.files import Row
from seedcheck.presentation import answers
from seedcheck.presentation.figures import density
from seedcheck.presentation.page.formats import percent, plain
from seedcheck.presentation.page.material import Material
from seedcheck.presentation.page.overview import verdicts_of
from seedcheck.presentation.page.parts import Link, Picture, section_id
from seedcheck.presentation.page.seeds import seeds_view
from seedcheck.training.results import Result

NAMED = 5  # published numbers that differ
TOLD = 6  # variants of which the first screen tells the accuracy from one seed
SHAKEN = frozenset({"undecided", "fails"})  # verdicts on claims that seeds do not bear out


class FindingView(NamedTuple):
    """The experiment that the page leads with, and what its seeds say.

    Attributes
    ----------
    replicates : from how many other seeds each variant was trained
    is_dense : whether they are so many that they are drawn as a shape
    sentences : on each comparison
    pictures, further : for the first screen, and for those who want to know
    seed : how the one seed is called from which ``accuracies`` are, by title of the variant; empty if they are many
    """

    experiment: Link
    question: str
    seed: str
    accuracies: tuple[tuple[str, str], ...]
    replicates: int
    is_dense: bool
    sentences: tuple[str, ...]
    pictures: Sequence[Picture]
    further: Sequence[Picture]


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
    answer : in sentences, of which the first is the one that matters
    is_repeated : whether the study trains from other seeds at all
    unfinished : variants that did not finish, and, after an error, what else is not there
    differing : published numbers that differ from ours, None if there are none
    """

    answer: tuple[str, ...]
    is_repeated: bool
    stand_ins: tuple[tuple[str, str], ...]
    unfinished: tuple[Unfinished, ...]
    differing: Differing | None


def head_view(material: Material) -> HeadView:
    """Return the head of the page."""
    return HeadView(
        answer=_answer(material),
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
    epoch = f" at epoch {result.record['diverged_at_epoch']}" if result.record and not result.command else ""
    failures = result.gradients["failures"] if result.gradients else ()
    return Unfinished(f"{material.place(result.experiment, result.variant)}: {result.status}{epoch}", tuple(failures))


def leading(material: Material) -> str:
    """Return the experiment that the page leads with, empty if none compares something over seeds.

    The first one of the reader's own, of which nothing is published; else the one with the most claims that seeds do
    not bear out.
    """
    if own := own_experiments(material):
        return own[0]
    shaken = Counter(claim["experiment"] for claim in material.decisions["claims"] if claim["verdict"] in SHAKEN)
    return max(judged(material), key=lambda name: shaken[name], default="")


def judged(material: Material) -> list[str]:
    """Return the experiments in which something was compared over seeds."""
    return [name for name in material.experiments if verdicts_of(material, name)]


def own_experiments(material: Material) -> list[str]:
    """Return the judged experiments of which nothing is published, nor of others in their suite."""
    published = {own["suite"] for name, own in material.experiments.items() if material.is_published(name)} - {""}
    return [
        name
        for name in judged(material)
        if not material.is_published(name) and material.experiments[name]["suite"] not in published
    ]


def _answer(material: Material) -> tuple[str, ...]:
    """Return what was found: of the reader's own experiments first, then of the published claims."""
    on_claims = answers.on_claims(material.decisions["claims"])
    own = own_experiments(material)
    if not own and (on_claims or not judged(material)):
        return (on_claims,) if on_claims else ()
    return tuple(part for part in (_on(material, own or judged(material)), on_claims) if part)


def _on(material: Material, names: Sequence[str]) -> str:
    """Return what some experiments found."""
    if len(names) > 1:
        return answers.on_experiments(
            (code for name in names for code in verdicts_of(material, name).values()), len(names)
        )
    (name,) = names
    experiment = material.experiments[name]
    found = material.decided(name) or {}
    reference = material.titles(name)[experiment["reference"]]
    tuned = max((row.get("tuned", 0) for row in found["variants"].values()), default=0)
    return answers.on_experiment(verdicts_of(material, name), reference, found["replicates"], tuned)


def finding_view(material: Material) -> FindingView | None:
    """Return the experiment that the page leads with, None if nothing was compared over seeds."""
    name = leading(material)
    seeds = seeds_view(material, name) if name else None
    if not seeds:
        return None
    values = {variant: record["metrics"]["test_accuracy"] for variant, record in material.trained(name).items()}
    titles, experiment = material.titles(name), material.experiments[name]
    told = [(titles[variant], percent(value)) for variant, value in values.items() if value is not None]
    return FindingView(
        experiment=Link(experiment["title"], f"#{section_id(name)}"),
        question=experiment["question"],
        seed=material.single_seed(name),
        accuracies=tuple(told if len(told) <= TOLD else ()),
        replicates=seeds.replicates,
        is_dense=density.is_dense(seeds.replicates),
        sentences=seeds.sentences,
        pictures=seeds.pictures[:1],
        further=seeds.pictures[1:],
    )
