"""One scenario from several pieces: what `extends` takes over, what a variant changes, what `--set` sets.

Owns the merging of annotated trees, so that every value keeps the line it came from. Knows nothing of what
is valid.
"""

from __future__ import annotations

import json
from pathlib import Path

from sim.errors import InputError, nearest
from sim.scenario.faults import Fault, stop
from sim.scenario.find import locate, variant_names
from sim.scenario.tree import Node, overlay, plain, where
from sim.scenario.yaml_lines import read_yaml

__all__ = ["MERGED", "choose", "read_with_parent", "same_variants"]

MERGED = ("series", "actors", "entries")
"""Keys that merge entry by entry; any other key of the later piece replaces the earlier."""


def read_with_parent(path: Path) -> Node:
    """Read a scenario file and lay it over the file it extends; one level, variants are not taken over."""
    tree = read_yaml(path)
    wish = tree.child("extends")
    if wish is None or not isinstance(wish.value, str):
        return tree
    try:
        parent_path, variant = locate(wish.value, path.parent)
    except InputError as error:
        stop(wish.at, f"extends: {error}")
    if not parent_path.is_file():
        stop(wish.at, f"extends: there is no file {wish.value}")
    parent = read_yaml(parent_path)
    if parent.child("extends"):
        stop(wish.at, f'extends: "{wish.value}" itself extends another file; one level is allowed')
    if variant:
        try:
            parent = choose(parent, variant)
        except InputError as error:
            stop(wish.at, f"extends: {error}")
    return _lay(Node({k: v for k, v in parent.value.items() if k not in {"variants", "variant"}}, parent.at), tree)


def choose(tree: Node, variant: str | None) -> Node:
    """Return the tree with one variant applied: the named one, or the first; without variants as it is.

    Raises InputError that lists the variants when there is none of that name.
    """
    names = variant_names(tree)
    if variant is None and not names:
        return tree
    name = variant or names[0]
    variants = tree.child("variants")
    found = variants.child(name) if variants else None
    if found is None:
        listed = f"it has {', '.join(names)}" if names else "it has none"
        raise InputError(f'{tree.get("id")} has no variant "{name}"{nearest(name, names)}; {listed}')
    common = Node({key: node for key, node in tree.value.items() if key != "variants"}, tree.at)
    if not isinstance(found.value, dict):
        return common
    merged = _lay(common, found)
    return Node({**merged.value, "variant": Node(name, found.at)}, tree.at)


def same_variants(tree: Node) -> list[Fault]:
    """Find variants that are no different from an earlier one, or, where there is only one, from the common part."""
    names = variant_names(tree)
    found: dict[str, str] = {}
    faults = []
    for name in names:
        content = _content(choose(tree, name))
        if len(names) == 1 and content == _content(tree):
            text = "this variant changes nothing: it is the common part under another title"
            faults.append(Fault(where(tree, ("variants", name)), f"variants.{name}", text))
        if content in found:
            text = f'this variant changes nothing: it is the same as "{found[content]}" under another title'
            faults.append(Fault(where(tree, ("variants", name)), f"variants.{name}", text))
        found.setdefault(content, name)
    return faults


def _content(tree: Node) -> str:
    """Return what is assumed in a tree, as text: all but its names."""
    return json.dumps({key: plain(node) for key, node in tree.value.items() if key not in _NAMES}, sort_keys=True)


_NAMES = {"id", "title", "summary", "compare_with", "extends", "variant", "variants", "claims", "outcomes"}
"""Keys that say nothing about the war."""


def _lay(base: Node, top: Node) -> Node:
    """Lay a piece over another: series, actors and foreign entries merge by name, events add up less those dropped."""
    merged = overlay(base, top, deep=MERGED)
    events = _events(base, top)
    value = dict(merged.value)
    value.pop("drop", None)
    if events is not None:
        value["events"] = events
    if unknown := _not_dropped(base, top):
        value["drop"] = unknown
    return Node(value, merged.at)


def _events(base: Node, top: Node) -> Node | None:
    old, new, drop = base.child("events"), top.child("events"), top.get("drop") or []
    if old is None or not isinstance(old.value, list) or (new and not isinstance(new.value, list)):
        return new or old
    drop = drop if isinstance(drop, list) else []
    kept = [node for node in _numbered(old) if node.get("id") is None or node.get("id") not in drop]
    return Node(kept + (_numbered(new) if new else []), old.at)


def _numbered(entries: Node) -> list[Node]:
    """Return the entries of a list, each with its place in its own file."""
    return [Node(node.value, node.at, node.number or place) for place, node in enumerate(entries.value, start=1)]


def _not_dropped(base: Node, top: Node) -> Node | None:
    """Return what is left of `drop` once it has done its work: names that no event has, or a wrong value."""
    drop, events = top.child("drop"), base.get("events")
    if drop is None or not isinstance(drop.value, list):
        return drop
    known = [event.get("id") for event in events or [] if isinstance(event, dict)]
    left = [node for node in drop.value if node.value not in known]
    return Node(left, drop.at) if left else None
