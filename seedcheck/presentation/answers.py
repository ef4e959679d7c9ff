"""The first sentence of the page: what the study found, for readers in a hurry, and a line per experiment."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from seedcheck.presentation.captions import at_best
from seedcheck.presentation.words import VERDICTS

Row = Mapping[str, Any]

CLAIMS = {  # verdict on a claim: how one of them is said, and several
    "holds": ("holds", "hold"),
    "undecided": ("is undecided", "are undecided"),
    "fails": ("does not hold", "do not hold"),
    "artefact": ("is mostly the loss's doing", "are mostly the loss's doing"),
}
ORDER = ("better", "worse", "equal", "undecided")
NAMED = 2  # of so many variants with one verdict the titles are said, of more the number
LONGEST = 60  # letters of a title in a sentence of the first screen
ONE_SEED = "one seed, no verdict"
ONE_VARIANT = "one variant, nothing to compare"
NOT_JUDGED = "not judged yet"


def joined(parts: Sequence[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def on_claims(claims: Sequence[Row]) -> str:
    """Return how many of the published claims hold, empty without a claim that was judged.

    Claims that could not be judged (stand-in data, other settings) are counted last.
    """
    counts = Counter(row["verdict"] for row in claims)
    said = [
        f"{counts[code]} {one if counts[code] == 1 else many}" for code, (one, many) in CLAIMS.items() if counts[code]
    ]
    left = len(claims) - sum(counts[code] for code in CLAIMS)
    if left and said:
        said.append(f"{left} {'is' if left == 1 else 'are'} not judged here")
    if not said:
        return ""
    source, number = str(claims[0]["source"]), len(claims)
    made = f"{source[:1].upper()}{source[1:]} makes {number} claim{'s' * (number > 1)}"
    if any(row["published"] is None for row in claims):
        return f"{made}. Over many seeds, {joined(said)}."
    return f"{made}, from one seed each. Trained again from other seeds, {joined(said)}."


def on_experiment(verdicts: Mapping[str, str], reference: str, seeds: int, tuned: int = 0) -> str:
    """Return what one experiment found: ``verdicts`` by title of the variant, and the title of the reference.

    ``tuned`` is over how many settings each was tuned, 0 without tuning.
    """
    parts = []
    for code, titles in by_verdict(verdicts).items():
        who = joined([_short(title) for title in titles]) if len(titles) <= NAMED else f"{len(titles)} variants"
        parts.append(f"{who} {'is' if len(titles) == 1 else 'are'} {VERDICTS[code]}")
    return f"Compared with {_short(reference)}, over {seeds} seeds{at_best(tuned)}: {joined(parts)}."


def _short(title: str) -> str:
    return title if len(title) <= LONGEST else f"{title[:LONGEST].rstrip()}…"


def on_experiments(verdicts: Iterable[str], experiments: int) -> str:
    """Return what experiments found, from the verdicts of all of them."""
    counts = Counter(verdicts)
    said = [f"{counts[code]} {'is' if counts[code] == 1 else 'are'} {VERDICTS[code]}" for code in ORDER if counts[code]]
    tricks = "1 trick was" if counts.total() == 1 else f"{counts.total()} tricks were"
    where = "one experiment" if experiments == 1 else f"{experiments} experiments"
    return f"{tricks} tried over many seeds, in {where}: {joined(said)}."


def by_verdict(verdicts: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the titles of variants by their verdict, in the order in which verdicts are told."""
    found = {code: [title for title, other in verdicts.items() if other == code] for code in ORDER}
    return {code: titles for code, titles in found.items() if titles}
