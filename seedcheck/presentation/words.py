"""What the page says first: the answer in plain words, from claims and verdicts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

UNDECIDED: Final = "not distinguishable"
HOLDS, FAILS, ARTEFACT = "holds over seeds", "does not hold", "artefact of the loss"

Verdicts = Mapping[str, Any]

PHRASES = {  # verdict on a claim: how one of them is said, and several
    HOLDS: ("holds", "hold"),
    UNDECIDED: ("cannot be told from luck", "cannot be told from luck"),
    FAILS: ("does not hold", "do not hold"),
    ARTEFACT: ("is an artefact of the loss", "are artefacts of the loss"),
}
SIGNS = {"better": "good", "worse": "bad", HOLDS: "good", FAILS: "bad", ARTEFACT: "warn"}  # CSS class of a verdict


def answer(claims: Sequence[Mapping[str, Any]]) -> str:
    """Return "2 hold, 4 cannot be told from luck" for the claims, empty without a claim that was judged.

    Claims that could not be judged (stand-in data, other settings) are counted last.
    """
    counts = Counter(claim["verdict"] for claim in claims)
    said = [
        f"{counts[word]} {one if counts[word] == 1 else many}" for word, (one, many) in PHRASES.items() if counts[word]
    ]
    left = len(claims) - sum(counts[word] for word in PHRASES)
    return ", ".join([*said, f"{left} {'is' if left == 1 else 'are'} not judged here"] if left and said else said)


def leading(verdicts: Verdicts, planned: Sequence[str]) -> str:
    """Return the experiment that the page leads with: the one with the most claims that seeds do not bear out.

    Without claims the first one that compares something; empty if there is none.
    """
    shaken = Counter(
        claim["experiment"] for claim in verdicts["claims"] if claim["verdict"] in {UNDECIDED, FAILS, ARTEFACT}
    )
    compared = [
        name for name in planned if name in verdicts["experiments"] and comparisons(verdicts["experiments"][name])
    ]
    return max(compared, key=lambda name: shaken[name], default="")


def comparisons(own: Mapping[str, Any]) -> dict[str, Any]:
    """Return the variants of an experiment that were compared with its reference."""
    return {variant: found for variant, found in own["variants"].items() if "verdict" in found}


def plainly(variant: str, found: Mapping[str, Any], reference: str) -> str:
    """Return a comparison in plain words: how often who won, and what that is worth."""
    compared = found["comparison"]
    n, wins, losses = (compared[key] for key in ("n", "wins", "losses"))
    score = f"{variant} beats {reference} in {wins} of {n} seeds and loses in {losses}"
    if found["verdict"] == "worse":
        score = f"{variant} loses to {reference} in {losses} of {n} seeds and wins in {wins}"
    if found["verdict"] != UNDECIDED:
        return f"{score}: {found['sentence']}"
    if not compared["detectable"]:
        return f"{score}: {found['sentence']}"
    limit = f"a difference under {100 * compared['detectable']:.1f} points could not have been seen"
    return f"{score}; luck can do that (with {n} seeds and {compared['m']} test points {limit})"


def alternative(own: Mapping[str, Any]) -> str:
    """Return the figure of an experiment's replicates in words."""
    medians = [
        f"{variant} {100 * found['summary']['median']:.1f} %"
        for variant, found in own["variants"].items()
        if found["summary"]["median"] is not None
    ]
    return f"Test accuracy of every seed as a dot; medians: {', '.join(medians)}"
