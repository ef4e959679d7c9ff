"""YAML is read strictly: scientific notation is a number, doubled keys are errors, and every part has its line."""

import re
from pathlib import Path

import pytest

from seedcheck.errors import InputError
from seedcheck.study.yaml import Unquoted, read_with_lines, read_yaml

NESTED = """\
top:
  list: [1, {deep: 2}]

  quoted: "no"
"""


def written(tmp_path: Path, text: str | bytes) -> Path:
    """Return a file with this content."""
    path = tmp_path / "study.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(("text", "number"), [("1e-3", 1e-3), ("1E5", 1e5), ("2.5e-1", 0.25), ("+1e+2", 100.0)])
def test_scientific_notation_is_a_number(tmp_path: Path, text: str, number: float) -> None:
    """1e-3, which YAML 1.1 takes for text, is read as a number."""
    assert read_yaml(written(tmp_path, f"a: {text}")) == {"a": number}


def test_every_key_and_entry_has_its_line(tmp_path: Path) -> None:
    """Places are keys and positions in lists, from the outermost."""
    content, lines = read_with_lines(written(tmp_path, NESTED))
    assert content == {"top": {"list": [1, {"deep": 2}], "quoted": "no"}}
    assert lines == {
        ("top",): 1, ("top", "list"): 2, ("top", "list", 0): 2, ("top", "list", 1): 2, ("top", "list", 1, "deep"): 2,
        ("top", "quoted"): 4,
    }  # fmt: skip


def test_merged_keys_have_the_line_on_which_they_stand(tmp_path: Path) -> None:
    """A key that comes from an anchor has the anchor's line, unless it is given again."""
    text = "a: &a\n  x: 1\n  y: 2\nb:\n  <<: *a\n  y: 3\n"
    content, lines = read_with_lines(written(tmp_path, text))
    assert content["b"] == {"x": 1, "y": 3}
    assert (lines["b", "x"], lines["b", "y"]) == (2, 6)


@pytest.mark.parametrize(
    ("text", "value"),
    [("7", 7), ("1e-3", 1e-3), ("no", False), ("true", True), ("~", None), ("", None), ("he", "he"), ("[1", "[1"),
     ("2024-13-45", "2024-13-45"), ("=", "=")],
)  # fmt: skip
def test_text_without_quotes_is_what_yaml_would_read(text: str, value: object) -> None:
    """A number, a truth value or nothing is found in text; text that is no such thing stays text."""
    scalar = Unquoted(text).scalar()
    assert scalar == value
    assert type(scalar) is type(value)


UNREADABLE = {  # name: (content of the file, what the error says)
    "doubled key": ("a:\n  b: 1\n  b: 2\n", "line 3: key 'b' appears twice (first in line 2)"),
    "open bracket": ("a: [5\nb: 1\n", "line 2, column 2: not valid YAML: "),
    "tab": ("a:\n  b: \t5\n", "line 2, column 6: not valid YAML"),
    "no mapping": ("[1, 2]", "a mapping of settings is expected, found list"),
    "empty": ("", "a mapping of settings is expected, found NoneType"),
    "python object": ("a: !!python/name:os.system 5", "not valid YAML: could not determine a constructor"),
    "key that is a list": ("a: {? [1, 2] : 3}", "line 1: a key has to be a name, not a list or mapping"),
    "part within itself": ("a: &a\n  b: *a\n", "line 1: this part contains itself"),
    "month 13": ("a: 2024-13-45", "not valid YAML in UTF-8: month must be in 1..12"),
    "control character": ("a: \x00", "not valid YAML"),
    "not UTF-8": (b"a: \xff\xfe", "not valid YAML"),
}


@pytest.mark.parametrize("fault", UNREADABLE)
def test_unreadable_file_says_where(tmp_path: Path, fault: str) -> None:
    """What is no mapping in YAML is an error with the file, and the line if there is one."""
    content, says = UNREADABLE[fault]
    path = written(tmp_path, content)
    with pytest.raises(InputError, match=f"^{re.escape(str(path))}: .*{re.escape(says)}"):
        read_yaml(path)


def test_missing_file_is_named(tmp_path: Path) -> None:
    """A path that is not there is an error with the path and the reason."""
    with pytest.raises(InputError, match=r"none\.yaml: cannot be read: No such file"):
        read_yaml(tmp_path / "none.yaml")
