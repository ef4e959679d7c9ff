"""Write a finished study as one zip, a Workflow Run RO-Crate."""

import tempfile
import zipfile
from pathlib import Path

from seedcheck.files import replacing
from seedcheck.origin.actions import study_crate
from seedcheck.origin.crate import CrateJob
from seedcheck.steps import run_step

EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day of zip


def crate(output: Path, job: CrateJob) -> None:
    """Write the crate; the same files make the same bytes."""
    with tempfile.TemporaryDirectory() as folder, replacing(output) as temporary:
        study_crate(job).write(folder)
        files = sorted(path for path in Path(folder).rglob("*") if path.is_file())
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in files:
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), EPOCH)
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                archive.writestr(entry, path.read_bytes())
    size = output.stat().st_size / 1e6
    data = ", ".join(dict.fromkeys(own["dataset"] for own in job.experiments.values()))
    print(f"{output}: {len(files)} files, {size:.1f} MB, the data {data} among them: may you pass them on?")


if __name__ == "__main__":
    run_step(crate)
