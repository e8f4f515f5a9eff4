"""Which policies there are, what they need and which options they take, read from their files without importing them.

A policy imports arrays; checking a scenario must not. So its `NEEDS` and the fields of its `Options` are read as text.
Owns what a scenario may say about a policy. Knows nothing of what a policy decides.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import entry_points
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from sim.errors import nearest
from sim.scenario.terms import known_fault, said
from sim.sides import ABILITIES
from sim.theatre.places import governorates

__all__ = [
    "Told",
    "named_faults",
    "needs",
    "option_faults",
    "option_types",
    "policies",
    "policy_fault",
    "ranges",
    "seat_fault",
    "told",
]

FOLDER: Final = Path(__file__).resolve().parents[1] / "actors" / "policies"
GROUP: Final = "theatre.policies"

_FITS: Final[Mapping[str, tuple[type, ...]]] = {
    "float": (int, float),
    "int": (int,),
    "str": (str,),
    "bool": (bool,),
}
_CALLED: Final = {"float": "a number", "int": "a whole number", "str": "text", "bool": "true or false"}


_MEANS: Final = {
    "land": "land of its own",
    "strike": "a mobile force",
    "client": "a client",
    "aircraft": "aircraft",
    "underground": "an underground",
    "windows": "foreign entries to open",
    "talks": "parties that negotiate with it",
}
"""What a policy may need of its actor, in words; `sim.sides.ABILITIES` says who has what."""

_PARTIES: Final = frozenset({"client", "rival", "target", "protector"})
_PLACES: Final = frozenset({"prefer", "core", "east", "road", "approach"})
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "asks": ("guard", "federal"),
    "manner": ("avoid", "keep", "probe", "push"),
}
_SELF: Final[Mapping[str, str]] = {"client": "nobody is its own client"}
"""Options that name a party, governorates (apart by spaces) or one of a few words, whatever the policy."""


@dataclass(frozen=True, slots=True)
class Told:
    """Describe a policy in words: its docstring, who can use it, and (name, type, default, meaning) of its options."""

    doc: str
    needs: tuple[str, ...]
    seats: tuple[str, ...]
    options: tuple[tuple[str, str, str, str], ...]


@lru_cache(maxsize=1)
def policies() -> frozenset[str]:
    """Return the names of the policies of this package."""
    return frozenset(path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_"))


@lru_cache(maxsize=1)
def _installed() -> frozenset[str]:
    """Return the names of the policies that other installed packages bring."""
    return frozenset(point.name for point in entry_points(group=GROUP))


def policy_fault(name: str) -> str | None:
    """Say that there is no such policy; None if there is one."""
    if name in policies() or name in _installed():
        return None
    return known_fault(name, policies() | _installed(), "policy")


@lru_cache(maxsize=64)
def needs(name: str) -> tuple[str, ...]:
    """Return what an actor must have to use a policy, as its file declares it; nothing for one from elsewhere."""
    return tuple(_declared(name, "NEEDS") or ()) if name in policies() else ()


@lru_cache(maxsize=64)
def ranges(name: str) -> Mapping[str, tuple[float, float]]:
    """Return the least and largest value of the numbers among a policy's options, as its file declares them."""
    return (_declared(name, "RANGES") or {}) if name in policies() else {}


def _declared(name: str, constant: str) -> Any:
    """Return a constant of a policy's file; None if it has none."""
    for node in _tree(name).body:
        match node:
            case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == constant:
                return ast.literal_eval(value)
            case ast.AnnAssign(target=ast.Name(id=target), value=ast.expr() as value) if target == constant:
                return ast.literal_eval(value)
    return None


def seat_fault(actor: str, name: str) -> str | None:
    """Say that there is no such policy, or that this actor cannot use it and which it can; None if all is well."""
    if fault := policy_fault(name):
        return fault
    missing = [need for need in needs(name) if need not in ABILITIES[actor]]
    if not missing:
        return None
    usable = ", ".join(one for one in sorted(policies()) if _fits_seat(actor, one))
    wanted = " and ".join(_MEANS[need] for need in missing)
    return f'"{actor}" lacks {wanted}, which policy "{name}" needs; it can use {usable}'


def _fits_seat(actor: str, name: str) -> bool:
    return set(needs(name)) <= set(ABILITIES[actor])


def named_faults(actor: str, options: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield (option, what is wrong) where an option names a party, a governorate or a term that cannot be meant."""
    for key, value in options.items():
        if not isinstance(value, str) or not value:
            continue
        if key in _PARTIES and value == actor:
            yield key, _SELF.get(key, "an actor cannot mean itself")
        elif key in _PARTIES and value not in ABILITIES:
            yield key, known_fault(value, ABILITIES, "party")
        elif key in _PLACES:
            yield from ((key, known_fault(name, governorates(), "governorate")) for name in _unknown(value))
        elif key in _CHOICES and value not in _CHOICES[key]:
            yield key, known_fault(value, _CHOICES[key], "choice")


def _unknown(names: str) -> Iterator[str]:
    return (name for name in names.split() if name not in governorates())


def option_faults(name: str, options: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield (option, what is wrong) for a policy of this package; others are checked when they are seated."""
    if not options or name not in policies():
        return
    declared = option_types(name)
    for key, value in options.items():
        wanted = declared.get(key)
        if wanted is None:
            yield key, f'policy "{name}" has no such option{nearest(key, declared)}'
        elif wanted in _FITS and (
            not isinstance(value, _FITS[wanted]) or (isinstance(value, bool) and wanted != "bool")
        ):
            yield key, f"{_CALLED[wanted]} is wanted here, not {value!r}"
        elif key in ranges(name) and isinstance(value, int | float):
            low, high = ranges(name)[key]
            if not low <= value <= high:
                yield key, f"{said(value)} is out of range: this option lies between {said(low)} and {said(high)}"


@lru_cache(maxsize=64)
def _tree(name: str) -> ast.Module:
    return ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))


def told(name: str) -> Told:
    """Return what the file of a policy of this package says about it."""
    return Told(
        doc=ast.get_docstring(_tree(name)) or "",
        needs=tuple(_MEANS[need] for need in needs(name)),
        seats=tuple(actor for actor in ABILITIES if _fits_seat(actor, name)),
        options=tuple(_described(name)),
    )


def _described(name: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield each option with its type, its default as it is written, and the sentence under it."""
    body = _options_class(name)
    for item, after in pairwise([*body, ast.Pass()]):
        match item, after:
            case ast.AnnAssign(target=ast.Name(id=key), value=ast.expr() as value), ast.Expr(
                value=ast.Constant() as doc
            ):
                yield key, ast.unparse(item.annotation), _default(value), str(doc.value)


def _default(value: ast.expr) -> str:
    """Return a default as it is written; a constant of the staff by its value."""
    return _constants().get(value.attr, value.attr) if isinstance(value, ast.Attribute) else ast.unparse(value)


@lru_cache(maxsize=1)
def _constants() -> Mapping[str, str]:
    body = ast.parse((FOLDER.parent / "staff.py").read_text(encoding="utf-8")).body
    return {
        item.target.id: ast.unparse(item.value)
        for item in body
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name) and item.value is not None
    }


def _options_class(name: str) -> list[ast.stmt]:
    return next((n.body for n in _tree(name).body if isinstance(n, ast.ClassDef) and n.name == "Options"), [])


@lru_cache(maxsize=64)
def option_types(name: str) -> Mapping[str, str]:
    """Return the options of a policy and their types, as its file declares them; none for one from elsewhere."""
    if name not in policies():
        return {}
    return {
        item.target.id: ast.unparse(item.annotation)
        for item in _options_class(name)
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
    }
