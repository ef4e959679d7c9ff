"""What is concluded: how many times faster ours is, and whether that bears out what the cases promise."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from benchmarks.cases import Case
from benchmarks.peers import LABELS, blas_peak
from benchmarks.rounds import Measurement, Results

HEAD = ["claim", "target", "measured (minima)", "(medians)", "verdict"]
OTHER_CLAIMS = {
    "blas_peak": "share of the measured dgemm peak",
    "complex_step": "seconds by complex step",
    "without_masks": "times the time without masks",
    "gradient_descent": "times the time of gradient descent",
}
OURS_OTHERWISE = ("without_masks", "gradient_descent")  # nn with other settings
AT_MOST = ("complex_step", *OURS_OTHERWISE)


def judge(cases: Sequence[Case], results: Results) -> list[list[str]]:
    """Return the columns of ``HEAD`` for every target of these cases."""
    return [verdict(case, peer, results) for case in cases for peer in case.targets]


def verdict(case: Case, peer: str, results: Results) -> list[str]:
    """Return the columns of ``HEAD`` for one target: met or missed by the minima, or skipped as the peer was."""
    target, at_most = case.targets[peer], peer in AT_MOST
    claim = f"{case.name}: {OTHER_CLAIMS.get(peer, f'times faster than {LABELS[peer]}')}"
    columns = [claim, f"at {'most' if at_most else 'least'} {target:g}"]
    if (case.name, peer) not in results:
        return [*columns, "-", "-", "skipped"]
    of_minima, of_medians = measured(case, peer, results)
    met = of_minima <= target if at_most else of_minima >= target
    return [*columns, f"{of_minima:.3g}", f"{of_medians:.3g}", "met" if met else "missed"]


def measured(case: Case, peer: str, results: Results) -> tuple[float, float]:
    """Return what a target is about, from the minima and from the medians."""
    found = results[case.name, peer]
    if peer == "complex_step":
        return min(found.seconds), median(found.seconds)
    ours = results[case.name, "ours"]
    if peer in OURS_OTHERWISE:
        return times_faster(ours, found)
    of_minima, of_medians = times_faster(found, ours)
    share = flops_per_epoch(case, ours.epochs) / blas_peak.FLOPS if peer == "blas_peak" else 1.0
    return share * of_minima, share * of_medians


def times_faster(theirs: Measurement, ours: Measurement) -> tuple[float, float]:
    """Return the ratio of the minima, as on a quiet machine, and the median of the ratios within the rounds."""
    ratios = [their / our for their, our in zip(theirs.seconds, ours.seconds, strict=True)]
    return min(theirs.seconds) / min(ours.seconds), median(ratios)


def flops_per_epoch(case: Case, epochs: int) -> float:
    """Return the operations in matrix products: each epoch goes forward and backward, the last once more forward."""
    sizes = [n_in * n for n_in, n in pairwise(case.workload.layers)]
    forward, backward = sum(sizes), sum(sizes) + sum(sizes[1:])  # backward, the inputs need no gradient
    return 2.0 * case.workload.examples * (forward + backward + forward / epochs)
