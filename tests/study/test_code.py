"""A step's code hashes change with what it runs, and with nothing else; every rule carries those of its step."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from seedcheck.study import code, parsed

ROOT = Path(__file__).parents[2]
RULES = sorted((ROOT / "workflow" / "rules").glob("*.smk"))
HEADER = re.compile(r"^ *(?:rule|checkpoint)\b.*:$|^on(?:error|success|start):$", re.MULTILINE)
FILES = {
    "nn/__init__.py": "",
    "nn/a.py": 'def f(x):\n    """Double."""\n    return 2 * x\n',
    "nn/unused.py": "y = 1\n",
    "seedcheck/__init__.py": "",
    "seedcheck/steps/__init__.py": "",
    "seedcheck/steps/go.py": "import os\n\nimport numpy\n\nfrom nn.a import f\n",
    "seedcheck/steps/late.py": "def main():\n    from nn import a\n",
}


def forget() -> None:
    """Let ``code`` read files anew."""
    for function in (code._module_file, parsed.source, code._closure, code._hash, code.code):
        function.cache_clear()


@pytest.fixture
def hashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., dict[str, str]]]:
    """Return a function that puts texts into files of a small project and returns the hashes of a step."""
    monkeypatch.setattr(code, "ROOT", tmp_path)

    def hashed(step: str = "go", **changes: str) -> dict[str, str]:
        for name, text in (FILES | {name.replace("__", "/") + ".py": text for name, text in changes.items()}).items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        forget()
        return code.code(step)

    yield hashed
    forget()


def test_what_was_found_in_sources_is_kept_and_never_out_of_date(
    hashes: Callable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next call parses nothing that it knows, and what was edited anew; a damaged file is as good as none."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(parsed, "_used", {})
    parsed._kept.cache_clear()
    first = hashes()
    parsed.keep()
    parsed._kept.cache_clear()
    texts: list[bytes] = []
    parse = parsed._parse
    monkeypatch.setattr(parsed, "_parse", lambda text: texts.append(text) or parse(text))
    assert hashes() == first
    assert texts == []
    assert hashes(nn__a="def f(x):\n    return 3 * x\n") != first
    assert texts == [b"def f(x):\n    return 3 * x\n"]
    for damaged in ("{", "[]", '{"a": 1}'):
        parsed.SOURCES.write_text(damaged, encoding="utf-8")
        parsed._kept.cache_clear()
        assert hashes() == first


@pytest.mark.parametrize(
    "text",
    [
        'def f(x):\n    """Return x, twice."""\n    return 2 * x  # a comment\n',
        '"""A module."""\n\n\ndef f(x):\n    return (2 * x)\n',
    ],
    ids=["comment", "docstrings and brackets"],
)
def test_comment_changes_no_hash(hashes: Callable, text: str) -> None:
    """Comments, docstrings and layout leave everything as it was."""
    assert hashes(nn__a=text) == hashes()


def test_code_changes_the_hash_of_its_module_only(hashes: Callable) -> None:
    """Another factor in nn/a.py is seen under that name, and nowhere else."""
    before, after = hashes(), hashes(nn__a="def f(x):\n    return 3 * x\n")
    assert [name for name in before if before[name] != after[name]] == ["nn_a"]
    assert re.fullmatch(r"nn/a\.py@[0-9a-f]{12}", after["nn_a"])


def test_module_that_is_not_imported_is_left_out(hashes: Callable) -> None:
    """The hashes name local modules and the versions of other packages, without the standard library."""
    assert set(hashes()) == {"nn___init__", "nn_a", "seedcheck___init__", "seedcheck_steps___init__",
                             "seedcheck_steps_go", "numpy"}  # fmt: skip


def test_import_inside_a_function_counts(hashes: Callable) -> None:
    """A module that a function imports belongs to the step."""
    assert "nn_a" in hashes("late")


def test_one_hash_of_a_step_ignores_versions_of_packages(hashes: Callable) -> None:
    """It changes with local code."""
    hashes()
    before = code.code_hash("go")
    hashes(nn__a="def f(x):\n    return 3 * x\n")
    assert code.code_hash("go") != before
    hashes(seedcheck__steps__go="import os\n\nfrom nn.a import f\n")
    assert "numpy" not in code.code("go")


def test_training_runs_nn_and_draws_nothing() -> None:
    """The step train imports every module of the gradient, and neither matplotlib nor MLflow."""
    names = set(code.code("train"))
    assert {
        "nn_network",
        "nn_losses",
        "nn_dropout",
        "nn_gradcheck",
        "nn_span",
        "nn_training",
        "seedcheck_data_datasets",
        "numpy",
    } <= names
    assert not {"matplotlib", "mlflow", "snakemake", "pydantic", "seedcheck_data_download"} & names
    assert "matplotlib" in code.code("figures", "seedcheck.presentation.figures.boundary")


def test_only_tracking_imports_mlflow() -> None:
    """No other step depends on it."""
    steps = [path.stem for path in (ROOT / "seedcheck" / "steps").glob("[!_]*.py")]
    assert {step for step in steps if "mlflow" in code.code(step)} <= {"judge", "prune", "track", "ui", "verify"}


@pytest.mark.parametrize("path", RULES, ids=[path.name for path in RULES])
def test_every_rule_carries_the_hashes_of_its_step(path: Path) -> None:
    """A rule that runs -m seedcheck.steps.X has **code("X"), for a step that is there."""
    text = path.read_text(encoding="utf-8")
    starts = [*(match.start() for match in HEADER.finditer(text)), len(text)]
    for start, stop in pairwise(starts):
        block = text[start:stop]
        steps = re.findall(r"-m seedcheck\.steps\.(\w+)", block)
        assert all((ROOT / "seedcheck" / "steps" / f"{step}.py").is_file() for step in steps)
        if not block.startswith("on"):
            assert re.findall(r'\*\*code\("(\w+)"', block) == steps, block.splitlines()[0]


def test_rules_are_found() -> None:
    """The search above sees the nine rules that run a step, so that it cannot pass for want of rules."""
    texts = [path.read_text(encoding="utf-8") for path in RULES]
    assert sum(len(re.findall(r"\*\*code\(", text)) for text in texts) >= 9
    assert sum(len(HEADER.findall(text)) for text in texts) >= 9
