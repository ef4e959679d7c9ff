"""What the project says about its speed, and whether this measurement bears it out."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.cases import WHOLE_EPOCHS
from benchmarks.peers import LABELS, blas_peak
from benchmarks.ratios import median_of_ratios, ratio_of_minima
from benchmarks.rounds import Results
from benchmarks.workloads import E

Measured = tuple[float, float]  # from the minima, which decide; from the medians


@dataclass(frozen=True)
class Claim:
    """A statement with a target.

    Attributes
    ----------
    text : the statement
    target : what is promised
    measured : finds the value in the results; KeyError where a peer was skipped
    at_most : whether smaller is better
    """

    text: str
    target: float
    measured: Callable[[Results], Measured]
    at_most: bool = False


@dataclass(frozen=True)
class Verdict:
    """A claim and what came out: "met", "missed" or "skipped"."""

    claim: Claim
    measured: Measured | None
    word: str


def faster(case: str, peer: str, target: float) -> Claim:
    """Claim that ours is ``target`` times faster than a peer."""

    def measured(results: Results) -> Measured:
        theirs, ours = results[case, peer].seconds, results[case, "ours"].seconds
        return ratio_of_minima(theirs, ours), median_of_ratios(theirs, ours)

    return Claim(f"{case}: times faster than {LABELS[peer]}", target, measured)


def training_flops(layers: tuple[int, ...], examples: int, epochs: int) -> float:
    """Return the operations in matrix products: ``epochs`` times forward and backward, and one forward more."""
    sizes = [n_in * n for n_in, n in pairwise(layers)]
    forward, backward = sum(sizes), sum(sizes) + sum(sizes[1:])
    return 2.0 * examples * ((epochs + 1) * forward + epochs * backward)


def share_of_peak(results: Results) -> Measured:
    """Return which part of the measured dgemm rate the training of E reaches."""
    ours, peak = results["E", "ours"], results["E", "blas_peak"]
    flops = training_flops(E.layers, E.examples, ours.epochs) / ours.epochs
    factor = flops / blas_peak.FLOPS
    return factor * ratio_of_minima(peak.seconds, ours.seconds), factor * median_of_ratios(peak.seconds, ours.seconds)


def check_seconds(results: Results) -> Measured:
    """Return the seconds of the complex-step check of C."""
    seconds = results["C, all parameters", "complex_step"].seconds
    return min(seconds), max(seconds)


CLAIMS = [
    faster("A", "notebook_style", 5.0),
    faster("B", "notebook_style", 5.0),
    faster("A", "textbook", 2.5),
    faster("B", "textbook", 2.5),
    faster("B L2", "notebook_style", 5.0),
    faster("B fixed masks", "notebook_style", 6.5),
    faster("B fresh masks", "notebook_style", 5.0),
    faster("A", "jax_scan", 0.65),
    faster("B", "jax_scan", 0.65),
    faster("B fresh masks", "jax_scan", 1.1),
    faster(f"B, {WHOLE_EPOCHS} epochs", "jax_scan", 2.5),
    faster("A x 32", "notebook_style", 9.0),
    faster("B x 32", "notebook_style", 9.0),
    faster("A x 32", "jax_scan", 0.95),
    faster("B x 32", "jax_scan", 0.95),
    faster("C", "notebook_style", 60.0),
    Claim("E: share of the measured dgemm peak", 0.9, share_of_peak),
    faster("E", "torch_eager", 1.0),
    faster("E", "jax_scan", 1.0),
    Claim("C: seconds to check all parameters by complex step", 15.0, check_seconds, at_most=True),
]


def judge(results: Results) -> list[Verdict]:
    """Return the verdict on every claim."""
    return [verdict(claim, results) for claim in CLAIMS]


def verdict(claim: Claim, results: Results) -> Verdict:
    """Return the verdict on one claim: the value from the minima decides."""
    try:
        measured = claim.measured(results)
    except KeyError:
        return Verdict(claim, None, "skipped")
    met = measured[0] <= claim.target if claim.at_most else measured[0] >= claim.target
    return Verdict(claim, measured, "met" if met else "missed")
