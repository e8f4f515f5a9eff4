"""A scenario ready to run: all assumptions in force, each with its origin.

Owns the resolved form, from which a run can be repeated without any of the original files. Knows nothing of
how files are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

from sim.errors import InputError, nearest
from sim.scenario.control import ControlRow
from sim.scenario.parameters.declare import Block
from sim.scenario.parameters.registry import block_types
from sim.scenario.provenance import DECLARED, Origin
from sim.scenario.schema import Scenario
from sim.scenario.start import Start
from sim.sources import cite

__all__ = ["Loaded"]

FORMAT: Final = 1
"""Number of the resolved form; raised when an old one can no longer be read."""

CONTROL_BASIS: Final = {"documented_history": "control_facts", "dated_map_dump": "map_dump_2017"}


@lru_cache(maxsize=4096)
def _with(block: Block, values: tuple[tuple[str, float], ...]) -> Block:
    """Return a block with other values: for equal ones the same object, since rules ask caches by block every week."""
    return type(block)(**{**block.model_dump(), **dict(values)})


@dataclass(frozen=True, slots=True)
class Loaded:
    """A scenario with its variant applied, its start state, control table, parameters and origins."""

    scenario: Scenario
    start: Start
    control: Mapping[str, ControlRow]
    parameters: Mapping[str, Block]
    provenance: Mapping[str, Origin]

    @property
    def label(self) -> str:
        """Return `id:variant`, or the id alone."""
        return f"{self.scenario.id}:{self.scenario.variant}" if self.scenario.variant else self.scenario.id

    def fixes(self, name: str) -> bool:
        """Say whether a number was given its value anywhere but where it is declared: it is then never drawn."""
        return self.provenance[name].why != DECLARED

    def with_numbers(self, values: Mapping[str, float]) -> Loaded:
        """Return it with other values of some numbers; its origins still tell what it was read with."""
        fields: dict[str, dict[str, float]] = {}
        for name, value in values.items():
            block, _, field = name.partition(".")
            if block not in self.parameters or field not in type(self.parameters[block]).model_fields:
                raise InputError(f'there is no number "{name}"{nearest(name, self.provenance)}')
            fields.setdefault(block, {})[field] = value
        blocks = dict(self.parameters)
        for block, new in fields.items():
            blocks[block] = _with(self.parameters[block], tuple(new.items()))
        return replace(self, parameters=blocks)

    def citations(self) -> list[str]:
        """Return the full citation of every source on which a value in force rests."""
        keys = {key for origin in self.provenance.values() for key in origin.source}
        for entry in (*self.start.sieges, *self.start.posts, *self.start.limits, *self.start.recent):
            keys.update(entry.source)
        keys.update(CONTROL_BASIS[row.basis] for row in self.control.values() if row.basis in CONTROL_BASIS)
        return cite(keys)

    def resolved(self) -> dict[str, Any]:
        """Return plain data with all that a run needs: scenario keys on top, the rest under its own names."""
        scenario = self.scenario.model_dump(mode="json", exclude={"variants", "extends", "drop"})
        return {
            "format": FORMAT,
            **scenario,
            "start_state": self.start.model_dump(mode="json"),
            "control": [row.plain() for row in self.control.values()],
            "values": {name: block.model_dump(mode="json") for name, block in self.parameters.items()},
            "provenance": {name: origin.plain() for name, origin in self.provenance.items()},
        }

    @classmethod
    def from_resolved(cls, data: Mapping[str, Any]) -> Loaded:
        """Rebuild from plain data; refuse data of another form."""
        if data.get("format") != FORMAT:
            raise InputError(f"this is not a resolved scenario of form {FORMAT} (its format is {data.get('format')})")
        own = {"format", "start_state", "control", "values", "provenance"}
        rows = [ControlRow.from_plain(row) for row in data["control"]]
        kinds = block_types()
        return cls(
            scenario=Scenario.model_validate({key: value for key, value in data.items() if key not in own}),
            start=Start.model_validate(data["start_state"]),
            control={row.place: row for row in rows},
            parameters={name: kinds[name](**values) for name, values in data["values"].items()},
            provenance={name: Origin.from_plain(name, row) for name, row in data["provenance"].items()},
        )
