"""List what is left over of data sets, experiments, variants, sweeps and seeds that the configuration has no more.

Nothing is deleted until `--yes` says so (make prune YES=1). Ours is what results/checksums.txt has, logs of our jobs,
and in MLflow what carries this folder's mark, in the store that results/mlflow/runs.json names.
"""

import os
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from seedcheck import checksums
from seedcheck.errors import InputError
from seedcheck.files import read_json, write_json
from seedcheck.steps import plain_errors
from seedcheck.steps.clean import alone, delete, ours
from seedcheck.study import paths, plan
from seedcheck.study.model import Study, load
from seedcheck.study.stale import stale
from seedcheck.tracking import stale as tracked
from seedcheck.tracking import store, writer
from seedcheck.tracking.links import database_file, without_password

STUDY = "config/config.yaml"


def prune(configs: Sequence[str], *, yes: bool) -> None:
    """List what is left over, and delete it if ``yes`` says so.

    Raises
    ------
    InputError
        If the configuration has faults, or another process is at work here.
    """
    files = list(configs) or [plan.own_or_shipped(STUDY)]
    study = load(files)
    plan.prepare_environment(study)
    alone()
    left = {path: owned for path, owned in stale(ours(), study).items() if path.is_file()}
    print(f"judged by {', '.join(map(str, files))}; what other configurations made counts as left over, too"
          " (name them all: CONFIG=\"a.yaml b.yaml\")")  # fmt: skip
    said = [f"{owned}: {_places(path for path in left if left[path] == owned)}" for owned in sorted({*left.values()})]
    with ExitStack() as stack:
        client, found = _in_mlflow(stack, study)
        said += [f"MLflow: {line}" for line in tracked.lines(found)]
        print("\n".join(said) or "nothing is left over")
        if said and not yes:
            print("nothing is deleted yet; to delete all this: make prune YES=1 with the same CONFIG")
        if said and yes:
            tracked.delete(client, found)
            _delete(list(left), study)
            print("deleted")


def _places(files: Iterable[Path]) -> str:
    """Return how many files there are in which folders."""
    counts = Counter(str(path.parent) for path in files)
    return f"{counts.total()} file{'s'[: counts.total() > 1]} in {', '.join(counts)}"


def _in_mlflow(stack: ExitStack, study: Study) -> tuple[Any, tracked.Stale]:
    """Return a client, open until the stack ends, and what is left over in MLflow: nothing where it cannot be had."""
    if not paths.RECEIPT.is_file() or not writer.known():
        return None, tracked.Stale()
    logged = read_json(paths.RECEIPT, "tracking_uri", "experiments")["tracking_uri"]
    uri = os.environ.get("MLFLOW_TRACKING_URI") or logged
    file = database_file(uri)
    if without_password(uri) != logged or (file and not file.is_file()):
        print(f"MLflow is left alone: {paths.RECEIPT} is of {logged}, and not of what is there now")
        return None, tracked.Stale()
    try:
        name = stack.enter_context(writer.alone())
        client = stack.enter_context(store.opened(uri))
        layout = {name: list(experiment.variants) for name, experiment in study.experiments.items()}
        return client, tracked.find(client, name, layout)
    except InputError as error:
        print(f"MLflow is left alone: {error}")
        return None, tracked.Stale()


def _delete(files: Sequence[Path], study: Study) -> None:
    """Delete files, and take what is gone out of the notes on files and runs."""
    delete(files)
    with suppress(InputError):
        receipt = read_json(paths.RECEIPT, "tracking_uri", "experiments")
        kept = {name: dict(logged) for name, logged in receipt["experiments"].items() if name in study.experiments}
        for name, logged in kept.items():
            variants = study.experiments[name].variants
            logged["runs"] = {variant: run for variant, run in logged["runs"].items() if variant in variants}
        if kept != receipt["experiments"]:
            note = checksums.read().get(str(paths.RECEIPT))
            checksums.begin({str(paths.RECEIPT): note.made_by} if note else {})
            write_json(paths.RECEIPT, receipt | {"experiments": kept})
    checksums.tidy()


if __name__ == "__main__":
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--configfile", nargs="+", default=(), help="as for snakemake")
    parser.add_argument("--yes", action="store_true", help="delete what is listed")
    options = parser.parse_args()
    with plain_errors():
        prune(options.configfile, yes=options.yes)
