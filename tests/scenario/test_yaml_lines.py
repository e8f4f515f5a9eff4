"""Strict YAML: the meanings of version 1.2, a line for every value, and no way to hide anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from sim.errors import InputError
from sim.scenario.tree import plain, where
from sim.scenario.yaml_lines import MAX_BYTES, read_scalar, read_yaml

MEANINGS = [
    ("ON", "ON"),
    ("off", "off"),
    ("yes", "yes"),
    ("no", "no"),
    ("y", "y"),
    ("010", 10),
    ("0o10", 8),
    ("0x1F", 31),
    ("12:30", "12:30"),
    ("1_000", "1_000"),
    ("1e3", 1000.0),
    (".5", 0.5),
    ("-3", -3),
    ("+3", 3),
    ("true", True),
    ("False", False),
    ("null", None),
    ("~", None),
    ("2016-02-30", "2016-02-30"),
    ("2016-02-27", "2016-02-27"),
    ("9" * 5000, "9" * 5000),
    ('"12"', '"12"'),
]


@pytest.mark.parametrize(("text", "value"), MEANINGS, ids=[text[:12] for text, _ in MEANINGS])
def test_a_word_means_what_version_12_says(text: str, value: object) -> None:
    assert read_scalar(text) == value
    assert type(read_scalar(text)) is type(value)


def test_the_same_in_a_file_with_quotes_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text('a: 010\nb: "010"\nc: ON\nd:\ne: 1.\nf: "<<"\n', encoding="utf-8")
    assert plain(read_yaml(path)) == {"a": 10, "b": "010", "c": "ON", "d": None, "e": 1.0, "f": "<<"}


def test_every_value_knows_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\nb:\n  - x: 1\n\n  - x: 2\n    y: 3\n", encoding="utf-8")
    tree = read_yaml(path)
    assert where(tree, ("b", 1, "y")).line == 6
    assert where(tree, ("b", 1, "z")).line == 5
    assert where(tree, ("b", 1, "tag", "y")).line == 6, "names that only pydantic knows are passed over"
    assert where(tree, ("nothing",)).line == 1


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: two\r\n")
    assert plain(read_yaml(path)) == {"a": 1, "b": "two"}


def test_a_file_of_just_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: 1\n#" + b"x" * (MAX_BYTES - 6))
    assert plain(read_yaml(path)) == {"a": 1}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    some.one_of(some.binary(max_size=200), some.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
)
def test_any_bytes_are_read_or_refused_in_words(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "any.yaml"
    path.write_bytes(data)
    try:
        said = str(plain(read_yaml(path)))
    except InputError as error:
        said = str(error)
    assert said.startswith(("{", str(path)))
