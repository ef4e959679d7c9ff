"""The reports of gates: gradients at two points, and the certificate of the training itself over a few epochs."""

from collections.abc import Mapping, Sequence
from typing import Any

import nn
from seedcheck.data.datasets import Dataset
from seedcheck.files import without_nan
from seedcheck.training.certificates import renumbered
from seedcheck.training.certified import certify
from seedcheck.training.certifier import check_of
from seedcheck.training.gates import gradient_report
from seedcheck.training.replicates import prepared
from seedcheck.training.seeds import Plan

Report = dict[str, Any]


def gate_report(settings: nn.Settings, dataset: Dataset, gate: Mapping[str, Any], plan: Plan) -> Report:
    """Return the report of a variant's gate.

    Parameters
    ----------
    settings : of the variant
    dataset : its data
    gate : ``gates`` of the configuration
    plan : its replicates
    """
    report = gradient_report(settings, dataset, gate)
    certificate = renumbered(certify(prepared(settings, dataset, plan), check_of(gate)), plan.number)
    failures = [*report["failures"], *_of_training([certificate])]
    found: Report = without_nan(report | {"passed": not failures, "failures": failures, "training": certificate})
    return found


def joined(reports: Mapping[str, Report], certificates: Sequence[Report]) -> Report:
    """Return the report of a sweep's gate, from the gradient reports of cells and the certificates of trainings."""
    failures = [f"{name}: {failure}" for name, report in reports.items() for failure in report["failures"]]
    failures += _of_training(certificates)
    warnings = list(dict.fromkeys(warning for report in reports.values() for warning in report["warnings"]))
    found = {"passed": not failures, "failures": failures, "warnings": warnings}
    written: Report = without_nan(found | {"cells": dict(reports), "training": list(certificates)})
    return written


def _of_training(certificates: Sequence[Report]) -> list[str]:
    return [f"training, {failure}" for certificate in certificates for failure in certificate["failures"]]
