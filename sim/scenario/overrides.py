"""What a person sets on the command line: `--set combat.kappa=0.02`, `--set weeks=20`, `--set "...=9!"`.

Owns the reading of `key=value`. A number must stay within its declared range unless the value ends in
`!`. Knows nothing of which keys there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.errors import InputError
from sim.scenario.terms import said
from sim.scenario.tree import Node, Where
from sim.scenario.yaml_lines import read_scalar

__all__ = ["Override", "parse", "put"]


@dataclass(frozen=True, slots=True)
class Override:
    """One `key=value`, with whether it may leave the declared range."""

    key: str
    value: object
    forced: bool
    text: str

    @property
    def at(self) -> Where:
        """Return the place that messages and provenance name."""
        return Where(f"--set {self.text}", 0)

    def number(self) -> float:
        """Return the value as a number, or refuse it."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise InputError(f'--set {self.text}: a number is wanted, not "{self.value}"')
        return float(self.value)

    def number_within(self, low: float, high: float) -> float:
        """Return the value as a number; one outside its range is refused, unless it is forced."""
        value = self.number()
        if not low <= value <= high and not self.forced:
            raise InputError(
                f"{self.key}={value:.10g} lies outside its range {said(low)} to {said(high)}. "
                f'To use it all the same write --set "{self.key}={value:.10g}!"'
            )
        return value


def parse(sets: Sequence[str]) -> list[Override]:
    """Read the settings of a command line; each key once."""
    found: dict[str, Override] = {}
    for text in sets:
        key, sign, value = text.partition("=")
        key = key.strip()
        if not sign or not key or not value.strip():
            raise InputError(f'--set takes key=value (for example combat.kappa=0.02), not "{text}"')
        if key in found:
            raise InputError(f"--set {key} stands twice: {found[key].text} and {text}")
        forced = value.rstrip().endswith("!")
        found[key] = Override(key, read_scalar(value.strip().removesuffix("!")), forced, text)
    return list(found.values())


def put(tree: Node, path: Sequence[str | int], value: object, at: Where) -> Node:
    """Return the tree with a value at a path of keys and places in lists; missing mappings on the way are made."""
    if not path:
        return Node(value, at)
    if isinstance(tree.value, list) and isinstance(path[0], int):
        rows = list(tree.value)
        rows[path[0]] = put(rows[path[0]], path[1:], value, at)
        return Node(rows, tree.at, tree.number)
    below = dict(tree.value) if isinstance(tree.value, dict) else {}
    below[path[0]] = put(below.get(path[0], Node({}, at)), path[1:], value, at)
    return Node(below, tree.at, tree.number)
