"""Compare every file with the hash that was noted when it was written, and results with MLflow; change nothing.

What lies in results/ is looked at, whatever the configuration says now: variants are the folders with a record.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from seedcheck import checksums
from seedcheck.errors import InputError
from seedcheck.files import read_json
from seedcheck.steps import plain_errors
from seedcheck.study import paths, seal
from seedcheck.tracking.check import check
from seedcheck.training.results import Layout, collect


def verify() -> None:
    """Say what does not agree.

    Raises
    ------
    InputError
        If anything does not, with a line for each file and run.
    """
    notes = checksums.read()
    if not notes:
        raise InputError(f"{paths.CHECKSUMS} holds no hashes: nothing has been computed yet; run the study first")
    faults = [*damaged(notes)]
    if not faults:  # MLflow is compared with what is whole
        faults = in_mlflow()
    if faults:
        remedy = "run the study again (make results): it makes such files anew; for MLflow: snakemake --forcerun track"
        raise InputError("\n  ".join([f"{len(faults)} faults; {remedy}", *faults]))
    print(f"{len(notes)} files are as they were written, and MLflow agrees with them")


def damaged(notes: dict[str, checksums.Note]) -> Iterator[str]:
    """Yield what is wrong with files."""
    for name, note in notes.items():
        path = Path(name)
        if not path.is_file():
            yield f"{name} is missing"
        elif checksums.file_sha256(path) != note.sha256:
            yield f"{name} is not as it was written"
    for path in sorted(paths.RESULTS.glob("*/*/record.json")):
        if path.as_posix() not in notes:
            yield f"{path} was not written by the study"
    if seal.is_damaged():
        yield f"{paths.PLAN} is not the plan that was sealed"


def in_mlflow() -> list[str]:
    """Return what is wrong with the runs in MLflow that results/mlflow/runs.json names."""
    if not paths.RECEIPT.is_file():
        return [f"{paths.RECEIPT} is missing: nothing is logged to MLflow"]
    decisions = read_json(paths.DECISIONS, "experiments")["experiments"]
    layout: Layout = {
        name: {"dataset": _dataset(name, logged["runs"]), "variants": list(logged["runs"])}
        for name, logged in read_json(paths.RECEIPT, "experiments")["experiments"].items()
    }
    return check(layout, collect(layout), decisions)


def _dataset(experiment: str, variants: Iterable[str]) -> str:
    """Return what an experiment's variants were trained on, as their records say."""
    records = (paths.variant_folder(experiment, variant) / "record.json" for variant in variants)
    return next((str(read_json(path, "dataset")["dataset"]) for path in records if path.is_file()), "")


if __name__ == "__main__":
    with plain_errors():
        verify()
