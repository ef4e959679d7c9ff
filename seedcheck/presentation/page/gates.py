"""The gradient checks: each variant's gate, what is off where one failed, and the notebook's own checks."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from seedcheck.presentation import words
from seedcheck.presentation.page.formats import plain, scientific
from seedcheck.presentation.page.material import Material
from seedcheck.presentation.page.parts import Link, Word
from seedcheck.training.results import Result

Report = Mapping[str, Any]
COLUMNS = (
    ("initial", "complex_step"),
    ("perturbed", "complex_step"),
    ("initial", "central_difference"),
    ("perturbed", "central_difference"),
)


class GateRow(NamedTuple):
    """The gate of a variant; ``differences`` by method and point, as COLUMNS has them.

    ``before`` and ``later`` are the largest differences of the training itself, over its first epochs as the gate has
    run them, and of later ones while it went on.
    """

    experiment: str
    variant: Link
    differences: tuple[Word, ...]
    checked: str
    kinks: str
    left_out: str
    before: Word
    later: str
    gate: Word


class FailedGate(NamedTuple):
    """Why a gate has stopped a variant, and what is off in each array; ``heads`` are the points and methods."""

    name: str
    reasons: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


class NotebookChecks(NamedTuple):
    """The notebook's own checks."""

    one_dimension: str
    parameters: str
    epsilon: str
    difference: str
    complex_step: str


class GatesView(NamedTuple):
    """All gradient checks."""

    rows: tuple[GateRow, ...]
    warnings: tuple[tuple[str, str], ...]
    failed: tuple[FailedGate, ...]
    notebook: NotebookChecks | None


def gates_view(material: Material) -> GatesView:
    """Return all gradient checks."""
    checked = [(result, result.gradients) for result in material.results if result.gradients and not result.command]
    return GatesView(
        rows=(
            *(_gate(material, result, report) for result, report in checked),
            *(_unchecked(material, result) for result in material.results if result.command),
        ),
        warnings=tuple(
            (material.place(result.experiment, result.variant), warning)
            for result, report in checked
            for warning in report.get("warnings", ())
        ),
        failed=tuple(_failed(material, result, report) for result, report in checked if not report["passed"]),
        notebook=_notebook(material.checks) if material.checks else None,
    )


def _gate(material: Material, result: Result, report: Mapping[str, Any]) -> GateRow:
    checks = _worst(report)
    arrays = {key: check["arrays"]["all"] for key, check in checks.items()}
    complex_step = arrays.get(("initial", "complex_step"))
    training = report.get("training", {})
    experiment, variant = material.called(result.experiment, result.variant)
    return GateRow(
        experiment=experiment,
        variant=Link(variant, f"{result.experiment}/{result.variant}/gradients.json"),
        differences=tuple(
            Word(scientific(arrays[key]["difference"]), "" if checks[key]["passed"] else "bad")
            if key in checks
            else Word("", "")
            for key in COLUMNS
        ),
        checked=f"{complex_step['checked']} of {complex_step['parameters']}" if complex_step else "",
        kinks=", ".join(str(arrays[key]["kinks"]) for key in COLUMNS if key in arrays and key[1] != "complex_step"),
        left_out=", ".join(_left_out(report).values()),
        before=Word(_largest(training), "" if training.get("passed", True) else "bad"),
        later=_largest(result.certificate()),
        gate=Word("passed", "good") if report["passed"] else Word("failed", "bad"),
    )


def _unchecked(material: Material, result: Result) -> GateRow:
    """Return the row of a variant that a command trains, which has no gradients to look at."""
    experiment, variant = material.called(result.experiment, result.variant)
    nothing = tuple(Word("") for _ in COLUMNS)
    return GateRow(experiment, Link(variant), nothing, "", "", "", Word(""), "", Word(words.NOT_CHECKED, "soft"))


def _largest(certificate: Mapping[str, Any]) -> str:
    """Return the largest difference of a certificate, empty where there is none."""
    found = [comparison["difference"] for comparison in certificate.get("compared", {}).values()]
    if not found:
        return ""
    return "not finite" if None in found else scientific(max(found))


def _failed(material: Material, result: Result, report: Mapping[str, Any]) -> FailedGate:
    checks = list(_checks(report))
    names = list(checks[0][1]["arrays"]) if checks else []
    return FailedGate(
        name=material.place(result.experiment, result.variant),
        reasons=tuple(report["failures"]),
        heads=tuple(f"{_place(point)}, {check['method'].replace('_', ' ')}" for point, check in checks),
        rows=tuple(
            (name, tuple(scientific(check["arrays"][name]["difference"]) for _, check in checks)) for name in names
        ),
    )


def _checks(report: Report) -> Iterator[tuple[Report, Report]]:
    """Yield the report of a point and of a check at it, for each check."""
    for point in report["points"]:
        for check in point["checks"]:
            yield point, check


def _worst(report: Report) -> dict[tuple[str, str], Report]:
    """Return by point and method the check with the largest difference, of all settings that are tuned over."""
    found: dict[tuple[str, str], Report] = {}
    for point, check in _checks(report):
        key = point["point"], check["method"]
        found[key] = max(found.get(key, check), check, key=_difference)
    return found


def _difference(check: Report) -> float:
    difference = check["arrays"]["all"]["difference"]
    return float("inf") if difference is None else float(difference)


def _left_out(report: Report) -> dict[str, str]:
    """Return by point how many examples were left out at it, of all settings that are tuned over the most."""
    counts: dict[str, int] = {}
    for point in report["points"]:
        counts[point["point"]] = max(counts.get(point["point"], 0), point["examples_left_out"])
    return {point: str(count) for point, count in counts.items()}


def _place(point: Report) -> str:
    return f"{point['settings']}: {point['point']}" if "settings" in point else str(point["point"])


def _notebook(checks: Mapping[str, Any]) -> NotebookChecks:
    network = checks["n_dimensions"]
    return NotebookChecks(
        one_dimension=plain(checks["one_dimension"]["difference"]),
        parameters=plain(network["arrays"]["all"]["parameters"]),
        epsilon=plain(network["epsilon"]),
        difference=scientific(network["difference"]),
        complex_step=scientific(network["complex_step_difference"]),
    )
