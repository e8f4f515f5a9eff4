"""Which policies there are, what they need and which options they take, read from their files without importing them.

A policy imports arrays; checking a scenario must not. So its `NEEDS` and the fields of its `Options` are read as text.
Owns what a scenario may say about a policy. Knows nothing of what a policy decides.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Final

from sim.errors import nearest
from sim.scenario.terms import known_fault
from sim.sides import ABILITIES

__all__ = ["needs", "option_faults", "policies", "policy_fault", "seat_fault"]

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
    if name not in policies():
        return ()
    for node in _tree(name).body:
        match node:
            case ast.Assign(targets=[ast.Name(id="NEEDS")], value=value):
                return tuple(ast.literal_eval(value))
            case ast.AnnAssign(target=ast.Name(id="NEEDS"), value=ast.expr() as value):
                return tuple(ast.literal_eval(value))
    return ()


def seat_fault(actor: str, name: str) -> str | None:
    """Say that there is no such policy, or that this actor cannot use it and which it can; None if all is well."""
    if fault := policy_fault(name):
        return fault
    has = ABILITIES[actor]
    missing = [need for need in needs(name) if need not in has]
    if not missing:
        return None
    usable = ", ".join(sorted(one for one in policies() if set(needs(one)) <= set(has)))
    wanted = " and ".join(_MEANS[need] for need in missing)
    return f'"{actor}" lacks {wanted}, which policy "{name}" needs; it can use {usable}'


def option_faults(name: str, options: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield (option, what is wrong) for a policy of this package; others are checked when they are seated."""
    if not options or name not in policies():
        return
    declared = _options(name)
    for key, value in options.items():
        wanted = declared.get(key)
        if wanted is None:
            yield key, f'policy "{name}" has no such option{nearest(key, declared)}'
        elif wanted in _FITS and (
            not isinstance(value, _FITS[wanted]) or (isinstance(value, bool) and wanted != "bool")
        ):
            yield key, f"{_CALLED[wanted]} is wanted here, not {value!r}"


@lru_cache(maxsize=64)
def _tree(name: str) -> ast.Module:
    return ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def _options(name: str) -> Mapping[str, str]:
    """Return the options of a policy and their types, as its file declares them."""
    for node in _tree(name).body:
        if isinstance(node, ast.ClassDef) and node.name == "Options":
            return {
                item.target.id: ast.unparse(item.annotation)
                for item in node.body
                if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
            }
    return {}
