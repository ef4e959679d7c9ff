"""The reports of gates: gradients at two points, and the certificate of the training itself over a few epochs."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import nn
from nn.settings import SETTINGS
from seedcheck.data.datasets import Dataset
from seedcheck.files import without_nan
from seedcheck.training.certificates import of_one_job, renumbered
from seedcheck.training.certified import certify
from seedcheck.training.certifier import check_of
from seedcheck.training.gates import gradient_report
from seedcheck.training.replicates import prepared
from seedcheck.training.seeds import Plan

Report = dict[str, Any]


def gate_report(candidates: Mapping[str, nn.Settings], dataset: Dataset, gate: Mapping[str, Any], plan: Plan) -> Report:
    """Return the report of a variant's gate.

    Parameters
    ----------
    candidates : its settings, by how each is called where there are several; "" if there is one
    dataset : its data
    gate : ``gates`` of the configuration
    plan : its replicates
    """
    reports: dict[str, Report] = {}
    for name, settings in candidates.items():
        if not any(_same_gradient(settings, candidates[other]) for other in reports):
            reports[name] = gradient_report(settings, dataset, gate)
    found = {
        name: renumbered(certify(prepared(settings, dataset, plan), check_of(gate)), plan.number)
        for name, settings in candidates.items()
    }
    failures = _named((name, report["failures"]) for name, report in reports.items())
    failures += _named((name, _of_training([certificate])) for name, certificate in found.items())
    report = {"passed": not failures, "failures": failures, "warnings": _warnings(reports), "points": _points(reports)}
    written: Report = without_nan(report | {"training": of_one_job(list(found.values()))})
    return written


def _same_gradient(one: nn.Settings, other: nn.Settings) -> bool:
    """Return whether the settings agree in all that the gradient depends on."""
    checked = [name for name, accepted in SETTINGS.items() if accepted.is_checked]
    return all(getattr(one, name) == getattr(other, name) for name in checked)


def _named(failures: Iterable[tuple[str, Sequence[str]]]) -> list[str]:
    return [f"{name}: {text}" if name else text for name, texts in failures for text in texts]


def _points(reports: Mapping[str, Report]) -> list[Report]:
    """Return the points of all reports, with the names of settings where there are several."""
    return [
        point | ({"settings": name} if name else {}) for name, report in reports.items() for point in report["points"]
    ]


def _warnings(reports: Mapping[str, Report]) -> list[str]:
    return list(dict.fromkeys(warning for report in reports.values() for warning in report["warnings"]))


def joined(reports: Mapping[str, Report], certificates: Sequence[Report]) -> Report:
    """Return the report of a sweep's gate, from the gradient reports of cells and the certificates of trainings."""
    failures = _named((name, report["failures"]) for name, report in reports.items()) + _of_training(certificates)
    found = {"passed": not failures, "failures": failures, "warnings": _warnings(reports)}
    written: Report = without_nan(found | {"cells": dict(reports), "training": list(certificates)})
    return written


def _of_training(certificates: Sequence[Report]) -> list[str]:
    return [f"training, {failure}" for certificate in certificates for failure in certificate["failures"]]
