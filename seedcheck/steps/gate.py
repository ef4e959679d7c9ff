"""Let a variant pass to its training if its gradient report says so; else stop it and say what is off by how much."""

from pathlib import Path

from seedcheck.errors import InputError
from seedcheck.files import read_json, write_text
from seedcheck.steps import run_step
from seedcheck.training.remedies import MEND, is_of_scale


def gate(report: Path, output: Path) -> None:
    """Let a variant or sweep pass if its gradient report says so."""
    found = read_json(report, "passed", "failures")
    if not found["passed"]:
        reasons = "\n  ".join(found["failures"])
        wrong = [failure for failure in found["failures"] if not is_of_scale(failure)]
        what = "GRADIENT CHECK FAILED" if wrong else "OUT OF SCALE"
        remedy = f"\n{MEND}" if any("off by" in failure for failure in wrong) else ""
        raise InputError(f"{what}, training is not started; see {report}\n  {reasons}{remedy}")
    lines = ["passed", *(f"WARNING: {warning}" for warning in found.get("warnings", []))]
    write_text(output, "".join(f"{line}\n" for line in lines))
    print("gradient check passed")
    print("\n".join(lines[1:]))


if __name__ == "__main__":
    run_step(gate)
