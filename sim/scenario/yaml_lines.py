"""Read a YAML file strictly: YAML 1.2 meanings, no anchors, no duplicate keys, at most 1 MB, with lines.

PyYAML follows YAML 1.1, where `ON`, `010` and `12:30` turn into true, 8 and 750; here they are the text "ON",
the number 10 and the text "12:30" (core schema of YAML 1.2.2, section 10.3.2). Dates stay text. Owns what a
file may look like. Knows nothing of scenarios.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, Final

import yaml

from sim.scenario.faults import Fault, refuse, stop
from sim.scenario.tree import Node, Where, file_name

__all__ = ["MAX_BYTES", "CoreLoader", "read_scalar", "read_yaml"]

MAX_BYTES: Final = 1_000_000
MAX_DEPTH: Final = 30
"""Levels of nesting; shipped files use nine."""

MAX_DIGITS: Final = 30
"""A longer number is no number of ours; Python itself refuses to read thousands of digits."""

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class CoreLoader(_Base):  # type: ignore[misc]
    """Resolve plain scalars by the core schema of YAML 1.2."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


_SCALARS = (
    ("tag:yaml.org,2002:null", r"^(?:null|Null|NULL|~|)$", ["n", "N", "~", ""]),
    ("tag:yaml.org,2002:bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("tag:yaml.org,2002:int", r"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$", list("-+0123456789")),
    (
        "tag:yaml.org,2002:float",
        r"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$",
        list("-+.0123456789"),
    ),
)
for _tag, _pattern, _first in _SCALARS:
    CoreLoader.add_implicit_resolver(_tag, re.compile(_pattern), _first)


def read_yaml(path: Path) -> Node:
    """Read a file into an annotated tree; refuse it with file and line if it is not plain, strict YAML."""
    name = file_name(path)
    text = _text(path, name)
    _scan(text, name)
    root = yaml.compose(text, Loader=CoreLoader)
    if root is None:
        stop(Where(name, 0), "the file is empty; `theatre new NAME` writes one to start from")
    faults: list[Fault] = []
    tree = _tree(root, name, faults)
    if not faults and not isinstance(tree.value, dict):
        faults.append(Fault(Where(name, 1), "", "a mapping of keys is wanted at the top of the file"))
    refuse(faults)
    return tree


def read_scalar(text: str) -> object:
    """Return one plain word by the same meanings as in a file (`010` is the number 10, `ON` is text)."""
    for tag, pattern in CoreLoader.yaml_implicit_resolvers.get(text[:1], []):
        if pattern.match(text):
            return _scalar(yaml.ScalarNode(tag, text))
    return text


def _text(path: Path, name: str) -> str:
    """Return the file's text; refuse folders, missing, unreadable, large and binary files."""
    at = Where(name, 0)
    try:
        if path.is_dir():
            stop(at, "this is a folder; name a .yaml file in it")
        if path.exists() and not path.is_file():
            stop(at, "this is a pipe or a device, not a file")
        if path.stat().st_size > MAX_BYTES:
            size = path.stat().st_size / 1e6
            stop(at, f"the file has {size:.1f} MB; a scenario has at most {MAX_BYTES / 1e6:.0f} MB")
        data = path.read_bytes()
    except FileNotFoundError:
        stop(at, "there is no such file")
    except OSError as error:
        stop(at, f"the file cannot be read ({error.strerror})")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        stop(Where(name, line), "this is not text in UTF-8; is it a binary file?")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        stop(Where(name, line), "this is a binary file, not YAML")
    return text


def _scan(text: str, name: str) -> None:
    """Refuse, before anything is built, what a scenario may not contain; a bomb never unfolds."""
    faults: list[Fault] = []
    depth = documents = 0
    try:
        events: Iterator[Any] = yaml.parse(text, Loader=CoreLoader)
        for event in events:
            at = Where(name, event.start_mark.line + 1)
            documents += isinstance(event, yaml.DocumentStartEvent)
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent):
                faults.append(Fault(at, "", f"alias *{event.anchor} is not allowed; write the value again"))
            elif getattr(event, "anchor", None):
                faults.append(Fault(at, "", f"anchor &{event.anchor} is not allowed; scenarios have no anchors"))
            if getattr(event, "tag", None):
                faults.append(Fault(at, "", f"tag {event.tag} is not allowed; write plain YAML"))
            if depth > MAX_DEPTH:
                faults.append(Fault(at, "", f"more than {MAX_DEPTH} levels of nesting"))
                break
    except yaml.YAMLError as error:
        faults.append(_syntax(error, text, name))
    if documents > 1:
        faults.append(Fault(Where(name, 1), "", "one file holds one document; take the --- lines out"))
    refuse(faults)


def _syntax(error: yaml.YAMLError, text: str, name: str) -> Fault:
    """Put a parser's complaint in plain words."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark else 1
    lines = text.splitlines()
    near = lines[line - 1] if line <= len(lines) else ""
    if "\t" in near[: len(near) - len(near.lstrip())]:
        return Fault(Where(name, line), "", "a tab stands where spaces must; indent with spaces")
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error).splitlines()[0]
    return Fault(Where(name, line), "", f"this is not YAML: {problem}")


def _tree(node: Any, name: str, faults: list[Fault]) -> Node:
    """Turn a composed YAML node into an annotated one; note duplicate and unusual keys."""
    at = Where(name, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return Node([_tree(child, name, faults) for child in node.value], at)
    if isinstance(node, yaml.ScalarNode):
        return Node(_scalar(node), at)
    children: dict[str, Node] = {}
    first: dict[str, int] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            faults.append(Fault(Where(name, line), "", "a key must be plain text"))
            continue
        key = key_node.value
        if key in first:
            faults.append(Fault(Where(name, line), key, f"this key stands twice (first in line {first[key]})"))
        first.setdefault(key, line)
        child = _tree(value_node, name, faults)
        children[key] = Node(child.value, Where(name, line))
    return Node(children, at)


def _scalar(node: yaml.ScalarNode) -> object:
    """Return a scalar's value by the core schema; quoted text stays text."""
    text, kind = node.value, node.tag.rsplit(":", 1)[-1]
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    if kind == "int":
        return int(text, 0) if text[:2] in {"0o", "0x"} else int(text) if len(text) < MAX_DIGITS else text
    if kind == "float":
        return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
    return text
