"""A start state laid over the one that it extends, and the documented changes laid over its control table.

Owns what of an earlier state a later one takes over. Knows nothing of what is valid.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from sim.scenario.control import ControlRow
from sim.scenario.faults import stop
from sim.scenario.find import scenario_folder
from sim.scenario.start import Start
from sim.scenario.terms import known_fault
from sim.scenario.tree import Node, overlay
from sim.scenario.yaml_lines import read_yaml

__all__ = ["beside", "read_start_tree", "with_changes"]

KEYED: Final = {"relations": "pair", "sieges": "place"}
"""Lists that merge entry by entry, and what tells their entries apart."""


def read_start_tree(file: Path) -> Node:
    """Read a start state and lay it over the one it extends; one level.

    Numbers of a side replace those of the same name, relations those of the same pair, sieges those of the same
    place; any other key of the later state replaces the earlier one's.
    """
    tree = read_yaml(file)
    wish = tree.child("extends")
    if wish is None or not isinstance(wish.value, str):
        return tree
    earlier = beside(file, f"{wish.value}.yaml")
    if earlier is None:
        names = sorted({path.stem for folder in _folders(file) for path in folder.glob("*.yaml")})
        stop(wish.at, f"extends: {known_fault(wish.value, names, 'start state')}")
    base = read_yaml(earlier)
    if base.child("extends"):
        stop(wish.at, f'extends: "{wish.value}" itself extends another state; one level is allowed')
    value = dict(overlay(base, tree).value)
    value["sides"] = _sides(base, tree)
    for name in KEYED:
        if entries := _entries(base, tree, name):
            value[name] = entries
    return Node(value, tree.at)


def beside(file: Path, name: str) -> Path | None:
    """Return a file of the folder of a start state, or the shipped one of that name."""
    return next((folder / name for folder in _folders(file) if (folder / name).is_file()), None)


def with_changes(table: Mapping[str, ControlRow], start: Start) -> dict[str, ControlRow]:
    """Return the control table with the changes that the start state names."""
    changed = {
        one.place: replace(
            table[one.place], holder=one.holder, also_present=(), confidence=one.confidence, contested=False,
            basis="changed_by_start_state",
        )
        for one in start.changed
    }  # fmt: skip
    return {**table, **changed}


def _folders(file: Path) -> tuple[Path, Path]:
    return file.parent, scenario_folder() / "starts"


def _sides(base: Node, top: Node) -> Node:
    """Merge the numbers of each side."""
    old, new = base.child("sides"), top.child("sides")
    if old is None or new is None or not isinstance(old.value, Mapping) or not isinstance(new.value, Mapping):
        return new or old or Node({}, top.at)
    return Node({**old.value, **{side: _side(old.child(side), node) for side, node in new.value.items()}}, new.at)


def _side(old: Node | None, new: Node) -> Node:
    if old is None or not isinstance(old.value, Mapping) or not isinstance(new.value, Mapping):
        return new
    return overlay(old, new)


def _entries(base: Node, top: Node, name: str) -> Node | None:
    """Let each entry replace the one about the same pair (in whatever order) or place; keep the others."""
    old, new = base.child(name), top.child(name)
    if old is None or new is None or not isinstance(old.value, list) or not isinstance(new.value, list):
        return new or old
    about = [_about(node, KEYED[name]) for node in new.value]
    return Node([node for node in old.value if _about(node, KEYED[name]) not in about] + new.value, new.at)


def _about(entry: Node, key: str) -> frozenset[str]:
    """Return what an entry of a list is about: two sides, or one place."""
    named = entry.get(key) if isinstance(entry.value, Mapping) else None
    return frozenset(map(str, named if isinstance(named, list) else [named]))
