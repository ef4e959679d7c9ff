"""Let the study pass if no published number differs from ours.

What cannot be compared (stand-in data, other settings) or was not run is no difference. Costs differ from a relative
difference of 1e-9 on, accuracies from any (``seedcheck.statistics.published``).
"""

import csv
from pathlib import Path

from seedcheck.errors import InputError
from seedcheck.files import Row, reading, write_text
from seedcheck.steps import run_step

LONGEST = 10  # numbers that are named


def reproduced(published: Path, output: Path) -> None:
    """Write how many numbers are reproduced.

    Raises
    ------
    InputError
        If some differ, with their names and values.
    """
    with reading(published), published.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
        verdicts = [row["verdict"] for row in rows]
    different = [row for row in rows if row["verdict"] == "differs"]
    if different:
        named = [f"  {described(row)}" for row in different[:LONGEST]]
        named += [f"  and {len(different) - LONGEST} more"] if len(different) > LONGEST else []
        head = f"{len(different)} of {len(rows)} published numbers DIFFER from ours; see {published}"
        raise InputError("\n".join([head, *named]))
    met = sum(verdict.startswith("reproduced") for verdict in verdicts)
    said = f"{met} of {len(rows)} published numbers are reproduced, none differs"
    write_text(output, f"{said}\n")
    print(said)


def described(row: Row) -> str:
    """Return one number: "initialization/scaled: cost at epoch 1000: published 0.69, ours 0.7"."""
    epoch = f" at epoch {row['epoch']}" if row["epoch"] else ""
    place = f"{row['experiment']}/{row['variant']}: {row['quantity']}{epoch}"
    return f"{place}: published {row['published']}, ours {row['reproduced']}"


if __name__ == "__main__":
    run_step(reproduced)
