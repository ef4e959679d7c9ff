"""What the results were made with: software, code and data; several values where records disagree."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from seedcheck.presentation.page.material import Material
from seedcheck.presentation.plan import kept


class ProvenanceRow(NamedTuple):
    """One thing that the results depend on; hashes are set as ``is_code``."""

    name: str
    text: str
    is_code: bool = False
    note: str = ""


class ProvenanceView(NamedTuple):
    """All that the results depend on, and where MLflow keeps them, if it does."""

    rows: list[ProvenanceRow]
    tracking_uri: str


def provenance_view(material: Material) -> ProvenanceView:
    """Return what the results were made with."""
    records = [result.record for result in material.results if result.record]
    software = [ProvenanceRow("software", _listed(record["software"])) for record in records]
    blas = [ProvenanceRow("BLAS", _listed(record["blas"] or {})) for record in records]
    code = [ProvenanceRow("training code, SHA-256", record["code"], is_code=True) for record in records]
    data = {record["dataset"]: record["data"] for record in records if record["dataset"]}
    hashes = [
        ProvenanceRow(f"{name}, SHA-256", facts["sha256"], is_code=True, note=facts["source"])
        for name, facts in data.items()
    ]
    uri = material.tracked["tracking_uri"] if material.tracked else ""
    seal = f"SHA-256 {material.sealed['sha256']}" if material.sealed else ""
    plan = [ProvenanceRow("plan", line, note=seal) for line in kept(material.sealed, material.plan)]
    rows = dict.fromkeys([*plan, *software, *blas, *code, *hashes])
    return ProvenanceView([row for row in rows if row.text], uri)


def _listed(versions: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {version}" for name, version in versions.items())
