"""Check one variant and train a chunk of its seeds; where that is all of them, write down all that came out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from seedcheck.data import datasets
from seedcheck.steps import run_step
from seedcheck.training import admission, chunk, joined, records
from seedcheck.training.gate_reports import gate_report
from seedcheck.training.progress import metered
from seedcheck.training.seeds import Plan
from seedcheck.training.settings import candidates

MESSAGES = 10  # lines of progress per training


@dataclass(frozen=True)
class TrainJob:
    """What a training needs to know.

    Attributes
    ----------
    experiment, variant, dataset : their names, for the record
    settings : of the variant
    gate : ``gates`` of the configuration
    replicates, root_seed, redraw, first : see ``seedcheck.training.seeds.Plan``
    candidates : settings that the variant is tuned over, each taking the place of some of ``settings``
    code, software : hash of the code that trains, and versions of packages, for the record
    """

    experiment: str
    variant: str
    dataset: str
    settings: Mapping[str, Any]
    gate: Mapping[str, Any]
    replicates: int = 0
    root_seed: int = 0
    redraw: Mapping[str, Any] | None = None
    first: int = 0
    candidates: Sequence[Mapping[str, Any]] = ()
    code: str = ""
    software: Mapping[str, str] = field(default_factory=dict)


def train(data: Path, outputs: list[Path], job: TrainJob) -> None:
    """Check one variant, train a chunk of its seeds, and write it to the first of ``outputs``.

    If there are more of them, the chunk is the only one, and what ``paths.RUN_FILES`` lists is written, too.

    Raises
    ------
    InputError
        If its gate does not let the training begin, or the training is not what the formulas say.
    """
    place, *others = outputs
    folder = place.parent.parent
    admission.forget(folder, job.first)
    dataset = datasets.read(data)
    tried = candidates(job.settings, job.candidates, dataset)
    settings = next(iter(tried.values()))
    plan = Plan(job.replicates, job.root_seed, job.redraw, job.first)
    report = gate_report(tried, dataset, job.gate, plan)
    admission.admit(report, folder, job.first)
    total = settings.epochs * plan.networks * len(tried)
    with metered(place.with_suffix(""), total, progress(settings.epochs)) as meter:
        trained = chunk.train(list(tried.values()), dataset, plan, job.gate, meter)
    chunk.write(place, trained, {"gradients": report, "made_from": records.provenance(dataset, job.code, job.software)})
    if others:
        facts = (job.experiment, job.variant, job.dataset, job.settings, job.replicates, job.root_seed, job.redraw,
                 job.candidates)  # fmt: skip
        joined.write(folder, [place], joined.Run(*facts))


def progress(epochs: int) -> Callable[[int, float], None]:
    """Return a callback that prints the cost at each tenth of the training."""
    due = iter(range(0, epochs + 1, max(1, epochs // MESSAGES)))
    following = next(due)

    def report(epoch: int, cost: float) -> None:
        nonlocal following
        if epoch >= following:
            print(f"epoch {epoch} of {epochs}: cost {cost:.6f}", flush=True)
            following = next((e for e in due if e > epoch), epochs + 1)

    return report


if __name__ == "__main__":
    run_step(train)
