"""The notebook's claims, in the light of many seeds.

A claim says that a variant is better or worse than another in some accuracy, or that its units stay symmetric. It names
published numbers, which one training each gave; the decision is about what other seeds give.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from seedcheck.files import Row
from seedcheck.statistics.codes import COMPARABLE, NOT_PUBLISHED
from seedcheck.statistics.decision import Decision, Verdict, judge_claim, share_regained
from seedcheck.statistics.experiments import decide_pairs
from seedcheck.statistics.pairs import Pair, Rule, Trained
from seedcheck.statistics.sensitivity import sensitivity
from seedcheck.statistics.summaries import summarize
from seedcheck.training.predictions import Part
from seedcheck.training.replicates import Replicates

Claim = Mapping[str, Any]
SYMMETRIC, NOT_REPEATED = "symmetric", "not repeated"


@dataclass(frozen=True)
class Evidence:
    """What claims are judged by.

    Attributes
    ----------
    variants : (experiment, variant) of the study
    published : the published numbers with ours, as ``published.published_rows`` makes them
    trained : what training left, by experiment and variant, where there are replicates
    rule : how they are decided
    redrawn : what training left where each seed had training data of its own, likewise
    """

    variants: frozenset[tuple[str, str]]
    published: Sequence[Row]
    trained: Mapping[str, Mapping[str, Trained]]
    rule: Rule
    redrawn: Mapping[str, Mapping[str, Trained]] = field(default_factory=dict)

    def replicates(self, experiment: str, variant: str) -> Replicates | None:
        """Return the replicates of a variant, None if it has none."""
        return _replicates(self.trained, experiment, variant)

    def pair(self, key: "Key", *, redrawn: bool = False) -> Pair | None:
        """Return a comparison by its key, None if a side of it has no replicates."""
        experiment, part, variant, against = key
        trained = self.redrawn if redrawn else self.trained
        sides = [_replicates(trained, experiment, name) for name in (variant, against)]
        return Pair(sides[0], sides[1], part) if sides[0] and sides[1] else None


def _replicates(trained: Mapping[str, Mapping[str, Trained]], experiment: str, variant: str) -> Replicates | None:
    found = trained.get(experiment, {}).get(variant)
    return found.replicates if found else None


class Key(NamedTuple):
    """Which comparison: in which experiment, on "train" or "test" points, of which variant against which."""

    experiment: str
    part: Part
    variant: str
    against: str


class Decided(NamedTuple):
    """The decisions that claims need, and what other looks at the same comparisons say."""

    rows: Mapping[Key, Row]
    looks: Mapping[Key, Row]


def claim_rows(claims: Iterable[Claim], evidence: Evidence) -> list[Row]:
    """Return one row per claim (``claims`` of config/published.yaml) on a variant that this study has.

    In a row, ``found`` is the decision on the claim's comparison, ``found_control`` that on its control against the
    same variant, and ``found_corner`` that on the control against ``corner``, which completes the table of two by two;
    they are empty where there is none. ``sensitivity`` is what other looks at the claim's comparison say;
    ``symmetric`` is whether all its networks stayed symmetric, or None. Holm's correction is over all comparisons of
    the table.
    """
    chosen = [claim for claim in claims if (claim["experiment"], claim["variant"]) in evidence.variants]
    decided = _decided(chosen, evidence)
    numbers = {(row["experiment"], row["variant"], row["quantity"]): row for row in evidence.published}
    rows = []
    for claim in chosen:
        row = {key: claim.get(key, "") for key in ("source", "claim", "experiment", "variant", "against", "metric")}
        row |= _published(claim, numbers) | _over_seeds(claim, evidence, decided)
        rows.append(row | {"verdict": _verdict(claim, row)})
    return rows


def _decided(claims: Iterable[Claim], evidence: Evidence) -> Decided:
    """Return the decisions that claims need, on training points over seeds alone, and what other looks say."""
    keys = [Key(claim["experiment"], _part(claim), *names) for claim in claims for names in _pairs(claim)]
    pairs = {_name(key): pair for key in keys if (pair := evidence.pair(key))}
    redrawn = {_name(key): pair for key in keys if (pair := evidence.pair(key, redrawn=True))}
    rows, looks = decide_pairs(pairs, evidence.rule), sensitivity(pairs, redrawn, evidence.rule)
    judged = [key for key in keys if _name(key) in pairs]
    return Decided({key: rows[_name(key)] for key in judged}, {key: looks[_name(key)] for key in judged})


def _name(key: Key) -> str:
    return " ".join(key)


def _part(claim: Claim) -> Part:
    return "train" if claim["metric"] == "train_accuracy" else "test"


def _pairs(claim: Claim) -> list[tuple[str, str]]:
    """Return the comparisons that a claim needs: its own, its control's with the variant, and with the corner."""
    if "against" not in claim:
        return []
    pairs = [(claim["variant"], claim["against"])]
    if "control" in claim:
        pairs.append((claim["control"], claim["variant"]))
    if "corner" in claim:
        pairs.append((claim["control"], claim["corner"]))
    return pairs


def _published(claim: Claim, numbers: Mapping[tuple[str, str, str], Row]) -> Row:
    """Return the published values and ours, and whether ours are reproductions, where a number was published."""
    sides = [
        numbers.get((claim["experiment"], claim.get(side, ""), claim["metric"]), {}) for side in ("variant", "against")
    ]
    words = [side["verdict"] for side in sides[: 1 + ("against" in claim)] if side]
    return {
        "published": sides[0].get("published"), "published_against": sides[1].get("published"),
        "reproduced": sides[0].get("reproduced"), "reproduced_against": sides[1].get("reproduced"),
        "reproduction": next((word for word in words if word != "reproduced"), words[0] if words else NOT_PUBLISHED),
    }  # fmt: skip


def _over_seeds(claim: Claim, evidence: Evidence, decided: Decided) -> Row:
    """Return what the replicates of the claim's variants came to, and the decisions on them."""
    experiment, part = claim["experiment"], _part(claim)
    sides = {side: claim.get(side, "") for side in ("variant", "against", "control", "corner")}
    found = {side: evidence.replicates(experiment, name) for side, name in sides.items()}
    centres = {side: _centre(replicates, part) for side, replicates in found.items()}
    own = Key(experiment, part, sides["variant"], sides["against"])
    control, corner = own._replace(variant=sides["control"], against=sides["variant"]), sides["corner"]
    chosen = found["variant"]
    return {
        "seeds": len(chosen.diverged) if chosen else 0,
        "iqm": centres["variant"],
        "iqm_against": centres["against"],
        "iqm_control": centres["control"],
        "iqm_corner": centres["corner"],
        "found": decided.rows.get(own, {}),
        "control": sides["control"],
        "found_control": decided.rows.get(control, {}),
        "corner": corner,
        "found_corner": decided.rows.get(control._replace(against=corner), {}),
        "regained": _regained(centres),
        "sensitivity": decided.looks.get(own, {}),
        "symmetric": _symmetric(evidence.trained[experiment][sides["variant"]])
        if claim["expect"] == SYMMETRIC and chosen
        else None,
    }


def _regained(centres: Mapping[str, float | None]) -> float | None:
    """Return the share of the gap that the control regains, None without a control."""
    against, variant, control = (centres[side] for side in ("against", "variant", "control"))
    if against is None or variant is None or control is None:
        return None
    return share_regained(against, variant, control)


def _symmetric(trained: Trained) -> bool:
    """Return whether the units of each hidden layer stayed equal, of the configured seed and of all replicates."""
    costs = trained.replicates.costs
    return bool(trained.predictions.symmetric.all() and (costs == costs[:1]).all())


def _verdict(claim: Claim, row: Row) -> str:
    """Return the verdict on a claim, or why its published number cannot be compared."""
    if row["reproduction"] not in COMPARABLE:
        return str(row["reproduction"])
    if row["symmetric"] is not None:
        return Verdict.HOLDS if row["symmetric"] else Verdict.FAILS
    if not row["found"]:
        return NOT_REPEATED
    control = Decision(row["found_control"].get("verdict", "undecided"))
    return judge_claim(Decision(claim["expect"]), Decision(row["found"]["verdict"]), control)


def _centre(replicates: Replicates | None, part: Part) -> float | None:
    """Return the IQM of the accuracies over seeds, None without any."""
    summary = summarize(replicates.accuracy(part)) if replicates else None
    return summary.iqm if summary and summary.n else None
