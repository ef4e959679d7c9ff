"""Whether two folders of results are the same, but for hashes of code: python -m tests.same_results A B.

Compared is every file of A that is data, a record, a gradient report, model, cost history, a table, figure or holds
replicates; files that only B has are new, and no difference. `make same REV=...` makes A from another commit.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

PATTERNS = ("data/*.h5", "results/*/*/record.json", "results/*/*/gradients.json", "results/*/*/costs.csv",
            "results/*/*/learning_curve.csv",
            "results/*/*/model.h5", "results/*/*/replicates.h5", "results/*/*/replicates.csv", "results/*/*/regions.h5",
            "results/*/*/cells.*",
            "results/comparison/*.csv", "results/comparison/verdicts.json", "results/gradient_checks.json",
            "results/*/*.svg", "results/*/*/*.svg", "results/*/*.png", "results/*/*/*.png")  # fmt: skip
RENAMED = {b'"families"': b'"suites"'}  # keys, since version 0.1


def files(folder: Path) -> dict[str, Path]:
    """Return the files that are compared, by their paths in the folder."""
    found = {path for pattern in PATTERNS for path in folder.glob(pattern)}
    return {path.relative_to(folder).as_posix(): path for path in sorted(found)}


def content(path: Path) -> bytes:
    """Return the bytes of a file; of a record without its hash of code."""
    if path.name == "record.json":
        return json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"code": ""}).encode()
    data = path.read_bytes()
    for old, new in RENAMED.items():
        data = data.replace(old, new) if path.suffix == ".json" else data
    return data


def differences(first: Path, second: Path) -> Iterator[str]:
    """Yield a line per file of the first folder that the second lacks or has otherwise."""
    theirs = files(second)
    for name, path in files(first).items():
        if name not in theirs:
            yield f"missing: {name}"
        elif content(path) != content(theirs[name]):
            yield f"differs: {name}"


if __name__ == "__main__":
    A, B = map(Path, sys.argv[1:])
    lines = list(differences(A, B))
    print("\n".join([*lines, f"{len(files(A))} files compared, {len(lines)} differ"]))
    sys.exit(bool(lines) or not files(A))
