"""Which commit of the code a study ran with, who ran it, and how MLflow calls that."""

import getpass
import subprocess
from contextlib import suppress
from pathlib import Path

from seedcheck.study.code import ROOT
from seedcheck.tracking.links import without_password

TRAINER = "seedcheck/steps/train.py"  # what a run is a run of


def git_commit() -> str:
    """Return the commit that is checked out, "-dirty" behind it if files differ, "unknown" without git.

    A repository that this code lies in, but does not belong to, is not the code's.
    """
    if not _git("ls-files", "--", str(Path(__file__).relative_to(ROOT))):
        return "unknown"
    return _git("describe", "--always", "--abbrev=40", "--dirty", "--exclude=*") or "unknown"


def origin_tags() -> dict[str, str]:
    """Return user, source and commit as MLflow's own tags; what is not known is not there."""
    tags = {"mlflow.source.name": TRAINER, "mlflow.source.type": "LOCAL"}
    with suppress(OSError, ImportError, KeyError):  # a user without a name
        tags["mlflow.user"] = getpass.getuser()
    commit = git_commit()
    if commit != "unknown":
        tags["mlflow.source.git.commit"] = commit.removesuffix("-dirty")
        tags["mlflow.source.git.dirty"] = str(commit.endswith("-dirty")).lower()
        tags["mlflow.source.git.branch"] = _git("branch", "--show-current")
        tags["mlflow.source.git.repoURL"] = without_password(_git("remote", "get-url", "origin"))
    return {name: value for name, value in tags.items() if value}


def _git(*arguments: str) -> str:
    """Return what git says of this code's folder, nothing if it cannot."""
    with suppress(OSError, subprocess.CalledProcessError):
        command = ["git", "-C", str(ROOT), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    return ""
