"""Let a variant pass to its training if its gradient report says so; else stop it and say what is off by how much."""

import argparse
from collections.abc import Sequence

from seedcheck.errors import InputError, run_step
from seedcheck.files import read_json, write_text


def main(argv: Sequence[str]) -> None:
    """Run the step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--report", required=True)
    parser.add_argument("--output", required=True)
    args = parser.parse_args(argv)
    report = read_json(args.report)
    if not report["passed"]:
        reasons = "\n  ".join(report["failures"])
        raise InputError(f"GRADIENT CHECK FAILED, training is not started; see {args.report}\n  {reasons}")
    write_text(args.output, "passed\n")
    print("gradient check passed")


if __name__ == "__main__":
    run_step(main)
