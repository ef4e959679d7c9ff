"""All words for results: how metrics, settings and decisions are called, and the sentences made of them.

Decisions are the codes of ``seedcheck.statistics.decision``, in rows as ``statistics.experiments`` makes them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

# metric: what it is called in a table's head, and how its values are shown (a filter of the page)
METRICS = {
    "accuracy": ("accuracy", "percent"),
    "cross_entropy": ("cross-entropy", "number"),
}
VERDICTS = {
    "better": "better",
    "worse": "worse",
    "undecided": "not distinguishable",
    "holds": "holds over seeds",
    "fails": "does not hold",
    "artefact": "artefact of the loss",
    "not repeated": "not repeated over seeds",
}
CLAIMS = {  # verdict on a claim: how one of them is said, and several
    "holds": ("holds", "hold"),
    "undecided": ("cannot be told from luck", "cannot be told from luck"),
    "fails": ("does not hold", "do not hold"),
    "artefact": ("is an artefact of the loss", "are artefacts of the loss"),
}
TONES = {
    "better": "good",
    "worse": "bad",
    "holds": "good",
    "fails": "bad",
    "artefact": "warn",
}  # CSS class of a verdict
POINTS = {"test": "test points", "train": "training points"}
MIN_PAIRS = 6  # below, no p-value can be below 0.05: see seedcheck.statistics.paired


def verdict(code: str | None) -> str | None:
    """Return a verdict in words; codes that have none, as why a number is not comparable, are words already."""
    return None if code is None else VERDICTS.get(code, code)


def points(value: float) -> str:
    """Return a difference of shares as percentage points, "1.2"; with one significant digit where that would be 0.0."""
    percentage = 100 * value
    return f"{percentage:.1f}" if percentage == 0 or abs(percentage) >= 0.05 else f"{percentage:.1g}"


def comparison(found: Row, part: str = "test") -> str:
    """Return the decision on a comparison on "test" or "train" points as a sentence."""
    difference = found["comparison"]
    sentence = (
        _undecided(difference, part) if found["verdict"] == "undecided" else _decided(difference, found["verdict"])
    )
    count = difference["left_out"]
    note = f"; {count} pair{'s' * (count > 1)} left out because training diverged" if count else ""
    return sentence + note


def _decided(difference: Row, code: str) -> str:
    sign = 1 if code == "better" else -1
    low, high = sorted((sign * difference["low_both"], sign * difference["high_both"]))
    interval = f"95 % interval {points(low)} to {points(high)}"
    return f"{verdict(code)} by {points(sign * difference['mean'])} points ({interval}) over {difference['n']} seeds"


def _undecided(difference: Row, part: str) -> str:
    word, n = verdict("undecided"), difference["n"]
    if n < 2:
        return f"{word}: fewer than two pairs of replicates"
    if n < MIN_PAIRS:
        return f"{word}: too few seeds to tell ({n} pairs can give no p below {2 / 2**n:.2g})"
    size = f"{n} seeds and {difference['m']} {POINTS[part]}"
    if difference["detectable"]:
        limit = f"a difference under {points(difference['detectable'])} points could not have been seen"
        return f"{word} with {size}; {limit}"
    return f"{word} with {size}" + ("; no prediction differs" if difference["mean"] == 0 else "")


def claim(row: Row) -> str:
    """Return why a claim is decided as it is, empty where nothing was compared; ``row`` as in ``claims.claim_rows``."""
    if row["symmetric"] is not None and row["reproduction"] == "reproduced":
        same = "after training all units of each hidden layer are equal" if row["symmetric"] else "hidden units differ"
        return f"{same}, from all {row['seeds']} seeds"
    if not row["found"]:
        return ""
    sentence = comparison(row["found"], row["metric"].partition("_")[0])
    if row["found_control"] and row["reproduction"] == "reproduced":
        sentence += f"; {row['control']}, from the same weights, is {comparison(row['found_control'], 'train')}"
    return sentence


def answer(claims: Sequence[Row]) -> str:
    """Return "2 hold, 4 cannot be told from luck" for the claims, empty without a claim that was judged.

    Claims that could not be judged (stand-in data, other settings) are counted last.
    """
    counts = Counter(row["verdict"] for row in claims)
    said = [
        f"{counts[code]} {one if counts[code] == 1 else many}" for code, (one, many) in CLAIMS.items() if counts[code]
    ]
    left = len(claims) - sum(counts[code] for code in CLAIMS)
    return ", ".join([*said, f"{left} {'is' if left == 1 else 'are'} not judged here"] if left and said else said)


def plainly(variant: str, found: Row, reference: str) -> str:
    """Return a comparison in plain words: how often who won, and what that is worth."""
    difference = found["comparison"]
    n, wins, losses = (difference[key] for key in ("n", "wins", "losses"))
    score = f"{variant} beats {reference} in {wins} of {n} seeds and loses in {losses}"
    if found["verdict"] == "worse":
        score = f"{variant} loses to {reference} in {losses} of {n} seeds and wins in {wins}"
    if found["verdict"] != "undecided" or not difference["detectable"]:
        return f"{score}: {comparison(found)}"
    limit = f"a difference under {points(difference['detectable'])} points could not have been seen"
    return f"{score}; luck can do that (with {n} seeds and {difference['m']} test points {limit})"


def carries_over(verdicts: Mapping[str, str]) -> str:
    """Return in words how far a trick's effect carries, from its verdict on each data set.

    An effect carries over if it is seen on more than half of the data sets, and on none in the other direction.
    """
    better, worse = ([name for name, code in verdicts.items() if code == side] for side in ("better", "worse"))
    k = len(verdicts)
    if k == 1:
        return f"{verdict(*verdicts.values())} on the one data set that has it"
    if better and worse:
        return f"depends on the data: better on {', '.join(better)}, worse on {', '.join(worse)} (of {k} data sets)"
    if not better and not worse:
        return f"{verdict('undecided')} on any of {k} data sets"
    side, names = ("better", better) if better else ("worse", worse)
    if 2 * len(names) > k:
        return f"carries over: {side} on {len(names)} of {k} data sets"
    return f"does not carry over: {side} on {len(names)} of {k} data sets only ({', '.join(names)})"


def medians(decided: Row) -> str:
    """Return the figure of an experiment's replicates in words."""
    shown = [
        f"{variant} {100 * found['summary']['median']:.1f} %"
        for variant, found in decided["variants"].items()
        if found["summary"]["median"] is not None
    ]
    return f"Test accuracy of every seed as a dot; medians: {', '.join(shown)}"


REFERENCE = "reference"


def list_medians(decided: Row) -> str:
    """Return the median accuracy over seeds of each variant: "none 92.5 %, l2 93.5 %"."""
    values = {variant: found["summary"]["median"] for variant, found in decided["variants"].items()}
    return ", ".join(f"{variant} {100 * value:.1f} %" for variant, value in values.items() if value is not None)


def not_compared(variant: str, reference: str) -> str:
    """Return why a variant was not compared with the reference."""
    return REFERENCE if variant == reference else f"not compared: the reference {reference} is missing"


def count_cells(cells: int, better: int, worse: int) -> str:
    """Return how the cells of a sweep do against its reference, which is not among them."""
    return f"Of {cells} cells {better} are better than the reference, {worse} worse; the others cannot be told from it."


def caption(variant: str, accuracy: str) -> str:
    """Return what stands below a variant's decision boundary."""
    return f"{variant}: {accuracy} of the test points right" if accuracy else f"{variant}: training diverged"


def settings(chosen: Mapping[str, Any]) -> str:
    """Return settings as "loss logits, l2_lambda 0.7"."""
    return ", ".join(f"{name} {value}" for name, value in chosen.items())


def shared_settings(dataset: str, chosen: str) -> str:
    """Return what all variants of an experiment share."""
    return f"Data: {dataset}. All variants: {chosen}."


def score(wins: int, losses: int) -> str:
    """Return in how many seeds a variant is better and worse than the one that a claim compares it with."""
    return f"higher in {wins}, lower in {losses}"


def published_difference(published: float, ours: float) -> str:
    """Return both results of a gradient check."""
    return f"difference {published} published, {ours} ours"
