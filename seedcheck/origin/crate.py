"""A finished study as a Workflow Run RO-Crate: code, data, results, and what was done with what.

The profile is Workflow Run Crate 0.5, https://w3id.org/ro/wfrun/workflow/0.5. Times are those of the results' files, so
that the same files make the same bytes.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from io import StringIO
from pathlib import Path
from typing import Any

from rocrate.model.contextentity import ContextEntity
from rocrate.model.entity import Entity
from rocrate.rocrate import ROCrate

from seedcheck.files import read_json, sha256
from seedcheck.study.code import ROOT
from seedcheck.study.paths import variant_folder
from seedcheck.tracking.commit import git_commit

AS_RUN = "config/as_run.json"  # the whole configuration: the study can be run with it again
WHOLE, GATE, TRAIN = "Snakefile", "seedcheck/training/gate_reports.py", "seedcheck/steps/train.py"
COMMAND = "seedcheck/steps/train_by_command.py"
CODE = ("Snakefile", "Makefile", "*.yml", "*.toml", "*.lock", "*.cff", "*.md", "LICENSE", "profiles/**/*.yaml",
        "workflow/**/*.smk", "nn/**/*.py", "seedcheck/**/*.py", "seedcheck/**/*.html")  # fmt: skip
PROFILES = {"https://w3id.org/ro/wfrun/process/0.5": "Process Run Crate",
            "https://w3id.org/ro/wfrun/workflow/0.5": "Workflow Run Crate",
            "https://w3id.org/workflowhub/workflow-ro-crate/1.0": "Workflow RO-Crate"}  # fmt: skip
SHA256 = "https://w3id.org/ro/terms/workflow-run#sha256"  # RO-Crate 1.1 has no word for it
COMPLETED = "http://schema.org/CompletedActionStatus"
TYPES = {".csv": "text/csv", ".h5": "application/x-hdf5", ".html": "text/html", ".json": "application/json",
         ".mat": "application/x-matlab-data", ".md": "text/markdown", ".png": "image/png", ".svg": "image/svg+xml",
         ".yaml": "application/yaml", ".yml": "application/yaml"}  # fmt: skip
DESCRIPTION = "Code, data, results and provenance of a comparison of trainings over many random seeds."
LICENCE = "Code: see the file LICENSE. Data and results: as their owners say, which is not known here."


@dataclass(frozen=True)
class CrateJob:
    """What a crate needs to know.

    Attributes
    ----------
    config : the whole configuration
    experiments : per experiment its ``dataset``, ``variants`` and ``sources`` of a command that trains
    inputs, outputs : files that the study reads and makes
    """

    config: Mapping[str, Any]
    experiments: Mapping[str, Mapping[str, Any]]
    inputs: Sequence[str]
    outputs: Sequence[str]

    @property
    def ended(self) -> str:
        """When the last result was written."""
        last = max(Path(path).stat().st_mtime for path in self.outputs)
        return datetime.fromtimestamp(int(last), UTC).isoformat()


def described(job: CrateJob) -> ROCrate:
    """Return a crate with all files of a study and the software that made them, and no action yet."""
    crate = ROCrate(version="1.1")
    crate.metadata.extra_terms["sha256"] = SHA256
    crate.name = f"A seedcheck study: {', '.join(job.experiments)}"
    crate.description, crate.datePublished = DESCRIPTION, job.ended
    crate.license = add(crate, "#licence", "CreativeWork", name="Licences", description=LICENCE)
    crate.root_dataset["conformsTo"] = [
        add(crate, address, "CreativeWork", name=name, version=address.rsplit("/", 1)[1])
        for address, name in PROFILES.items()
    ]
    _add_code(crate)
    crate.mainEntity["softwareRequirements"] = [add_software(crate, *each) for each in sorted(_versions(job).items())]
    text = json.dumps(job.config, indent=1) + "\n"
    crate.add_file(StringIO(text), AS_RUN, properties=_facts(AS_RUN, text.encode()))
    for path in (*job.inputs, *job.outputs):
        add_file(crate, path)
    return crate


def add(crate: ROCrate, identifier: str, kind: str, **properties: Any) -> Entity:
    """Add something that is no file, and return it."""
    return crate.add(ContextEntity(crate, identifier, properties={"@type": kind, **properties}))


def place(path: str | Path) -> str:
    """Return where a file is in the crate: where it is in the project, or below inputs/ if it is outside."""
    path = Path(path)
    for folder in (Path(), Path.cwd(), ROOT):
        if path.is_relative_to(folder) and ".." not in path.parts and not path.relative_to(folder).is_absolute():
            return path.relative_to(folder).as_posix()
    return f"inputs/{sha256(str(path.parent).encode())[:8]}/{path.name}"  # two of one name stay two


def add_file(crate: ROCrate, path: str | Path, **properties: Any) -> Entity:
    """Add a file with its hash, if it is not there yet, and return it."""
    found = crate.get(place(path))
    facts = _facts(place(path), Path(path).read_bytes()) | properties
    return found or crate.add_file(path, place(path), properties=facts)


def _facts(name: str, content: bytes) -> dict[str, Any]:
    return {"name": name, "sha256": sha256(content), "contentSize": str(len(content)),
            "encodingFormat": TYPES.get(Path(name).suffix, "text/plain")}  # fmt: skip


def _add_code(crate: ROCrate) -> None:
    """Add all code: the Snakefile is the workflow, and the commit its version."""
    main, commit = ROOT / WHOLE, git_commit()
    properties = {**_facts(WHOLE, main.read_bytes()), "name": "seedcheck", "version": commit}
    crate.add_workflow(main, WHOLE, properties=properties, main=True, lang="snakemake",
                       lang_version=metadata.version("snakemake"))  # fmt: skip
    for tool in (GATE, TRAIN, COMMAND):
        add_file(crate, ROOT / tool, **{"@type": ["File", "SoftwareSourceCode"], "version": commit})
    for path in sorted({path for pattern in CODE for path in ROOT.glob(pattern)}):
        add_file(crate, path)


def _versions(job: CrateJob) -> dict[str, str]:
    """Return the versions that the records name, and of Snakemake and MLflow, which records do not depend on."""
    found = {name: metadata.version(name) for name in ("snakemake", "mlflow")}
    for name, own in job.experiments.items():
        for variant in own["variants"]:
            found |= read_json(variant_folder(name, variant) / "record.json")["software"]
    return found


def add_software(crate: ROCrate, name: str, version: str) -> Entity:
    """Add a program or package, and return it."""
    address = "https://www.python.org" if name == "python" else f"https://pypi.org/project/{name}/{version}"
    return add(crate, address, "SoftwareApplication", name=name, url=address, softwareVersion=version)


def act(crate: ROCrate, called: str, instrument: str, inputs: Sequence[Entity], results: Sequence[Entity],
        **facts: Any) -> None:  # fmt: skip
    """Add what was done with what, and what came of it."""
    facts = {"endTime": crate.datePublished.isoformat(), "actionStatus": COMPLETED, **facts}
    given = inputs if len(inputs) > 1 else inputs[0]  # a list of one is not wanted
    action = crate.add_action(crate.get(instrument), f"#{called}", given, list(results), facts)
    crate.root_dataset.append_to("mentions", action)
