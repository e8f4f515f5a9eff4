"""Every declared number of the rules: found by walking this folder, one `Block` per file.

Owns the look-up of parameters by dotted name, overrides and the list for people. Knows nothing of what a
number does.
"""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from sim.errors import InputError, nearest
from sim.scenario.parameters.declare import Block
from sim.sources import source as look_up

__all__ = ["Declared", "block_types", "declared", "describe", "find", "load_parameters", "override", "source_keys"]

FOLDER = Path(__file__).parent
NOT_BLOCKS = frozenset({"__init__", "declare", "registry"})


@dataclass(frozen=True, slots=True)
class Declared:
    """One declared number: name, meaning, default, range, basis, and the line that declares it."""

    name: str
    value: float
    unit: str
    low: float
    high: float
    source: str | None
    assumption: str | None
    meaning: str
    file: str
    line: int

    @property
    def basis(self) -> str:
        """Return the source keys, each unverified one marked, or the assumption in words."""
        if self.source is None:
            return f"assumption: {self.assumption}"
        return ", ".join(key + look_up(key).mark for key in source_keys(self.source))


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    """Return the names of the blocks, which are those of the files."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.py") if path.stem not in NOT_BLOCKS))


@lru_cache(maxsize=64)
def _block(name: str) -> type[Block]:
    """Import the block of one file."""
    module = importlib.import_module(f"{__package__}.{name}")
    blocks = [
        member
        for member in vars(module).values()
        if inspect.isclass(member) and issubclass(member, Block) and member.__module__ == module.__name__
    ]
    if len(blocks) != 1:
        raise TypeError(f"{name}.py must declare exactly one Block, not {len(blocks)}")
    return blocks[0]


@lru_cache(maxsize=1)
def block_types() -> Mapping[str, type[Block]]:
    """Import every block of the folder, by the name of its file."""
    return MappingProxyType({name: _block(name) for name in _names()})


@lru_cache(maxsize=64)
def _declared_in(block: str) -> Mapping[str, Declared]:
    """List every number of one block by dotted name, in file order."""
    rows: dict[str, Declared] = {}
    kind, path = _block(block), FOLDER / f"{block}.py"
    lines = _lines(path, kind.__name__)
    for field, info in kind.model_fields.items():
        extra = info.json_schema_extra
        if not isinstance(extra, dict) or not isinstance(extra.get("declared"), dict):
            raise TypeError(f"{path.name}: {field} is not declared with number(...)")
        facts: dict[str, object] = dict(extra["declared"])  # type: ignore[arg-type]
        rows[f"{block}.{field}"] = Declared(
            name=f"{block}.{field}",
            value=float(info.default),
            unit=str(facts["unit"]),
            low=float(str(facts["low"])),
            high=float(str(facts["high"])),
            source=None if facts["source"] is None else str(facts["source"]),
            assumption=None if facts["assumption"] is None else str(facts["assumption"]),
            meaning=info.description or "",
            file=f"sim/scenario/parameters/{path.name}",
            line=lines.get(field, 0),
        )
    return MappingProxyType(rows)


def find(name: str) -> Declared | None:
    """Return one number by dotted name, or None; only its own block is imported."""
    block = name.partition(".")[0]
    return _declared_in(block).get(name) if block in _names() else None


@lru_cache(maxsize=1)
def declared() -> Mapping[str, Declared]:
    """List every number of every block by dotted name (`combat.kappa`), in file order."""
    return MappingProxyType({name: row for block in _names() for name, row in _declared_in(block).items()})


def describe() -> list[Declared]:
    """Return the declared numbers as rows."""
    return list(declared().values())


def source_keys(text: str | None) -> list[str]:
    """Split the source keys of a declaration (`"airwars, interfax_2017"`)."""
    return [key for key in (text or "").replace(",", " ").split() if key]


def load_parameters(overrides: Mapping[str, float] | None = None) -> Mapping[str, Block]:
    """Return all blocks with some numbers replaced, by dotted name; unknown names are refused."""
    by_block: dict[str, dict[str, float]] = {block: {} for block in block_types()}
    for name, value in (overrides or {}).items():
        row = _known(name)
        block, field = row.name.split(".", 1)
        by_block[block][field] = value
    try:
        return MappingProxyType({block: kind(**by_block[block]) for block, kind in block_types().items()})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise InputError(f"{error.title}.{first['loc'][0]}: {first['msg']}") from error


def override(name: str, value: float, *, forced: bool = False) -> float:
    """Check a replaced number against its declared range and return it; `forced` lets it leave the range.

    A cost, a rate or a share that is declared from zero up stays so even then: a way of negative cost has no end.
    """
    row = _known(name)
    if value != value or value in (float("inf"), float("-inf")):
        raise InputError(f"{name}: a finite number is wanted, not {value}")
    if value < 0.0 <= row.low:
        raise InputError(f"{name}={value:g}: this number cannot be below zero, whatever else is tried")
    if not forced and not row.low <= value <= row.high:
        raise InputError(
            f"{name}={value:g} lies outside its range {row.low:g} to {row.high:g} {row.unit} "
            f'({row.file}:{row.line}). To use it all the same write --set "{name}={value:g}!"'
        )
    return value


def _known(name: str) -> Declared:
    rows = declared()
    if name not in rows:
        raise InputError(f'there is no parameter "{name}"{nearest(name, rows)}; `theatre params` lists them')
    for key in source_keys(rows[name].source):
        look_up(key)
    return rows[name]


def _lines(path: Path, class_name: str) -> dict[str, int]:
    """Return the line on which each field of a class is declared."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef) and node.name == class_name:
            return {
                item.target.id: item.lineno
                for item in node.body
                if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
            }
    return {}
