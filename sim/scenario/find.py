"""Where scenario files are: shipped ones by id, others by path, with an optional variant (`ceasefire:hold`).

Owns the meaning of a target on the command line and in `compare_with`. Knows nothing of what is in a file but
names, dates and titles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sim.errors import InputError, nearest
from sim.scenario.tree import Node
from sim.scenario.yaml_lines import read_yaml

__all__ = [
    "Listed",
    "find_scenarios",
    "locate",
    "peek",
    "scenario_folder",
    "shipped_ids",
    "split_variant",
    "variant_names",
]

FIRST: Final = ("russian_exit", "us_withdrawal", "ceasefire")
"""The scenarios that the first page of the documentation names, in its order."""

_NAME = re.compile(r"^[A-Za-z0-9_-]+$")


@dataclass(frozen=True, slots=True)
class Listed:
    """One shipped scenario as the list shows it."""

    path: Path
    id: str
    title: str
    summary: str
    start: str
    weeks: int
    variants: tuple[str, ...]
    claims: tuple[str, ...]


def scenario_folder() -> Path:
    """Return the folder of the shipped scenarios: in an installed package, or beside `sim` in a clone."""
    here = Path(__file__).resolve()
    packaged = here.parent / "shipped"
    return packaged if packaged.is_dir() else here.parents[2] / "scenarios"


def shipped_ids(folder: Path | None = None) -> list[str]:
    """List the ids of the scenarios of a folder, the three of the first page before the others."""
    ids = sorted(path.stem for path in (folder or scenario_folder()).glob("*.yaml"))
    return [name for name in FIRST if name in ids] + [name for name in ids if name not in FIRST]


def split_variant(target: str) -> tuple[str, str | None]:
    """Split `ceasefire:hold` into the scenario and the variant."""
    head, colon, tail = target.rpartition(":")
    return (head, tail) if colon and head and _NAME.match(tail) else (target.removesuffix(":"), None)


def locate(target: str, beside: Path | None = None) -> tuple[Path, str | None]:
    """Return the file and variant of a target; an id is looked for in `beside`, then among the shipped.

    Raises InputError with the nearest known name.
    """
    name, variant = split_variant(target)
    path = Path(name)
    if path.suffix in {".yaml", ".yml"} or path.is_dir() or len(path.parts) > 1:
        return path, variant
    for folder in filter(None, (beside, scenario_folder())):
        if (folder / f"{name}.yaml").is_file():
            return folder / f"{name}.yaml", variant
    if path.exists():
        return path, variant
    known = [*shipped_ids(), *(shipped_ids(beside) if beside else [])]
    raise InputError(
        f'there is no scenario "{name}"{nearest(name, known)}; shipped are {", ".join(shipped_ids())}. '
        "A file of your own is named by its path (my/file.yaml)."
    )


def variant_names(tree: Node) -> tuple[str, ...]:
    """Return the names of a scenario's variants, in file order."""
    variants = tree.child("variants")
    return tuple(variants.value) if variants and isinstance(variants.value, dict) else ()


def peek(path: Path) -> Listed:
    """Read a scenario's names and dates without checking the rest."""
    tree = read_yaml(path)
    if parent := tree.get("extends"):
        base = read_yaml(locate(str(parent), path.parent)[0])
        tree = Node({**base.value, **tree.value}, tree.at)
    weeks = tree.get("weeks")
    return Listed(
        path=path,
        id=str(tree.get("id") or path.stem),
        title=str(tree.get("title") or ""),
        summary=str(tree.get("summary") or ""),
        start=str(tree.get("start") or ""),
        weeks=weeks if isinstance(weeks, int) else 0,
        variants=variant_names(tree),
        claims=tuple(map(str, tree.get("claims") or ())),
    )


def find_scenarios(folder: Path | None = None) -> list[Listed]:
    """List the scenarios of a folder (the shipped ones if none is named)."""
    where = folder or scenario_folder()
    return [peek(where / f"{name}.yaml") for name in shipped_ids(where)]
