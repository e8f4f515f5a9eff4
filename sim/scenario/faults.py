"""What is wrong with a file, all of it at once, in words a person can act on.

Owns the sentence for every kind of fault. Knows nothing of YAML; lines come from the annotated tree.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Sized
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from pydantic import ValidationError

from sim.errors import ScenarioError, nearest
from sim.scenario.tree import Node, Where, where

__all__ = ["MISSING", "Fault", "FaultsError", "dotted", "from_pydantic", "refuse", "stop"]

MISSING: Final = "this key is missing"
"""What is said of every key that must be there and is not."""

MOST_SHOWN: Final = 40

SHAPES: Final = {
    r"^[a-z][a-z0-9_]*$": "lower-case letters, digits and _ are wanted here, a letter first",
    r"^[A-EN][0-9]{1,2}$": "the id of a claim is wanted here (A1, D4)",
}
"""What a pattern of the models asks for, in words."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and where."""

    at: Where
    path: str
    text: str

    def __str__(self) -> str:
        place = f"{self.path}: " if self.path else ""
        return f"{self.at}: {place}{self.text}"


class FaultsError(ScenarioError):
    """Refuse a scenario with all its faults: as text for people, as `faults` for programs."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        ordered = sorted(set(faults), key=lambda fault: (fault.at.file, fault.at.line, fault.path, fault.text))
        more = len(ordered) - MOST_SHOWN
        lines = [str(fault) for fault in ordered[:MOST_SHOWN]] + ([f"... and {more} more"] if more > 0 else [])
        super().__init__("\n".join(lines))
        self.faults = tuple(ordered)


def refuse(faults: Sequence[Fault]) -> None:
    """Raise one error with every fault, each once, in file order; do nothing when there is none."""
    if faults:
        raise FaultsError(faults)


def stop(at: Where, text: str) -> NoReturn:
    """Refuse a whole file for one reason."""
    raise FaultsError([Fault(at, "", text)])


def from_pydantic(error: ValidationError, root: Node, fields: Callable[[tuple[Any, ...]], list[str]]) -> list[Fault]:
    """Turn a validation error into faults; `fields` names the keys that are possible at a path."""
    faults = []
    for entry in error.errors(include_url=False, include_input=True):
        path = entry["loc"]
        faults.append(Fault(where(root, path), dotted(root, path), _text(entry, path, fields)))
    return faults


def dotted(root: Node, path: Sequence[Any]) -> str:
    """Return the path as a person wrote it: no names of union members, entries of lists by the count of their file."""
    kept: list[str] = []
    node: Node | None = root
    for depth, step in enumerate(path):
        below = node.child(step) if node else None
        last = depth == len(path) - 1
        if below is None and not last:
            continue
        number = (below.number if below else None) or (step + 1 if isinstance(step, int) else 0)
        kept.append(f"[{number}]" if isinstance(step, int) else str(step))
        node = below
    return ".".join(kept).replace(".[", "[")


def _text(entry: Any, path: tuple[Any, ...], fields: Callable[[tuple[Any, ...]], list[str]]) -> str:
    kind, context, given = entry["type"], entry.get("ctx", {}), entry.get("input")
    key = path[-1] if path else ""
    if kind == "extra_forbidden":
        return f"unknown key{nearest(str(key), fields(path[:-1]))}"
    if kind == "missing":
        return MISSING
    if kind == "literal_error":
        choices = context["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        return f'"{given}" is not one of {", ".join(choices)}{nearest(str(given), choices)}'
    if kind in {"union_tag_invalid", "union_tag_not_found"}:
        choices = str(context.get("expected_tags", "")).replace("'", "").split(", ")
        tag = context.get("tag")
        named = str(context.get("discriminator", "do")).strip("'")
        known = f" {named} must be one of {', '.join(choices)}" if choices != [""] else f" say what with {named}"
        return (f'"{tag}" is unknown{nearest(str(tag), choices)};' if tag else "the kind is missing;") + known
    return _type_text(kind, context, given) or str(entry["msg"])


def _type_text(kind: str, context: Any, given: object) -> str | None:
    shown = f"{given!r}".replace("'", '"') if isinstance(given, str | int | float) else _kind_of(given)
    if kind in {"model_type", "model_attributes_type"}:
        if context.get("class_name") == "Number" and not isinstance(given, int | float):
            return f"a number with a source is wanted here, not {shown}"
        if isinstance(given, int | float):
            return f"the number {shown} needs a source: write {{value: {shown}, source: KEY}} or assumption: why"
        return f"a mapping is wanted here, not {shown}"
    wanted = {
        "float_type": "a number",
        "int_type": "a whole number",
        "int_from_float": "a whole number",
        "string_type": "text",
        "bool_type": "true or false",
        "list_type": "a list",
        "dict_type": "a mapping",
        "tuple_type": "a pair [date, number]",
        "date_type": "a date (YYYY-MM-DD)",
    }.get(kind)
    if wanted:
        return f"{wanted} is wanted here, not {shown}"
    if kind == "string_pattern_mismatch":
        return f"{SHAPES.get(context['pattern'], 'another form is wanted here')}, not {shown}"
    if kind in {"too_short", "too_long", "string_too_short", "string_too_long"}:
        return _length(kind, context, given)
    if kind == "finite_number":
        return "a finite number is wanted here"
    limits = {"greater_than_equal": ("at least", "ge"), "less_than_equal": ("at most", "le")}
    if kind in limits:
        word, name = limits[kind]
        return f"{shown} is out of range: it must be {word} {context[name]:,.10g}"
    return None


def _length(kind: str, context: Any, given: object) -> str:
    """Say that a list or a text is too short or too long."""
    least = kind.endswith("short")
    number = context["min_length" if least else "max_length"]
    what = ("letter" if kind.startswith("string") else "entry", "letters" if kind.startswith("string") else "entries")
    has = len(given) if isinstance(given, Sized) else 0
    return f"at {'least' if least else 'most'} {number} {what[number != 1]} must stand here, not {has}"


def _kind_of(given: object) -> str:
    if given is None:
        return "nothing"
    return {dict: "a mapping", list: "a list", bool: str(given).lower()}.get(type(given), type(given).__name__)
