"""A file's content with the line of every value: what lets any later fault say where it stands.

Owns the annotated tree and how trees are laid over each other. Knows nothing of YAML or of what is valid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Node", "Where", "file_name", "overlay", "plain", "where"]


@dataclass(frozen=True, slots=True)
class Where:
    """A line of a file; line 0 when the whole file or the command line is meant."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands: text, a number, None, a list of nodes, or a mapping of nodes."""

    value: Any
    at: Where
    number: int | None = None
    """Place in the list of its own file, from 1, where lists of several files or variants were joined."""

    def child(self, key: object) -> Node | None:
        """Return the node under a key or index, or None."""
        if isinstance(self.value, Mapping):
            return self.value.get(key)
        if isinstance(self.value, list) and isinstance(key, int) and 0 <= key < len(self.value):
            found: Node = self.value[key]
            return found
        return None

    def get(self, *keys: str) -> Any:
        """Return the plain value under nested keys, or None."""
        node: Node | None = self
        for key in keys:
            node = node.child(key) if node else None
        return plain(node) if node else None


def plain(node: Node) -> Any:
    """Return the content without its lines."""
    if isinstance(node.value, Mapping):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def where(root: Node, path: Iterable[object]) -> Where:
    """Return the line of the value at a path; of the closest thing above it where the path ends early.

    Steps that lead nowhere are passed over: pydantic puts names of union members between keys.
    """
    node = root
    for step in path:
        node = node.child(step) or node
    return node.at


def overlay(base: Node, top: Node, *, deep: Sequence[str] = (), drop: Sequence[str] = ()) -> Node:
    """Lay one mapping over another: keys of `top` win; those in `deep` merge one level down; `drop` go."""
    merged = {key: node for key, node in base.value.items() if key not in drop}
    for key, node in top.value.items():
        if key in drop:
            continue
        below = merged.get(key)
        if key in deep and below and isinstance(below.value, Mapping) and isinstance(node.value, Mapping):
            node = Node({**below.value, **node.value}, below.at)
        merged[key] = node
    return Node(merged, top.at)


def file_name(path: Path) -> str:
    """Return a path as messages show it: relative to the working folder where it lies below it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
