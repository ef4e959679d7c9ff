"""The ledger and what moved between two of them."""

import json
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from seedcheck.errors import InputError
from seedcheck.files import read_json, write_json
from seedcheck.origin.compare import lines
from seedcheck.origin.ledger import LEDGER, of_commit, of_results
from seedcheck.origin.moved import EQUAL, LUCK, MORE, TOO_FEW, moved
from tests.origin.small_study import configured, train_all

RIGHT = "90 91 92 93 94 95 96 97"


def variant(**changed: Any) -> dict[str, Any]:
    """Return a variant's part of a ledger."""
    settings = {"l2_lambda": 0.0, "seeds_root_seed": 0, "seeds_redraw_data": False}
    made_from = {"dataset": "circles", "data": "d1", "code": "c1", "software": "numpy 2", "blas": "openblas"}
    return {"settings": settings, "made_from": made_from, "metrics": {"final_cost": 0.5}, "test_points": 100,
            "test_points_right": RIGHT, "p": 0.5, "verdict": "undecided"} | changed  # fmt: skip


def ledger(*variants: dict[str, Any], **claims: str) -> dict[str, Any]:
    """Return a ledger of variants called a, b, ..."""
    return {"format": 1, "variants": {f"e/{'abc'[k]}": each for k, each in enumerate(variants)}, "claims": claims}


def more(count: int, right: str = RIGHT) -> str:
    """Return the seeds with more test points right."""
    return " ".join(str(int(number) + count) for number in right.split())


def otherwise(**settings: Any) -> dict[str, Any]:
    """Return a variant's settings, some of them changed."""
    return {"settings": variant()["settings"] | settings}


def seeds(old: dict[str, Any], new: dict[str, Any]) -> Any:
    """Return what is found of the seeds of one variant."""
    return moved(ledger(old), ledger(new))["e/a"].seeds


def test_the_same_ledger_is_one_line() -> None:
    """Nothing to read where nothing moved."""
    assert lines(ledger(variant()), ledger(variant())) == [
        "nothing: all numbers and verdicts of 1 variants are equal to the last bit"]  # fmt: skip


def test_seeds_that_all_gain_a_point_are_more_than_luck() -> None:
    """Seed by seed, since they are the same: as two samples, one point would be nothing."""
    found = seeds(variant(), variant(test_points_right=more(1), **otherwise(l2_lambda=1)))
    assert (found.said, found.pairs, found.error) == (MORE, 8, 0.0)
    assert found.p == pytest.approx(2 / 2**8)
    assert found.now - found.before == pytest.approx(0.01)


def test_seeds_that_gain_and_lose_are_luck() -> None:
    """Four seeds up, four down by nearly as much."""
    found = seeds(variant(), variant(test_points_right="92 93 94 95 93 94 95 96", **otherwise(l2_lambda=1)))
    assert found.said == LUCK
    assert found.error == pytest.approx(0.01 * (18 / 7) ** 0.5 / 8**0.5)  # d is 2 or -1, so 1.5 around its mean


@pytest.mark.parametrize("changed", [
    otherwise(seeds_root_seed=1),
    {"made_from": variant()["made_from"] | {"data": "d2"}},
    {"test_points": 200, "test_points_right": more(91)},
])  # fmt: skip
def test_other_seeds_data_or_points_are_two_samples(changed: dict[str, Any]) -> None:
    """One more point right is luck then, and twenty are not."""
    found = seeds(variant(), variant(**({"test_points_right": more(1)} | changed)))
    assert (found.said, found.pairs) == (LUCK, 0)
    few = {"test_points_right": more(-30)} if "test_points" not in changed else {"test_points_right": RIGHT}
    assert seeds(variant(), variant(**(changed | few))).said == MORE


def test_holm_corrects_for_the_number_of_variants() -> None:
    """P 0.03 of one comparison is luck where three are looked at."""
    up = variant(test_points_right="91 92 93 94 95 96 96 97", **otherwise(l2_lambda=1))  # six seeds up, none down
    alone = moved(ledger(variant()), ledger(up))["e/a"].seeds
    among = moved(ledger(*[variant()] * 3), ledger(*[deepcopy(up) for _ in range(3)]))["e/a"].seeds
    assert alone
    assert among
    assert (alone.p, alone.said) == (pytest.approx(2 / 2**6), MORE)
    assert (among.p, among.said) == (pytest.approx(3 * 2 / 2**6), LUCK)


def test_diverged_seeds_are_left_out_and_too_few_are_said_to_be() -> None:
    """One pair shows no spread."""
    diverged = "90 - - - - - - -"
    found = seeds(variant(), variant(test_points_right=diverged, **otherwise(l2_lambda=1)))
    assert (found.said, found.pairs) == (TOO_FEW, 1)
    assert seeds(variant(test_points_right=diverged), variant(test_points_right=diverged)).said == EQUAL


def test_other_numbers_from_the_same_inputs_are_not_explained() -> None:
    """In the last bit of a metric, or in one seed; a cause explains them."""
    last_bit = variant(metrics={"final_cost": 0.5000000000000001})
    said = lines(ledger(variant()), ledger(last_bit))
    assert said[0].startswith("NOT EXPLAINED: e/a: ")
    assert "  e/a final_cost: 0.5 -> 0.5000000000000001 (+1.11e-16)" in said
    one_seed = variant(test_points_right=RIGHT.replace("97", "98"))
    assert lines(ledger(variant()), ledger(one_seed))[0].startswith("NOT EXPLAINED")
    code = {"made_from": variant()["made_from"] | {"code": "c2"}}
    assert lines(ledger(variant()), ledger(last_bit | code))[:2] == ["what was changed", "  code: c1 -> c2 (e/a)"]


def test_settings_variants_verdicts_and_claims_are_listed() -> None:
    """With both values; a change that all variants share is one line."""
    before = ledger(variant(), variant(), variant(), first="holds")
    other = otherwise(seeds_root_seed=1)
    now = ledger(variant(**other), variant(verdict="better", p=0.01, **other), first="fails")
    said = lines(before, now)
    assert "  no more: e/c" in said
    assert "  seeds_root_seed: 0 -> 1 (all variants)" in said
    assert "  e/b: undecided -> better (p 0.5 -> 0.01)" in said
    assert "  claim first: holds -> fails" in said
    assert "  new: e/c" in lines(now, before)


# With a study that is really trained, and real git.


def git(*arguments: str) -> None:
    """Run git, as anybody."""
    subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments], check=True, capture_output=True)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a trained study whose ledger is committed, of one variant with another setting."""
    folder = tmp_path_factory.mktemp("trained")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        train_all(configured())
        write_json(LEDGER, of_results())
        git("init", "--initial-branch", "main")
        git("add", str(LEDGER))
        git("commit", "--message", "one")
        train_all(configured(lambda config: config["experiments"]["tricks"]["variants"]["l2"].update(l2_lambda=20)))
    return folder


def test_a_changed_setting_is_found_with_what_it_did(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A penalty so strong that the network answers always the same; what has not changed is equal to the bit."""
    monkeypatch.chdir(trained)
    found = moved(of_commit("HEAD"), of_results())
    assert {name: dict(each.causes) for name, each in found.items()} == {
        "tricks/none": {}, "tricks/l2": {"l2_lambda": (0.7, 20)}, "tricks/dropout_fixed": {}}  # fmt: skip
    assert {name: each.seeds.said for name, each in found.items() if each.seeds} == {
        "tricks/none": EQUAL, "tricks/l2": MORE, "tricks/dropout_fixed": EQUAL}  # fmt: skip
    assert set(found["tricks/l2"].metrics) >= {"final_cost", "test_cross_entropy"}
    assert not any(each.unexplained for each in found.values())


def test_the_ledger_is_small_and_has_the_same_bytes(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One or two thousand characters a variant, one value a line."""
    monkeypatch.chdir(trained)
    assert json.dumps(of_results()) == json.dumps(of_results())
    assert LEDGER.stat().st_size < 3 * 1600
    assert all(len(line) < 130 for line in LEDGER.read_text(encoding="utf-8").splitlines())


@pytest.mark.slow
def test_the_commands_print_both(trained: Path) -> None:
    """`make ledger` and `make compare` do no more than call them."""

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", *arguments]
        environment = {"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": "/usr/bin:/bin"}
        return subprocess.run(command, cwd=trained, env=environment, text=True, capture_output=True, check=False)

    before = (trained / LEDGER).read_bytes()
    assert run("seedcheck.steps.ledger").stdout.startswith("ledger.json: 3 variants")
    assert (trained / LEDGER).read_bytes() != before
    (trained / LEDGER).write_bytes(before)
    said = run("seedcheck.steps.compare", "HEAD").stdout.splitlines()
    assert said[:3] == [
        "from HEAD to the results in this folder",
        "what was changed",
        "  l2_lambda: 0.7 -> 20 (tricks/l2)",
    ]
    failed = run("seedcheck.steps.compare", "nowhere")
    assert (failed.returncode, failed.stderr) == (
        1, "ERROR: REV=nowhere: git knows no such commit; see: git log --oneline\n")  # fmt: skip


def broken_ledger(text: str) -> Callable[[], None]:
    """Return what commits a ledger with a text."""

    def commit() -> None:
        git("init")
        LEDGER.write_text(text, encoding="utf-8")
        git("add", "--all")
        git("commit", "--message", "one")

    return commit


def committed_without() -> None:
    """Commit something else."""
    git("init")
    git("commit", "--allow-empty", "--message", "one")


@pytest.mark.parametrize(("prepare", "revision", "said"), [
    (lambda: None, "HEAD", "not in a git repository"),
    (lambda: git("init"), "HEAD", "REV=HEAD: git knows no such commit"),
    (committed_without, "HEAD~5", "REV=HEAD~5: git knows no such commit"),
    (committed_without, "--output=x", "REV=--output=x: git knows no such commit"),
    (committed_without, "HEAD", "commit HEAD has no ledger.json"),
    (broken_ledger("{"), "HEAD", "ledger.json of commit HEAD is not of format 1"),
    (broken_ledger("[]"), "HEAD", "ledger.json of commit HEAD is not of format 1"),
    (broken_ledger('{"format": 2}'), "HEAD", "ledger.json of commit HEAD is not of format 1"),
])  # fmt: skip
def test_a_ledger_that_cannot_be_had_is_one_line(folder: Path, prepare: Callable[[], None], revision: str,
                                                 said: str) -> None:  # fmt: skip
    """No repository, no such commit, no ledger in it, or none that can be read."""
    prepare()
    with pytest.raises(InputError) as error:
        of_commit(revision)
    assert said in str(error.value)
    assert "\n" not in str(error.value)
    assert not Path("x").exists()


def test_no_git_is_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a traceback."""
    monkeypatch.setenv("PATH", str(folder))
    with pytest.raises(InputError, match="git cannot be run"):
        of_commit("HEAD")


def test_results_that_are_not_finished_are_one_line(folder: Path) -> None:
    """With the remedy."""
    with pytest.raises(InputError, match=r"results/comparison/runs\.csv is not there.*make results"):
        of_results()


def test_decisions_on_other_replicates_are_refused(
    trained: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ledger of verdicts that are not on its numbers would be wrong for good."""
    subprocess.run(["cp", "-r", f"{trained}/results", "."], check=True)
    path = Path("results/comparison/decisions.json")
    decisions = read_json(path)
    decisions["experiments"]["tricks"]["variants"]["l2"]["summary"]["mean"] += 1e-3
    write_json(path, decisions)
    with pytest.raises(InputError, match=r"not on results/tricks/l2/replicates\.h5.*make results"):
        of_results()
