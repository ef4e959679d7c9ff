"""Add seeds to an experiment until its comparisons are decided or its budget is reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from seedcheck.data import datasets
from seedcheck.data.datasets import Dataset
from seedcheck.files import Row, without_nan, write_json, write_text
from seedcheck.presentation.more import lines
from seedcheck.statistics.decision import Decision
from seedcheck.statistics.more_seeds import Look, decide_looks, joined, look
from seedcheck.steps import run_step
from seedcheck.study.paths import variant_folder
from seedcheck.training import admission, chunk, replicates
from seedcheck.training.gate_reports import gate_report
from seedcheck.training.progress import Meter, metered
from seedcheck.training.replicates import Replicates
from seedcheck.training.seeds import Plan
from seedcheck.training.settings import candidates


@dataclass(frozen=True)
class MoreJob:
    """What adding seeds needs to know.

    Attributes
    ----------
    experiment, dataset, reference : names
    variants : settings by variant
    candidates : likewise the settings that each is tuned over, if any
    margin : of practical equality, in points
    gate : ``gates`` of the configuration
    replicates : seeds that are there already, and so many are added at a time
    budget : seeds at most
    root_seed, redraw : see ``seedcheck.training.seeds.Plan``
    """

    experiment: str
    dataset: str
    variants: Mapping[str, Mapping[str, Any]]
    reference: str
    margin: float
    gate: Mapping[str, Any]
    replicates: int
    budget: int
    root_seed: int
    redraw: Mapping[str, Any] | None
    candidates: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)


def more(data: Path, output: Path, text: Path, job: MoreJob) -> None:
    """Train the reference and all undecided variants from further seeds, look again, and so on."""
    dataset = datasets.read(data)
    found = {v: replicates.read(variant_folder(job.experiment, v) / "replicates.h5") for v in job.variants}
    looks: dict[str, Look] = {}
    rows: dict[str, Row] = {}  # a decision, once made, stays
    undecided = [variant for variant in job.variants if variant != job.reference]
    history: list[Row] = []
    while True:
        seeds = len(found[job.reference].diverged)
        looks |= {variant: look(found[variant], found[job.reference]) for variant in undecided}
        decided = decide_looks(looks, job.margin / 100, last=seeds >= job.budget)
        rows |= {variant: decided[variant] for variant in undecided}
        history.append({"seeds": seeds, "verdicts": {variant: row["verdict"] for variant, row in rows.items()}})
        undecided = [variant for variant in undecided if rows[variant]["verdict"] == Decision.UNDECIDED]
        print(f"{seeds} seeds: {len(undecided)} of {len(rows)} comparisons undecided", flush=True)
        if not undecided or seeds >= job.budget:
            break
        chosen = (job.reference, *undecided)
        epochs = [job.variants[variant]["epochs"] * max(1, len(job.candidates.get(variant, ()))) for variant in chosen]
        with metered(output.parent, sum(epochs) * _further(job, seeds)) as meter:
            for variant in chosen:
                found[variant] = joined(found[variant], _train(job, variant, seeds, dataset, meter))
    result = without_nan({"reference": job.reference, "margin": job.margin / 100, "budget": job.budget,
                          "looks": history, "variants": rows})  # fmt: skip
    write_json(output, result)
    write_text(text, "".join(f"{line}\n" for line in lines(job.experiment, result)))


def _further(job: MoreJob, seeds: int) -> int:
    """Return how many seeds come next."""
    return min(job.replicates, job.budget - seeds)


def _train(job: MoreJob, variant: str, seeds: int, dataset: Dataset, meter: Meter) -> Replicates:
    """Return what the next seeds of a variant come to, as those of a chunk behind their gate."""
    folder = variant_folder(job.experiment, variant)
    tried = candidates(job.variants[variant], job.candidates.get(variant, ()), dataset)
    plan = Plan(_further(job, seeds), job.root_seed, job.redraw, first=seeds)
    admission.forget(folder, seeds)
    admission.admit(gate_report(tried, dataset, job.gate, plan), folder, seeds)
    return chunk.train(list(tried.values()), dataset, plan, job.gate, meter).replicates


if __name__ == "__main__":
    run_step(more)
