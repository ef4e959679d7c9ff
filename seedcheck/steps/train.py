"""Check one variant; train it from its configured seed and those of its replicates; write down all that came out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seedcheck.data import datasets
from seedcheck.files import write_csv, write_json
from seedcheck.steps import run_step
from seedcheck.training import admission, certified, predictions, records, regions, replicates
from seedcheck.training.certifier import check_of
from seedcheck.training.gate_reports import gate_report
from seedcheck.training.learning_curve import LearningCurve
from seedcheck.training.progress import metered
from seedcheck.training.seeds import Plan
from seedcheck.training.settings import settings_for

MESSAGES = 10  # lines of progress per training


@dataclass(frozen=True)
class TrainJob:
    """What a training needs to know.

    Attributes
    ----------
    experiment, variant, dataset : their names, for the record
    settings : of the variant
    gate : ``gates`` of the configuration
    replicates, root_seed, redraw : see ``seedcheck.training.seeds.Plan``
    code : hash of the code that trains, for the record
    """

    experiment: str
    variant: str
    dataset: str
    settings: Mapping[str, Any]
    gate: Mapping[str, Any]
    replicates: int = 0
    root_seed: int = 0
    redraw: Mapping[str, Any] | None = None
    code: str = ""


def train(data: Path, folder: Path, job: TrainJob) -> None:
    """Check one variant, train it, and leave in its folder what ``paths.RUN_FILES`` lists.

    Raises
    ------
    InputError
        If its gate does not let the training begin, or the training is not what the formulas say.
    """
    admission.forget(folder)
    dataset = datasets.read(data)
    settings = settings_for(job.settings, dataset)
    plan = Plan(job.replicates, job.root_seed, job.redraw)
    report = gate_report(settings, dataset, job.gate, plan)
    admission.admit(report, folder)
    training = replicates.prepared(settings, dataset, plan)
    curve = LearningCurve(training.ensemble, dataset)
    with metered(folder, settings.epochs * (1 + plan.count), progress(settings.epochs)) as meter:
        witnesses = [curve.witness, meter.witness(training.ensemble)]
        trained = certified.train(training, check_of(job.gate), meter, witnesses)
    run, predicted, others = trained.run, trained.predictions, replicates.outcome(trained, slice(1, None))
    values = records.metrics(run, predicted)
    diverged_at = records.diverged_at(run)
    record = {
        "experiment": job.experiment, "variant": job.variant, "dataset": job.dataset, "settings": job.settings,
        "diverged_at_epoch": diverged_at, "metrics": values,
        "gradient_check": records.gate_summary(report),
        "replicates": {"count": plan.count, "root_seed": plan.root_seed, "redraw_data": plan.redraw is not None},
    } | records.provenance(dataset, job.code)  # fmt: skip
    records.write_costs(folder / "costs.csv", run)
    curve.write(folder / "learning_curve.csv")
    records.write_model(folder / "model.h5", list(settings.layers), run.theta[0])
    replicates.write(folder / "replicates.h5", others)
    write_csv(folder / "replicates.csv", replicates.rows(others), replicates.COLUMNS)
    shown = regions.regions(settings.layers, run.theta[1:], others.accuracy("test"), dataset.X_train)
    regions.write(folder / "regions.h5", shown)
    predictions.write(folder / "predictions.h5", predicted)
    write_json(folder / "certificate.json", trained.certificate)
    write_json(folder / "record.json", record)
    print(", ".join(f"{name} {value}" for name, value in values.items()))
    if diverged_at is not None:
        print(f"WARNING: DIVERGED: the cost is not finite at epoch {diverged_at}; a lower learning_rate may help")


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
