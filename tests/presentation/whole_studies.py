"""Whole studies made in this process, step by step, from a configuration to the page: seconds instead of minutes."""

from pathlib import Path
from typing import Any

from seedcheck.presentation.figures.job import FiguresJob
from seedcheck.steps.decide import DecideJob, decide
from seedcheck.steps.figures import figures
from seedcheck.steps.generate import generate
from seedcheck.steps.page import PageJob, page
from seedcheck.steps.train import TrainJob, train
from seedcheck.study import jobs, judging, paths, plan
from seedcheck.study.model import Study, load

CIRCLES = {"generator": "circles", "train_examples": 40, "test_examples": 20, "noise": 0.05, "seed": 1, "test_seed": 2}
EXPERIMENT = {"dataset": "circles", "layers": [2, 3, 1], "learning_rate": 0.5, "epochs": 40, "initializer": "scaled",
              "record_every": 10}  # fmt: skip


def study(replicates: int = 6, **experiments: Any) -> Study:
    """Return a study of experiments on tiny circles; each says what differs from EXPERIMENT."""
    config = {"replicates": replicates, "datasets": {"circles": CIRCLES}}
    return load([], config=config | {"experiments": {name: EXPERIMENT | own for name, own in experiments.items()}})


def wide(variants: int) -> Study:
    """Return a study of one experiment with many variants."""
    strengths = {f"strength_{k:03}": {"l2_lambda": k / 10} for k in range(variants)}
    return study(many={"question": "How much L2?", "variants": strengths})


def make(chosen: Study) -> Path:
    """Make everything that a page needs, in the working directory; return the page."""
    for name in chosen.datasets:
        generate(paths.dataset_file(name), jobs.dataset(chosen, name))
    for experiment, variant in plan.variants(chosen):
        folder, data = paths.variant_folder(experiment, variant), Path(plan.data_file(chosen, experiment))
        files = [paths.chunk_file(folder, 0), *(folder / file for file in paths.RUN_FILES)]
        train(data, files, TrainJob(**jobs.train(chosen, experiment, variant)))
    return show(chosen)


def show(chosen: Study) -> Path:
    """Judge, draw and show what was trained; nothing is published. Return the page."""
    published = Path("published.yaml")
    published.write_text("{}", encoding="utf-8")
    decide(published, paths.DECISIONS, DecideJob(**judging.decide(chosen)))
    groups = [judging.figures_of_data(chosen), judging.figures_of_verdicts(chosen)]
    for group in groups + [judging.figures_of_runs(chosen, name) for name in chosen.experiments]:
        figures(FiguresJob(**group))
    page(published, paths.PAGE, PageJob(**judging.page(chosen)))
    return paths.PAGE
