"""Let a variant pass to its training if its gradient report says so; else stop it and say what is off by how much."""

from pathlib import Path

from seedcheck.errors import InputError
from seedcheck.files import read_json, write_text
from seedcheck.steps import run_step


def gate(report: Path, output: Path) -> None:
    """Let a variant or sweep pass if its gradient report says so."""
    found = read_json(report, "passed", "failures")
    if not found["passed"]:
        reasons = "\n  ".join(found["failures"])
        raise InputError(f"GRADIENT CHECK FAILED, training is not started; see {report}\n  {reasons}")
    write_text(output, "passed\n")
    print("gradient check passed")


if __name__ == "__main__":
    run_step(gate)
