"""The validator of RO-Crates, without a network.

It fetches the JSON-LD context that a crate names, https://w3id.org/ro/crate/1.1/context, through a cache of HTTP
answers. Here that cache is filled beforehand: with the context 1.3, which the package rocrate brings along, and the
four terms in which 1.1 has other addresses. (Both contexts were compared, term by term: they have no other difference
but terms that are not used here.)
"""

import json
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from requests_cache import CachedSession
from rocrate_validator.models import Severity, ValidationSettings
from rocrate_validator.services import validate
from urllib3 import HTTPResponse

ADDRESS = "https://w3id.org/ro/crate/1.1/context"
PROFILE = "workflow-run-crate-0.5"
OTHERS = {"ComputationalWorkflow": "ComputationalWorkflow", "FormalParameter": "FormalParameter",
          "input": "ComputationalWorkflow#input", "output": "ComputationalWorkflow#output"}  # fmt: skip


@cache
def context() -> str:
    """Return the JSON-LD context 1.1, as far as it is used."""
    found = json.loads(files("rocrate").joinpath("data/ro-crate.jsonld").read_text(encoding="utf-8"))
    changed = {term: f"https://bioschemas.org/{address}" for term, address in OTHERS.items()}
    return json.dumps({"@context": found["@context"] | changed})


class Bundled(HTTPAdapter):
    """Answers with the context, in place of the network."""

    def send(self, request: requests.PreparedRequest, *arguments: Any, **settings: Any) -> requests.Response:
        """Return the context for whatever is asked."""
        headers = {"Content-Type": "application/ld+json"}
        body = HTTPResponse(BytesIO(context().encode()), headers, 200, preload_content=False)
        return self.build_response(request, body)


def fill(cache_path: Path) -> None:
    """Put the context into a cache of HTTP answers."""
    with CachedSession(str(cache_path), backend="sqlite", expire_after=-1) as session:
        session.mount(ADDRESS, Bundled())
        session.get(ADDRESS).raise_for_status()


def issues(folder: Path, cache_path: Path, severity: Severity = Severity.REQUIRED, **settings: Any) -> list[str]:
    """Return what the validator finds wrong with the crate in a folder."""
    if not cache_path.with_suffix(".sqlite").exists():
        fill(cache_path)
    result = validate(ValidationSettings(
        rocrate_uri=str(folder), profile_identifier=PROFILE, requirement_severity=severity, offline=True,
        cache_path=cache_path, **settings))  # fmt: skip
    return [str(issue.message) for issue in result.get_issues()]
