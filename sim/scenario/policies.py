"""Which policies there are and which options they take, read from their files without importing them.

A policy imports arrays; checking a scenario must not. So the fields of a policy's `Options` are read as text.
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

__all__ = ["option_faults", "policies", "policy_fault"]

FOLDER: Final = Path(__file__).resolve().parents[1] / "actors" / "policies"
GROUP: Final = "theatre.policies"

_FITS: Final[Mapping[str, tuple[type, ...]]] = {
    "float": (int, float),
    "int": (int,),
    "str": (str,),
    "bool": (bool,),
}
_CALLED: Final = {"float": "a number", "int": "a whole number", "str": "text", "bool": "true or false"}


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


@lru_cache(maxsize=32)
def _options(name: str) -> Mapping[str, str]:
    """Return the options of a policy and their types, as its file declares them."""
    for node in ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef) and node.name == "Options":
            return {
                item.target.id: ast.unparse(item.annotation)
                for item in node.body
                if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
            }
    return {}
