"""Whether two folders of results are the same to the last byte, but for hashes of code: python -m tests.same_results A B.

Compared are data, records, gradient reports, models, costs, replicates, tables and figures: every file of A that has one
of these names, and then those of B that A lacks. Run it on the results of two commits before a redesign is merged:
`make same REV=...` does both.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

PATTERNS = ("data/*.h5", "results/*/*/record.json", "results/*/*/gradients.json", "results/*/*/costs.csv",
            "results/*/*/model.h5", "results/*/*/replicates.h5", "results/*/*/replicates.csv", "results/*/*/cells.*",
            "results/comparison/*.csv", "results/comparison/verdicts.json", "results/gradient_checks.json",
            "results/**/*.svg", "results/**/*.png")  # fmt: skip


def files(folder: Path) -> dict[str, Path]:
    """Return the files that are compared, by their paths in the folder."""
    found = {path for pattern in PATTERNS for path in folder.glob(pattern)}
    return {path.relative_to(folder).as_posix(): path for path in sorted(found)}


def content(path: Path) -> bytes:
    """Return the bytes of a file; of a record without its hash of code."""
    if path.name != "record.json":
        return path.read_bytes()
    record = json.loads(path.read_text(encoding="utf-8"))
    return json.dumps(record | {"code": ""}).encode()


def differences(first: Path, second: Path) -> Iterator[str]:
    """Yield a line per file that is in one folder only, or differs."""
    ours, theirs = files(first), files(second)
    for name in sorted(ours.keys() | theirs.keys()):
        if name not in theirs or name not in ours:
            yield f"only in {first if name in ours else second}: {name}"
        elif content(ours[name]) != content(theirs[name]):
            yield f"differs: {name}"


if __name__ == "__main__":
    A, B = map(Path, sys.argv[1:])
    lines = list(differences(A, B))
    print("\n".join([*lines, f"{len(files(A))} files compared, {len(lines)} differ"]))
    sys.exit(bool(lines) or not files(A))
