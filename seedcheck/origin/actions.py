"""What was done in a study, for its crate: the whole of it, and of each variant its gate and its training."""

from collections.abc import Mapping
from typing import Any

from rocrate.model.entity import Entity
from rocrate.rocrate import ROCrate

from seedcheck.files import read_json
from seedcheck.origin.crate import AS_RUN, COMMAND, GATE, TRAIN, WHOLE, CrateJob, act, add, described, place
from seedcheck.study import paths
from seedcheck.study.paths import COMMAND_FILES, DECISIONS, RECEIPT, RUN_FILES, dataset_file, variant_folder

TRAINED = tuple(file for file in RUN_FILES if file != paths.GATE)


def study_crate(job: CrateJob) -> ROCrate:
    """Return the crate of a finished study."""
    crate = described(job)
    decisions, tracked = read_json(DECISIONS), read_json(RECEIPT)
    verdicts = [*_verdicts(crate, decisions), *_claims(crate, decisions)]
    results = [crate.get(path) for path in job.outputs]
    inputs = [crate.get(path) for path in (AS_RUN, *map(place, job.inputs))]
    act(crate, "study", WHOLE, inputs, [*results, *verdicts], name="The whole study",
        description="Every result and every decision.")  # fmt: skip
    for experiment, own in job.experiments.items():
        runs = tracked["experiments"].get(experiment, {}).get("runs", {})
        for variant in own["variants"]:
            data = crate.get(str(dataset_file(own["dataset"]))) if own["dataset"] else crate.get(AS_RUN)
            folder = variant_folder(experiment, variant)
            if by_command := "command" in read_json(folder / "record.json"):
                given = [data, *(crate.get(place(file)) for file in own["sources"])]
            else:
                given = [data, *_gate(crate, experiment, variant, data)]
            results = [crate.get(str(folder / file)) for file in (COMMAND_FILES if by_command else TRAINED)]
            facts = {"instrument": COMMAND if by_command else TRAIN, "run": runs.get(variant)}
            _training(crate, f"{experiment}/{variant}", given, results, **facts)
    return crate


def _gate(crate: ROCrate, experiment: str, variant: str, data: Entity) -> list[Entity]:
    """Add the check of a variant's gradients, and return its report, and what it certifies."""
    folder = variant_folder(experiment, variant)
    found = read_json(folder / "record.json")["gradient_check"]
    measured = ", ".join(f"{name} {value:.3g}" for name, value in found.items() if isinstance(value, float))
    passed = _value(crate, f"gate-{experiment}-{variant}", f"gate of {experiment}/{variant}",
                    "passed" if found["passed"] else "failed", f"largest relative differences: {measured}")  # fmt: skip
    report = crate.get(str(folder / paths.GATE))
    act(crate, f"check-{experiment}-{variant}", GATE, [data], [report, passed],
        name=f"Gate of {experiment}/{variant}", description="Gradients against independent estimates.")  # fmt: skip
    return [report, passed]


def _training(crate: ROCrate, variant: str, inputs: list[Entity], results: list[Entity], *,
              instrument: str, run: str | None) -> None:  # fmt: skip
    """Add the training of a variant, with the MLflow run that shows it."""
    facts: dict[str, Any] = {"name": f"Training of {variant}", "description": "The configured seed and all replicates."}
    name = variant.replace("/", "-")
    if run:
        facts["identifier"] = _value(crate, f"mlflow-{name}", "MLflow run id", run, f"the run that shows {variant}")
    act(crate, f"train-{name}", instrument, inputs, results, **facts)


def _verdicts(crate: ROCrate, decisions: Mapping[str, Any]) -> list[Entity]:
    """Add the verdict on each variant against its reference."""
    found = []
    for experiment, decided in decisions["experiments"].items():
        for variant, row in decided["variants"].items():
            if "verdict" in row:
                text = f"{row['comparison']['n']} paired seeds, p {row['adjusted_p']:.3g} after Holm's correction"
                title = f"{experiment}/{variant} against {decided['reference']}, test accuracy"
                found.append(_value(crate, f"verdict-{experiment}-{variant}", title, row["verdict"], text))
    return found


def _claims(crate: ROCrate, decisions: Mapping[str, Any]) -> list[Entity]:
    """Add the verdict on each published claim."""
    rows = enumerate(decisions["claims"], start=1)
    return [_value(crate, f"claim-{k}", row["claim"], row["verdict"], "a published claim") for k, row in rows]


def _value(crate: ROCrate, identifier: str, name: str, value: str, description: str) -> Entity:
    return add(crate, f"#{identifier}", "PropertyValue", name=name, value=value, description=description)
