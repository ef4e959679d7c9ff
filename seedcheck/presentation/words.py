"""All words for results: how metrics, settings and decisions are called, and the sentences made of them.

Decisions are the codes of ``seedcheck.statistics.decision``, in rows as ``statistics.experiments`` makes them. It is
said which luck is meant: that of the seeds, or that of the test points.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from seedcheck.presentation.advice import advice, ruled_out
from seedcheck.presentation.captions import at_best
from seedcheck.presentation.units import SHARES, Unit, margin
from seedcheck.statistics.codes import COMPARABLE, shown_interval

Row = Mapping[str, Any]

# metric: what it is called in a table's head, and how its values are shown (a filter of the page)
METRICS = {
    "accuracy": ("accuracy", "percent"),
    "cross_entropy": ("cross-entropy", "number"),
    "brier": ("Brier score", "number"),
    "balanced_accuracy": ("balanced accuracy", "percent"),
    "auc": ("AUC", "number"),
}
REFERENCE = "reference"
SEEDS = {True: "published seed", False: "configured seed"}  # from which each variant is trained once: is it published?
VERDICTS = {
    "better": "better",
    "worse": "worse",
    "equal": "equal",
    "undecided": "undecided",
    "holds": "holds over seeds",
    "fails": "does not hold",
    "artefact": "mostly the loss",
    "not repeated": "not repeated over seeds",
}
TONES = {
    "better": "good",
    "worse": "bad",
    "holds": "good",
    "fails": "bad",
    "artefact": "warn",
}  # CSS class of a verdict
NAMES: Mapping[str, str] = MappingProxyType({})  # of variants are their titles, where none are given
MEANINGS = {  # of verdicts, in the order in which they are explained
    "better": "more test points right than the reference has, by more than luck of seeds or test points makes",
    "worse": "the same, the other way round",
    "equal": "no difference of 2 points or more, either way (or of another margin, if one is set)",
    "undecided": "too little was seen to tell, which does not mean equal; beside it stands whose luck it may be",
    "holds": "a published claim is true of other seeds as well",
    "fails": "a published claim is not true of other seeds",
    "artefact": "most of a published difference goes when the loss is computed exactly",
}
POINTS = {"test": "test points", "train": "training points", "seeds": "test points", "unpaired": "test points"}
NOT_CHECKED = "not checked: a command trains it"
SEEDS_ONLY = "seeds only, for these test points"


def verdict(code: str | None) -> str | None:
    """Return a verdict in words; codes that have none, as why a number is not comparable, are words already."""
    return None if code is None else VERDICTS.get(code, code)


def comparison(found: Row, part: str = "test", unit: Unit = SHARES) -> str:
    """Return the decision on a comparison on "test" or "train" points, or over "seeds" alone, as a sentence.

    ``part`` is "unpaired" if the two have no seeds in common.
    """
    part = _seen(found, part)
    difference, code = found["comparison"], found["verdict"]
    if code == "undecided":
        sentence = f"{verdict(code)} ({_why_undecided(found, part)})"
    elif code == "equal":
        signed = unit.signed(difference["typical"])
        sentence = f"equal within {unit.margin(found['equivalence']['margin'])}: typical difference {signed}"
    else:
        sign = 1 if code == "better" else -1
        size = unit.size(sign * difference["typical"])
        sentence = f"{verdict(code)} by {size}{unit.name}{_interval(difference, sign, part, unit)}"
    return sentence + at_best(found.get("tuned", 0)) + _left_out(difference, "run" if part == "unpaired" else "pair")


def _seen(found: Row, part: str) -> str:
    """Return "seeds" in the place of "test" where it is not known which test points are right."""
    return "seeds" if part == "test" and not found["comparison"]["m"] else part


def _left_out(difference: Row, what: str = "pair") -> str:
    count = difference["left_out"]
    return f"; {count} {what}{'s' * (count > 1)} left out because training diverged" if count else ""


def _interval(difference: Row, sign: int, part: str, unit: Unit) -> str:
    low, high = shown_interval(difference, part)
    if low is None or high is None:
        return ""
    low, high = sorted((sign * low, sign * high))
    return f" (95 % interval {unit.size(low)} to {unit.size(high)})"


def _why_undecided(found: Row, part: str) -> str:
    part = _seen(found, part)
    difference, reason = found["comparison"], found["reason"]
    n, size = difference["n"], f"{difference['m'] or 'these'} {POINTS[part]}"
    reasons = {
        "too few pairs": f"{n} pair{'s' * (n != 1)} of seeds are too few to tell",
        "no prediction differs": f"no prediction differs, on {size}",
        "luck of the seeds": "other seeds might not agree",
        "luck of the test points": f"other points than these {size} might not agree",
        "luck of both": f"other seeds, and other points than these {size}, might not agree",
        "one of several comparisons": "of several comparisons, one may look so by luck",
    }
    if part == "train" and reason not in ("too few pairs", "no prediction differs"):
        return "other seeds might not agree"
    if part in ("seeds", "unpaired"):
        reasons |= {"no prediction differs": "nothing differs", "luck of both": "other seeds might not agree"}
    if part == "unpaired":
        reasons["too few pairs"] = f"{n} run{'s' * (n != 1)} are too few to tell"
    return reasons[reason]


def failures(found: Row) -> str:
    """Return how many trainings of a variant failed, with the interval of the rate: "1 of 20 (0 to 25 %)"."""
    rate = found["failures"]
    interval = f"{100 * rate['low']:.0f} to {100 * rate['high']:.0f} %"
    return f"{rate['failed']} of {rate['n']} ({interval})"


def failing(found: Row, reference: str) -> str:
    """Return the verdict on how often a variant fails, empty if there is none to speak of."""
    code = found.get("failing", {}).get("verdict", "undecided")
    return "" if code == "undecided" else f"{code} than {reference}"


def claim(row: Row, titles: Mapping[str, str] = NAMES) -> str:
    """Return why a claim is decided as it is, empty where nothing was compared; ``row`` as in ``claims.claim_rows``.

    ``titles`` are those of its experiment's variants; without them their names are said.
    """
    if row["symmetric"] is not None and row["reproduction"] in COMPARABLE:
        same = "after training all units of each hidden layer are equal" if row["symmetric"] else "hidden units differ"
        return f"{same}, from all {row['seeds']} seeds"
    if not row["found"]:
        return ""
    part = row["metric"].partition("_")[0]
    found = row["found"]
    sentence = comparison(found, part)
    if found["verdict"] == "undecided":  # which the verdict has said already
        sentence = _why_undecided(found, part) + _left_out(found["comparison"])
    if row["found_control"] and row["reproduction"] in COMPARABLE:
        control = titles.get(row["control"], row["control"])
        sentence += f"; {control}, from the same weights, is {comparison(row['found_control'], part)}"
        if row["regained"] is not None and row["found_control"]["verdict"] == "better":
            sentence += f": {100 * row['regained']:.0f} % of the gap goes with the loss, the rest is the start's"
    return sentence


def plainly(variant: str, found: Row, reference: str, part: str = "test", unit: Unit = SHARES) -> str:
    """Return a comparison of two variants, given by their titles: how often who won, and what that is worth."""
    part = _seen(found, part)
    difference = found["comparison"]
    n, wins, losses = (difference[key] for key in ("n", "wins", "losses"))
    score = f"{variant} beats {reference} in {wins} of {n} seeds and loses in {losses}"
    if n and not wins and not losses:
        score = f"{variant} and {reference} are {'right equally often' if part == 'test' else 'equal'} in all {n} seeds"
    if found["verdict"] == "worse":
        score = f"{variant} loses to {reference} in {losses} of {n} seeds and wins in {wins}"
    if part == "unpaired":
        score = "{} ({} runs) against {} ({} runs), unpaired".format(
            variant, found["runs"][0], reference, found["runs"][1]
        )
    sentence = f"{score}: {comparison(found, part, unit)}"
    if part != "test":
        sentence += f"; {SEEDS_ONLY}"
    more = [part for part in (ruled_out(found, unit), advice(found, unit), failing(found, reference)) if part]
    return ". ".join([sentence, *(part[:1].upper() + part[1:] for part in more)])


def over_datasets(pooled: Row) -> str:
    """Return in words what a trick does on a new data set of the same kind."""
    q = pooled["datasets"]
    shares = {name: pooled[name] for name in ("better", "equal", "worse")}
    best = max(shares, key=lambda name: shares[name])
    chance = f"{shares[best]:.2f}" if shares[best] < 0.995 else "above 0.99"
    within = f"equal within {margin(pooled['margin'])}" if best == "equal" else best
    said = f"on a new data set of this kind most likely {within} (probability {chance})"
    return f"descriptive, from {q} data set{'s' * (q != 1)} only: {said}" if pooled["descriptive"] else said


def list_medians(decided: Row, titles: Mapping[str, str]) -> str:
    """Return the median accuracy over seeds of each variant: "No regularization 92.5 %, L2 93.5 %"."""
    values = {titles[variant]: found["summary"]["median"] for variant, found in decided["variants"].items()}
    return ", ".join(f"{title} {100 * value:.1f} %" for title, value in values.items() if value is not None)


def not_compared(variant: str, reference: str) -> str:
    """Return why a variant was not compared with the reference; both are titles."""
    return REFERENCE if variant == reference else f"not compared: the reference {reference} is missing"
