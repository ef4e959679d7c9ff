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


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1e-3", 1e-3),
        ("1E5", 1e5),
        ("2.5e-1", 0.25),
        ("+1e+2", 100.0),
        (".1e2", 10.0),
        ("1.e3", 1e3),
        ("-.5e-1", -0.05),
    ],
)
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


@pytest.mark.parametrize("text", ["010", "-07", "+00", "1:30", "1:30.5", "0_1"])
def test_number_of_another_base_is_text(tmp_path: Path, text: str) -> None:
    """YAML 1.1 makes 8 of 010 and 90 of 1:30, other programs do not: where a number is wanted, it is a fault."""
    assert read_yaml(written(tmp_path, f"a: {text}")) == {"a": text}
    assert Unquoted(text).scalar() == text


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("0.5", 0.5), ("0x10", 16), ("1_000", 1000), ("0e3", 0.0)])
def test_other_numbers_are_numbers(tmp_path: Path, text: str, number: float) -> None:
    """A 0 alone, a fraction, and what says its base."""
    assert read_yaml(written(tmp_path, f"a: {text}")) == {"a": number}


JSON = '{\n\t"a": {"yes": [1e-3, "\\u00fc \\/"]},\n\t"b": true\n}'


@pytest.mark.parametrize("name", ["study.json", "study.yaml"])
def test_json_is_read_as_json(tmp_path: Path, name: str) -> None:
    """With tabs, which YAML refuses, and with its lines; whatever the file is called."""
    path = tmp_path / name
    path.write_text(JSON, encoding="utf-8")
    content, lines = read_with_lines(path)
    assert content == {"a": {"yes": [0.001, "ü /"]}, "b": True}
    assert lines == {("a",): 2, ("a", "yes"): 2, ("a", "yes", 0): 2, ("a", "yes", 1): 2, ("b",): 3}


def test_broken_json_says_where(tmp_path: Path) -> None:
    """With the words of JSON, if the file is called so."""
    path = tmp_path / "study.json"
    path.write_text('{\n"a": 1,\n}', encoding="utf-8")
    with pytest.raises(InputError, match=r"study\.json: line \d, column \d: not valid JSON: "):
        read_yaml(path)


def test_byte_order_mark_does_not_matter(tmp_path: Path) -> None:
    """Some editors write one."""
    assert read_yaml(written(tmp_path, "\ufeffa: 1")) == {"a": 1}


def test_anchor_that_is_merged_before_it_is_read_has_its_keys_once(tmp_path: Path) -> None:
    """The key that b gives anew is not taken for one that appears twice."""
    text = "x:\n  a: &a {y: 1}\n  b: &b {<<: *a, y: 2}\nc: {<<: *b}\n"
    assert read_yaml(written(tmp_path, text))["c"] == {"y": 2}


BOMB = "a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGES = "a: &a {k: 1}\n" + "".join(
    f"{new}: &{new} {{<<: [{', '.join([f'*{old}'] * 10)}]}}\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)

UNREADABLE = {  # name: (content of the file, what the error says)
    "doubled key": ("a:\n  b: 1\n  b: 2\n", "line 3: key 'b' appears twice (first in line 2)"),
    "key doubled in another spelling": (
        "a:\n  yes: 1\n  on: 2\n",
        "line 3: key 'on' appears twice (first in line 2 as 'yes', which is the same",
    ),
    "key doubled in JSON": ('{"a": 1,\n"a": 2}', "line 2: key 'a' appears twice (first in line 1)"),
    "anchors within anchors": (BOMB, "more than 100,000 settings, with those that anchors repeat"),
    "merges within merges": (MERGES, "more than 100,000 settings, with those that anchors repeat"),
    "lists within lists": ("a: " + "[" * 5000 + "]" * 5000, "lists or mappings stand too deep in each other"),
    "JSON within JSON": ('{"a": ' + "[" * 100_000 + "]" * 100_000 + "}", "lists or mappings stand too deep in each"),
    "endless number": ("a: " + "9" * 5000, "not valid YAML in UTF-8: Exceeds the limit"),
    "endless file": ("#" * 10_000_001, "more than 10,000,000 bytes, too many for settings"),
    "merge of a number": ("a: {<<: 5}", "line 1, column 9: not valid YAML: expected a mapping"),
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
