"""Whether a training may begin: the report of its gate is kept in any case, as gradients.json or as refused.json.

A refused variant or sweep has a refused.json and no record: Snakemake deletes what a failed job was to make, and knows
nothing of refused.json. The next job that checks the same folder removes it.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from seedcheck.errors import InputError
from seedcheck.files import write_json
from seedcheck.study.paths import GATE, REFUSED
from seedcheck.training.remedies import MEND, OUT_OF_SCALE, WRONG, is_of_scale


def forget(folder: Path) -> None:
    """Remove what an earlier check has left that stopped what is now checked anew."""
    (folder / REFUSED).unlink(missing_ok=True)


def admit(report: Mapping[str, Any], folder: Path) -> None:
    """Write a gate's report (``gate_reports``) into a folder, and say what it warns of.

    Raises
    ------
    InputError
        If the gate does not let the training begin: what is off by how much, where the whole report is, and the remedy.
    """
    for warning in report["warnings"]:
        print(f"WARNING: {warning}")
    if not report["passed"]:
        write_json(folder / REFUSED, report)
        raise InputError(refusal(report["failures"], folder / REFUSED))
    write_json(folder / GATE, report)
    print("gradient check passed", flush=True)


def refusal(failures: list[str], place: Path) -> str:
    """Return what is said of a training that was not started."""
    wrong = [failure for failure in failures if not is_of_scale(failure)]
    reasons, what = "\n  ".join(failures), WRONG if wrong else OUT_OF_SCALE
    remedy = f"\n{MEND}" if any("off by" in failure for failure in wrong) else ""
    return f"{what}, training is not started; see {place}\n  {reasons}{remedy}"
