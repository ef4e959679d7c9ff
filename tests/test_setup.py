"""The lists of what is installed agree with each other and with this interpreter."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[1]
LOCKS = {path.stem: path.read_text(encoding="utf-8") for path in ROOT.glob("requirements*.lock")}
LOCK = LOCKS["requirements"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==(\S+?)(?: ; (.*?))? \\$", re.MULTILINE)
PINS = PIN.findall(LOCK)


def locked(name: str) -> list[str]:
    """Return the versions of a package in the lock, one per Python version where they differ."""
    return [version for pin, version, _ in PINS if pin == name]


def test_every_direct_dependency_is_locked_at_an_allowed_version() -> None:
    """pyproject.toml's ranges hold the lock's versions."""
    for text in PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]:
        requirement = Requirement(text)
        versions = locked(requirement.name)
        assert versions, f"{requirement.name} is not in requirements.lock; run make lock"
        assert all(requirement.specifier.contains(version) for version in versions), text


def test_every_line_of_a_lock_has_a_hash_and_none_an_address() -> None:
    """Each pin is followed by a SHA-256, and no index is named."""
    assert len(PINS) > 50
    for lock in LOCKS.values():
        blocks = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)[1:]
        assert len(blocks) == len(PIN.findall(lock)) > 0
        assert all("--hash=sha256:" in block for block in blocks)
        assert "://" not in lock


@pytest.mark.parametrize("group", ["slurm", "cloud"])
def test_what_sends_jobs_elsewhere_is_locked(group: str) -> None:
    """The further locks have the packages of their groups, all and alone, at versions that are allowed."""
    versions = {name: version for name, version, _ in PIN.findall(LOCKS[f"requirements-{group}"])}
    asked = [Requirement(text) for text in PROJECT["dependency-groups"][group]]
    assert versions.keys() == {each.name for each in asked}
    assert all(each.specifier.contains(versions[each.name]) for each in asked)


def test_conda_users_get_the_same_lock_and_a_fitting_python() -> None:
    """environment.yml has Python, pip and the lock, no second list of versions."""
    python, pip, rest = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    assert SpecifierSet(python.removeprefix("python")) == SpecifierSet(PROJECT["project"]["requires-python"])
    assert (pip, rest) == ("pip", {"pip": ["-r requirements.lock"]})


def test_this_interpreter_has_the_locked_versions() -> None:
    """What the tests run on is what the lock says."""
    for text in PROJECT["project"]["dependencies"]:
        name = Requirement(text).name
        assert metadata.version(name) in locked(name), name
