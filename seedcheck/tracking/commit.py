"""Which commit of the code a study ran with."""

import subprocess

from seedcheck.study.code import ROOT


def git_commit() -> str:
    """Return the commit that is checked out, "-dirty" behind it if files differ, "unknown" without git."""
    try:
        command = ["git", "-C", str(ROOT), "describe", "--always", "--abbrev=40", "--dirty", "--exclude=*"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
