"""Templates can be read: short lines, no logic, and all sections look alike."""

import re
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
from jinja2 import nodes

from seedcheck.presentation import page, style

FOLDER = Path(page.__file__).parent
TEMPLATES = sorted(FOLDER.glob("*.html"))
LOGIC = (
    nodes.Assign,
    nodes.BinExpr,
    nodes.Compare,
    nodes.Concat,
    nodes.CondExpr,
    nodes.Filter,
    nodes.Getitem,
    nodes.Test,
)
LONGEST = 120


def logic(node: nodes.Node) -> Iterator[str]:
    """Yield what a template does besides naming, including, repeating and leaving out."""
    for found in node.find_all(LOGIC):
        yield f"line {found.lineno}: {type(found).__name__}"


def test_there_are_templates() -> None:
    """One a section, and the base that puts them together."""
    assert {"base.html", "macros.html", "finding.html", "claims.html"} <= {path.name for path in TEMPLATES}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_line_is_too_long_to_read(path: Path) -> None:
    """Of text as of code."""
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [number for number, line in enumerate(lines, 1) if len(line) > LONGEST] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_logic(path: Path) -> None:
    """Loops, conditions on one value, and macros; what is shown is made ready in Python."""
    assert list(logic(jinja2.Environment().parse(path.read_text(encoding="utf-8")))) == []


@pytest.mark.parametrize("text", ["{{ a + b }}", "{% if a == b %}{% endif %}", "{{ a | length }}", "{% set a = b %}",
                                  "{{ a if b }}", "{{ a[0] }}", "{% if a is none %}{% endif %}"])  # fmt: skip
def test_logic_would_be_found(text: str) -> None:
    """The test above can fail."""
    assert list(logic(jinja2.Environment().parse(text)))


def test_colors_are_variables() -> None:
    """No colour is written in a template, and each variable has its colour."""
    texts = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    assert re.findall(r"#[0-9a-fA-F]{3,6}\b", re.sub(r'href="#\w+"', "", texts)) == []
    assert set(re.findall(r"var\(--(\w+)\)", texts)) <= style.CSS.keys()
