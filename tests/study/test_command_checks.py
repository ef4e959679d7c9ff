"""Experiments that a command trains: any setting fills a placeholder, and what does not fit is one line."""

from pathlib import Path

import pytest

from seedcheck.study.commanding import train_by_command
from seedcheck.study.model import load
from tests.study.said import check, study

STUDY = """\
datasets:
  circles: {generator: circles, train_examples: 40, test_examples: 20, noise: 0.05}
experiments:
  e:
    trainer: {command: "python train.py {seed} {rate} {loss} {output}"}
    loss: hinge
    variants:
      a: {rate: 0.1}
      b: {rate: adam, title: B}
sweeps:
  s: {experiment: e, replicates: 2, grid: {rate: [1, true, fast]}}
"""
FAULTS = {  # name: (text replaced, by what, line, key, what is said)
    "no seed": ("{seed} ", "", 5, "experiments.e.trainer.command", "{seed} is missing: write where the random seed"),
    "no output": (" {output}", "", 5, "experiments.e.trainer.command", "{output} is missing: write where the file"),
    "half a brace": ("{loss}", "{loss", 5, "experiments.e.trainer.command", "cannot be read: "),
    "data without a data set": ("{loss}", "{data} {loss}", 5, "experiments.e.trainer.command",
                                "{data} is the file of a data set: say which, as `dataset: NAME`"),
    "a data set that is not read": ("    loss:", "    dataset: circles\n    loss:", 6, "experiments.e.dataset",
                                    "the command does not read it: write {data}, the path of its file, into the comm"),
    "unknown data set": ("    loss:", "    dataset: cricles\n    loss:", 6, "experiments.e.dataset",
                         "no dataset 'cricles'; did you mean 'circles'?"),
    "key of the experiment": ("{loss}", "{loss} {margin}", 5, "experiments.e.trainer.command",
                              "{margin} has another meaning here; give that setting another name"),
    "unused setting": ("loss: hinge", "loss: hinge\n    los: 1", 7, "experiments.e.los",
                       "the command does not use it; did you mean 'loss'?"),
    "unused setting of a variant": ("0.1}", "0.1, deep: 1}", 8, "experiments.e.variants.a.deep",
                                    "the command does not use it (known: loss, rate); write {deep} into"),
    "no value": ("{rate: 0.1}", "{}", 8, "experiments.e.variants.a",
                 "no value for {rate}, which the command has: give `rate`, here or in the experiment"),
    "a list": ("0.1", "[0.1]", 8, "experiments.e.variants.a.rate", "[0.1] is not a number, a word, true or false"),
    "seed of a variant": ("0.1}", "0.1, seed: 1}", 8, "experiments.e.variants.a.seed", "seeds come from `root_seed`"),
    "redrawn data": ("    loss:", "    redraw_data: true\n    loss:", 6, "experiments.e.redraw_data",
                     "a command draws its own data, from {seed}: take this away"),
    "further metrics": ("    loss:", "    metrics: [auc]\n    loss:", 6, "experiments.e.metrics",
                        "these are of networks; of a command, test_accuracy is judged: take this away"),
    "no such file": ('{output}"}', '{output}", sources: [model.py]}', 5, "experiments.e.trainer.sources.0",
                     "no file 'model.py'; paths are seen from the folder in which the study runs"),
    "misspelt key": ("{command:", "{comand:", 5, "experiments.e.trainer.comand", "did you mean 'command'?"),
    "setting of a sweep": ("{rate: [1, true, fast]}", "{deep: [1, 2]}", 11, "sweeps.s.grid.deep", "does not use it"),
    "double value of a sweep": ("true, fast", "1.0", 11, "sweeps.s.grid.rate", "[1, 1.0] has 1 twice"),
    "gradients of a command": ("sweeps:", "gradient_checks: {one_dimension: {theta: 4, x: 2}, n_dimensions: "
                               "{experiment: e, variant: a}}\nsweeps:", 10, "gradient_checks.n_dimensions.experiment",
                               "a command trains 'e', which has no gradient to check"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_a_line(name: str, tmp_path: Path) -> None:
    """With file, line, key, value and remedy."""
    check(tmp_path, STUDY, FAULTS[name])


def test_any_setting_is_accepted_as_it_is_written(tmp_path: Path) -> None:
    """Numbers, words and truth values, under names of nn's settings, too; true is not 1."""
    found = load([study(tmp_path, STUDY)])
    assert [found.experiments["e"].settings(variant) for variant in "ab"] == [
        {"rate": 0.1, "loss": "hinge", "seed": 0},
        {"rate": "adam", "loss": "hinge", "seed": 0},
    ]
    assert found.sweeps["s"].grid == {"rate": [1, True, "fast"]}
    assert found.experiments["e"].titles == {"a": "a", "b": "B"}


def test_a_job_is_told_what_the_program_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that the command names, and others that are declared: an edit is another setting, a touch is not."""
    monkeypatch.chdir(tmp_path)
    for name in ("train.py", "model.py"):
        (tmp_path / name).write_text("1", encoding="utf-8")
    text = STUDY.replace('{output}"}', '{output}", sources: [model.py]}')
    jobs = [train_by_command(load([study(tmp_path, text)]), "e", "a", 0)]
    assert sorted(jobs[0]["sources"]) == ["model.py", "train.py"]
    (tmp_path / "train.py").touch()
    jobs.append(train_by_command(load([study(tmp_path, "# a comment\n" + text)]), "e", "a", 0))
    (tmp_path / "train.py").write_text("2", encoding="utf-8")
    jobs.append(train_by_command(load([study(tmp_path, text)]), "e", "a", 0))
    assert jobs[0] == jobs[1] != jobs[2]
