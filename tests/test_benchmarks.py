"""The benchmark times the same work, and draws its ratios right. Nothing here depends on the time anything takes."""

from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from benchmarks import run
from benchmarks.cases import Case, all_cases
from benchmarks.judge import OTHER_CLAIMS, OURS_OTHERWISE, judge, times_faster
from benchmarks.page import page
from benchmarks.peers import LABELS, notebook_style, ours, sklearn_mlp, textbook
from benchmarks.rounds import Measurement, difference
from benchmarks.workloads import B_ADAM, B_BATCHES, A, B, D, Workload

FIXED = replace(B, keep_prob=0.86, masks="fixed", mask_seed=1)
WITHOUT_DROPOUT = {"A": A, "B": B, "B L2": replace(B, l2_lambda=0.7)}
OF_SKLEARN = WITHOUT_DROPOUT | {"B Adam": B_ADAM, "B batches of 64": B_BATCHES, "D batches of 64": D}
WORKLOADS = WITHOUT_DROPOUT | {"B fixed masks": FIXED, "B, both": replace(FIXED, l2_lambda=0.7)}


@pytest.mark.parametrize("workload", WORKLOADS.values(), ids=WORKLOADS)
@pytest.mark.parametrize("peer", [notebook_style, textbook], ids=["notebook style", "textbook"])
def test_numpy_peers_reach_our_cost(peer: ModuleType, workload: Workload) -> None:
    """The notebook style and textbook NumPy train the same network as nn: after 300 epochs the costs agree."""
    np.testing.assert_allclose(peer.prepare(workload)(300), ours.prepare(workload)(300), rtol=1e-9)


@pytest.mark.parametrize("workload", OF_SKLEARN.values(), ids=OF_SKLEARN)
def test_scikit_learn_reaches_our_cost_at_every_call(workload: Workload) -> None:
    """scikit-learn continues from the arrays put there: its first and its second training agree with nn's."""
    train, expected = sklearn_mlp.prepare(workload), ours.prepare(workload)(20)
    np.testing.assert_allclose(train(20), expected, rtol=1e-9)
    np.testing.assert_allclose(train(20), expected, rtol=1e-9)


def test_ensembles_reach_the_costs_of_networks_trained_in_turn() -> None:
    """Network s of our ensemble has the cost of the textbook's network s."""
    workload = replace(B, networks=3)
    costs = ours.prepare(workload)(50)
    assert len(set(costs)) == 3
    np.testing.assert_allclose(textbook.prepare(workload)(50), costs, rtol=1e-9)


def test_times_faster_compares_the_quietest_rounds_and_rounds_with_themselves() -> None:
    """The quietest rounds give 6 / 2, whichever they are; the ratios 4.5, 1.2 and 2 of the rounds have the median 2."""
    assert times_faster(Measurement(1, (9.0, 6.0, 8.0)), Measurement(1, (2.0, 5.0, 4.0))) == (3.0, 2.0)


@pytest.mark.parametrize(("target", "word"), [(3.0, "met"), (3.1, "missed")])
def test_claim_is_judged_by_the_minima(target: float, word: str) -> None:
    """A ratio of minima equal to the target meets it; a higher target is missed, whatever the medians say."""
    results = {("A", "textbook"): Measurement(10, (9.0, 6.0)), ("A", "ours"): Measurement(10, (2.0, 3.0))}
    case = Case("single", "A", A, targets={"textbook": target})
    line = ["A: times faster than textbook NumPy", f"at least {target:g}", "3", "3.25", word]
    assert judge([case], results) == [line]


def test_claim_on_a_skipped_peer_is_skipped() -> None:
    """Without JAX its claims are neither met nor missed."""
    case = Case("single", "A", A, targets={"jax_scan": 1.0})
    assert judge([case], {("A", "ours"): Measurement(10, (2.0,))})[0][2:] == ["-", "-", "skipped"]


@pytest.mark.parametrize(("seconds", "word"), [(6.0, "met"), (16.0, "missed")])
def test_claim_on_the_gradient_check_is_met_by_less(seconds: float, word: str) -> None:
    """A limit on seconds is met from below."""
    case = Case("check", "C", A, ("complex_step",), {"complex_step": 15.0})
    assert judge([case], {("C", "complex_step"): Measurement(1, (seconds,))})[0][-1] == word


@pytest.mark.parametrize(("target", "word"), [(1.4, "met"), (1.3, "missed")])
@pytest.mark.parametrize("peer", OURS_OTHERWISE)
def test_claim_on_what_costs_more_is_met_by_less(peer: str, target: float, word: str) -> None:
    """Fresh masks, or Adam, that take 1.4 times as long as without may take 1.4 times as long, and not 1.3."""
    case = Case("ensemble", "B", B, ("ours", peer), {peer: target})
    results = {("B", "ours"): Measurement(10, (7.0, 8.0)), ("B", peer): Measurement(10, (5.0, 6.0))}
    line = [f"B: {OTHER_CLAIMS[peer]}", f"at most {target:g}", "1.4", "1.37", word]
    assert judge([case], results) == [line]


def test_networks_side_by_side_draw_masks_of_their_own() -> None:
    """Ours of a workload of three networks has fresh masks from three seeds: network 1 is the one of seed + 1 alone."""
    workload = replace(B, keep_prob=0.5, networks=3)
    costs = ours.prepare(workload)(50)
    alone = replace(B, keep_prob=0.5, seed=B.seed + 1, mask_seed=B.mask_seed + 1)
    assert ours.prepare(alone)(50) == [costs[1]]


def test_networks_side_by_side_have_orders_of_their_own() -> None:
    """Ours of a workload of three networks shuffles by three seeds: network 1 is the one of seed + 1 alone."""
    costs = ours.prepare(replace(B_BATCHES, networks=3))(5)
    alone = replace(B_BATCHES, seed=B.seed + 1, shuffle_seed=B.shuffle_seed + 1)
    assert ours.prepare(alone)(5) == [costs[1]]


def test_share_of_the_peak_counts_the_products_of_an_epoch() -> None:
    """A 2-10-5-1 on 300 examples: 75 products an example forward, 130 backward, and at 2 epochs 37.5 for the cost."""
    seconds = 2 * 300 * (75 + 130 + 37.5) / (2 * 1024**3)  # of ours, so that both compute at one rate
    results = {("E", "ours"): Measurement(2, (seconds,)), ("E", "blas_peak"): Measurement(1, (1.0,))}
    assert judge([Case("single", "E", A, targets={"blas_peak": 0.9})], results)[0][2:] == ["1", "1", "met"]


def test_difference_finds_the_worst_network() -> None:
    """A peer whose second network is 1e-10 off is 1e-10 off."""
    costs = {"ours": [0.5, 0.2], "textbook": [0.5, 0.2 * (1 + 1e-10)]}
    assert difference(Case("single", "A", A), "textbook", costs) == pytest.approx(1e-10, rel=1e-5)


def test_a_peer_that_trains_something_else_is_refused() -> None:
    """A cost that is 1 % off stops the benchmark, and the message names case, peer and difference."""
    with pytest.raises(ValueError, match=r"A: 'textbook' differs from ours by 1\.0e-02"):
        difference(Case("single", "A", A), "textbook", {"ours": [0.5], "textbook": [0.505]})


def test_page_has_a_column_for_each_peer_that_was_measured() -> None:
    """A time stands with both ratios to ours; a peer without measurements has no column."""
    results = {("A", "ours"): Measurement(10, (2e-6,), 0.0), ("A", "textbook"): Measurement(20, (6e-6,), 1.5e-16)}
    text = page({"date": "today"}, ["a note"], [case for case in all_cases() if case.name == "A"], results)
    assert "| A | 2 us | 6 us (3.00 / 3.00) |\n" in text
    assert "- a note\n" in text
    assert "| textbook NumPy | 1.5e-16 | 1 |\n" in text
    assert "Networks side by side" not in text


def test_a_run_skips_what_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run of one case without scikit-learn, PyTorch and JAX writes page and figure, and says who was skipped."""
    absent = [(peer, f"no-such-{peer}") for peer in ("torch_eager", "sklearn_mlp", "jax_scan")]
    monkeypatch.setattr(run, "NEEDED", absent)
    monkeypatch.setattr("benchmarks.rounds.SECONDS", 1e-4)
    run.main(["--cases", "A", "examples 50", "--repeats", "1", "--folder", str(tmp_path)])
    text = (tmp_path / "benchmark.md").read_text(encoding="utf-8")
    for peer, library in absent:
        assert f"- {LABELS[peer]} was skipped: {library} is not installed\n" in text
    assert "|  | nn (ours) | notebook style | textbook NumPy |\n" in text
    assert "A: times faster than JAX jit, scan, vmap | at least 0.65 | - | - | skipped |" in text
    assert (tmp_path / "benchmark.svg").read_text(encoding="utf-8").count("<svg") == 1
