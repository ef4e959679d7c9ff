"""What a command has to write: accuracies, test points, costs; and one line on each thing that is wrong."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from seedcheck.errors import InputError
from seedcheck.training.command import arrays
from seedcheck.training.command.output import Output, read

NAN = float("nan")
WRONG = {  # what: (content of the file, what is said)
    "nothing": (None, "the command ended well, but has written nothing to {output}"),
    "no JSON": ("0.93", 'its output has no "metrics": write {"metrics": {"test_accuracy": 0.93}}'),
    "half of a JSON": ('{"metrics": {', "its output is no JSON: Expecting property name"),
    "metrics at the top": ({"test_accuracy": 0.9}, 'its output has no "metrics"'),
    "misspelt key": ({"metrics": {"test_accuracy": 0.9}, "corect": [1]}, "its output has 'corect'; accepted: met"),
    "other metric": ({"metrics": {"auc": 0.9}}, "neither the metric test_accuracy nor `correct` (its metrics: auc)"),
    "percent": ({"metrics": {"test_accuracy": 93.5}}, "its test_accuracy is 93.5; give it as a share from 0 to 1"),
    "no number": ({"metrics": {"test_accuracy": None}}, "its metric test_accuracy is None, and no number; of a"),
    "no bit": ({"metrics": {}, "correct": [1, 2]}, "its correct has 2; give 1 for each test point that is right"),
    "no list": ({"metrics": {}, "correct": [[1], [0]]}, "its correct has the shape (2, 1); give one list of numbers"),
    "other points": ({"metrics": {"test_accuracy": 0.9}, "correct": [1, 0]},
                     "its test_accuracy is 0.9, but 0.5 of `correct` are right; are both of the same points?"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_said_in_a_line(what: str, tmp_path: Path) -> None:
    """With the value and what would be right."""
    content, said = WRONG[what]
    if content is not None:
        text = content if isinstance(content, str) else json.dumps(content)
        (tmp_path / "output").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read(tmp_path / "output")
    assert said in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["output", "output.json", "output.npz"])
def test_json_and_npz_say_the_same(name: str, tmp_path: Path) -> None:
    """Under the name that is given, or with an ending; the accuracy is that of the points."""
    if name.endswith("npz"):
        np.savez(tmp_path / "output", f1=0.5, correct=np.array([True, False]), costs=[2.0, 1.0])
    else:
        told = {"metrics": {"f1": 0.5}, "correct": [1, 0], "costs": [2, 1]}
        (tmp_path / name).write_text(json.dumps(told), encoding="utf-8")
    found = read(tmp_path / "output")
    assert dict(found.metrics) == {"f1": 0.5, "test_accuracy": 0.5}
    assert (found.correct.tolist(), found.costs.tolist()) == ([True, False], [2, 1])


def output(*right: int, costs: Any = (), **metrics: float) -> Output:
    """Return what a run came to."""
    correct = np.array(right, bool)
    return Output({"test_accuracy": float(correct.mean()) if right else NAN} | metrics, correct, np.array(costs, float))


def test_a_metric_that_is_not_finite_is_a_diverged_run() -> None:
    """Of which nothing counts but the costs until then; it may leave out what others have."""
    runs = [output(1, 0, costs=[2, 1]), output(test_accuracy=NAN, costs=[2, NAN]), output(1, 1, costs=[3, 2])]
    for k, run in enumerate(runs):
        arrays.check(run, [other for other in runs[:k] if not other.diverged], 2)
    found = arrays.replicates_of(runs, NAN)
    assert found.outcomes() == ["fine", "diverged", "fine"]
    np.testing.assert_array_equal(found.accuracy("test"), [0.5, NAN, 1])
    np.testing.assert_array_equal(found.costs, [[2, 1], [2, NAN], [3, 2]])


def test_a_run_is_failed_where_the_majority_is_known() -> None:
    """By the rule of networks: most of the mistakes of the best constant answer."""
    runs = [output(1, 0, train_accuracy=0.55), output(1, 0, train_accuracy=0.9), output(1, 0)]
    assert arrays.replicates_of(runs, 0.5).outcomes() == ["failed", "fine", "fine"]
    assert arrays.replicates_of(runs, NAN).outcomes() == ["fine", "fine", "fine"]


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (output(1, 0, 1), "its correct has 3 numbers, but there are 2 test points; give 1 or 0 for each"),
        (output(test_accuracy=0.5), "its correct has 0 numbers, but 2 with another seed"),
        (output(1, 0, costs=[1]), "its costs has 1 numbers, but 0 with another seed"),
    ],
)
def test_runs_of_a_variant_are_alike(run: Output, said: str) -> None:
    """As many test points as the data have, and as with other seeds."""
    with pytest.raises(InputError, match=said):
        arrays.check(run, [output(1, 1)], 2)


def test_chunks_of_which_all_runs_diverged_are_joined() -> None:
    """They say nothing of the number of points; others that differ are a fault."""
    lost = arrays.replicates_of([output(test_accuracy=NAN)], NAN)
    fine = arrays.replicates_of([output(1, 0), output(1, 1)], NAN)
    joined = arrays.joined([lost, fine])
    assert joined.outcomes() == ["diverged", "fine", "fine"]
    assert joined.points("test") == 2
    with pytest.raises(InputError, match="give as many with each seed"):
        arrays.joined([fine, arrays.replicates_of([output(1, 0, 1)], NAN)])
