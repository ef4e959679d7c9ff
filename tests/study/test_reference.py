"""What is written of the configuration is what the model accepts: config/README.md and config/schema.json."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from seedcheck.study.model import load
from seedcheck.study.paths import RESERVED
from seedcheck.study.published import Published
from seedcheck.study.reference import documents
from seedcheck.study.schema import json_schema
from seedcheck.study.sources import Sources
from seedcheck.study.yaml import read_yaml
from tests.study.test_faults import KEYS
from tests.study.test_model import ROOT, TINY

README, SCHEMA = (ROOT / "config" / name for name in ("README.md", "schema.json"))
VALIDATOR = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
# What JSON has not, so that a JSON Schema cannot tell it: infinite numbers, and keys that are no text.
NOT_JSON = {"not a number", "infinite", "infinite, out of a list", "name that is a word of YAML",
            "name that is another word of YAML", "name that is nothing",
            "name that is a number", "key that is a word of YAML", "title that is a date"}  # fmt: skip


@pytest.mark.parametrize("name", ["config/README.md", "config/schema.json", "results/README.md"])
def test_file_is_what_the_code_gives_now(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a change of the model or of the registry of figures: make reference."""
    monkeypatch.chdir(ROOT)
    assert (ROOT / name).read_text(encoding="utf-8") == documents()[Path(name)]


def test_readme_describes_every_key() -> None:
    """No key of any part of the schema is left out."""
    schemas = (VALIDATOR.schema, json_schema(Published))
    parts = [part for schema in schemas for part in (schema, *schema["$defs"].values())]
    keys = {key for part in parts for key in part["properties"]}
    described = set(re.findall(r"^\| `(\w+)` \|", README.read_text(encoding="utf-8"), re.MULTILINE))
    assert keys == described
    assert len(keys) > 40


def test_every_key_has_a_description() -> None:
    """An editor shows it; nothing is called by its name alone."""
    parts = [VALIDATOR.schema, *VALIDATOR.schema["$defs"].values()]
    assert [key for part in parts for key, value in part["properties"].items() if not value.get("description")] == []


def test_schema_is_valid() -> None:
    """It is a JSON Schema of the dialect that it names."""
    Draft202012Validator.check_schema(VALIDATOR.schema)
    assert VALIDATOR.schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


@pytest.mark.parametrize("names", [["config.yaml"], ["tiny.yaml"], ["config.yaml", "study.yaml"], ["optimizers.yaml"]])
def test_schema_accepts_what_the_repository_ships(names: list[str]) -> None:
    """Each study, merged from its files."""
    sources = Sources()
    for name in names:
        sources.add_file(ROOT / "config" / name)
    assert [error.message for error in VALIDATOR.iter_errors(sources.content)] == []


@pytest.mark.parametrize("fault", sorted(KEYS.keys() - NOT_JSON))
def test_schema_refuses_what_the_model_refuses(tmp_path: Path, fault: str) -> None:
    """Every fault of a single key is a fault in an editor too."""
    old, new, *_ = KEYS[fault]
    path = tmp_path / "study.yaml"
    path.write_text(TINY.replace(old, new), encoding="utf-8")
    assert not VALIDATOR.is_valid(read_yaml(path))


@pytest.mark.parametrize("name", ["E", "1", *sorted(RESERVED)])
def test_schema_refuses_names_of_experiments_that_the_model_refuses(tmp_path: Path, name: str) -> None:
    """Capitals, a digit in front, folders of the pipeline."""
    path = tmp_path / "study.yaml"
    path.write_text(TINY.replace("  e:", f'  "{name}":'), encoding="utf-8")
    assert not VALIDATOR.is_valid(read_yaml(path))


def test_examples_of_the_readme_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each can be merged over the shipped study as it stands."""
    monkeypatch.chdir(tmp_path)
    Path("mine.csv").write_text("a,b,label\n", encoding="utf-8")
    examples = re.findall(r"```yaml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    for k, example in enumerate(examples):
        Path(f"{k}.yaml").write_text(example, encoding="utf-8")
    study = load([ROOT / "config/config.yaml", *(f"{k}.yaml" for k in range(len(examples)))])
    assert study.experiments["regularization"].variants["l2_strong"] == {"title": "L2 (3)", "l2_lambda": 3}
    assert (study.experiments["own"].reference, list(study.sweeps)) == ("scaled", ["strength"])
