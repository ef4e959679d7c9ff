"""The benchmark times the same work, and draws its ratios right. Nothing here depends on the time anything takes."""

from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest

from benchmarks.cases import Case
from benchmarks.claims import Claim, faster, verdict
from benchmarks.peers import notebook_style, ours, textbook
from benchmarks.ratios import median_of_ratios, ratio_of_minima
from benchmarks.report import csv_text
from benchmarks.rounds import Measurement, compare, difference
from benchmarks.workloads import B_FIXED, B_L2, A, B, Workload

WORKLOADS = {"A": A, "B": B, "B L2": B_L2, "B fixed masks": B_FIXED, "B, both": replace(B_FIXED, l2_lambda=0.7)}


@pytest.mark.parametrize("workload", WORKLOADS.values(), ids=WORKLOADS)
@pytest.mark.parametrize("peer", [notebook_style, textbook], ids=["notebook style", "textbook"])
def test_numpy_peers_reach_our_cost(peer: ModuleType, workload: Workload) -> None:
    """The notebook style and textbook NumPy train the same network as nn: after 300 epochs the costs agree."""
    np.testing.assert_allclose(peer.prepare(workload)(300), ours.prepare(workload)(300), rtol=1e-9)


def test_ensembles_reach_the_costs_of_networks_trained_in_turn() -> None:
    """Network s of our ensemble has the cost of the textbook's network s."""
    workload = replace(B, networks=3)
    np.testing.assert_allclose(textbook.prepare(workload)(50), ours.prepare(workload)(50), rtol=1e-9)


def test_textbook_gradient_is_the_slope_of_its_cost() -> None:
    """The oracle agrees with central differences of its own cost, with L2 and masks."""
    X, Y = np.array([[0.3, -0.8, 1.1]]), np.array([[1.0, 0.0, 1.0]])
    W, masks = ([np.array([[0.5], [-1.2]]), np.array([[0.7, 0.4]])], [np.array([[2.0, 0.0, 2.0], [2.0, 2.0, 0.0]])])
    b = [np.array([[0.1], [0.2]]), np.array([[-0.3]])]
    parameters = list(zip(W, b, strict=True))
    objective = textbook.Objective(l2_lambda=0.5)
    gradients = textbook.backward(parameters, textbook.forward(parameters, X, masks), Y, objective, masks)
    for array, gradient in zip((*W, *b), (*(dW for dW, _ in gradients), *(db for _, db in gradients)), strict=True):
        for index in np.ndindex(array.shape):
            costs = []
            for step in (1e-6, -1e-6):
                array[index] += step
                costs.append(textbook.cost(parameters, textbook.forward(parameters, X, masks)[-1], Y, objective))
                array[index] -= step
            assert gradient[index] == pytest.approx((costs[0] - costs[1]) / 2e-6, rel=1e-7, abs=1e-9)


def test_ratio_of_minima_compares_the_quietest_rounds() -> None:
    """The fastest rounds decide, whichever they are."""
    assert ratio_of_minima([9.0, 6.0, 8.0], [2.0, 5.0, 4.0]) == 3.0


def test_median_of_ratios_compares_within_rounds() -> None:
    """Rounds are compared with themselves: 4.5, 1.2 and 2.0 have the median 2.0."""
    assert median_of_ratios([9.0, 6.0, 8.0], [2.0, 5.0, 4.0]) == 2.0


def test_median_of_ratios_refuses_unequal_rounds() -> None:
    """A peer with fewer rounds is an error that names both numbers."""
    with pytest.raises(ValueError, match="1 rounds against 2"):
        median_of_ratios([1.0], [1.0, 2.0])


@pytest.mark.parametrize(("target", "word"), [(3.0, "met"), (3.1, "missed")])
def test_claim_is_judged_by_the_minima(target: float, word: str) -> None:
    """A ratio of minima equal to the target meets it; a higher target is missed, whatever the medians say."""
    results = {("A", "textbook"): Measurement(10, (9.0, 6.0)), ("A", "ours"): Measurement(10, (2.0, 3.0))}
    assert verdict(faster("A", "textbook", target), results).word == word


def test_claim_on_a_skipped_peer_is_skipped() -> None:
    """Without JAX its claims are neither met nor missed."""
    assert verdict(faster("A", "jax_scan", 1.0), {("A", "ours"): Measurement(10, (2.0,))}).word == "skipped"


def test_claim_at_most_is_met_by_less() -> None:
    """A limit on seconds is met from below."""
    claim = Claim("seconds", 15.0, lambda _: (6.0, 7.0), at_most=True)
    assert verdict(claim, {}).word == "met"


def test_csv_holds_times_and_ratios_to_ours() -> None:
    """The table's line of a peer: epochs, repeats, minimum, median, both ratios, difference of cost."""
    case = Case("single", "A", A, ("ours", "textbook", "jax_scan"))
    results = {
        ("A", "ours"): Measurement(10, (2.0, 5.0, 4.0), 0.0),
        ("A", "textbook"): Measurement(20, (9.0, 6.0, 8.0), 1.5e-16),
    }
    assert csv_text([case], results).splitlines()[1:] == [
        "single,A,ours,10,3,2,4,1,1,0.0e+00",
        "single,A,textbook,20,3,6,8,3,2,1.5e-16",
    ]


def test_difference_finds_the_worst_network() -> None:
    """A peer whose second network is 1 % off is 1 % off."""
    assert difference([0.5, 0.202], [0.5, 0.2], Case("single", "A", A, ())) == pytest.approx(0.01)


def test_a_peer_that_trains_something_else_is_refused() -> None:
    """A cost that is 1 % off stops the benchmark, and the message names case, peer and difference."""
    with pytest.raises(ValueError, match=r"A: 'textbook' differs from ours by 1\.0e-02"):
        compare(Case("single", "A", A, ()), "textbook", {"ours": [0.5], "textbook": [0.505]})
