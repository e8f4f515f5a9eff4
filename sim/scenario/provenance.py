"""Where each value in force came from: file, line and basis, by dotted name.

Owns the names by which people ask (`combat.kappa`, `russia.sorties`, `start.regime.strike`). Knows nothing of
how a value is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sim.scenario.parameters.registry import declared
from sim.scenario.schema import Scenario
from sim.scenario.start import Start
from sim.scenario.terms import Basis, Number
from sim.scenario.tree import Node, Where, where
from sim.sources import cite

__all__ = ["DECLARED", "Origin", "parameter_origins", "scenario_origins", "start_origins"]

DECLARED: Final = "declared value"
"""Why a number of a rule has its value where nothing changed it."""


@dataclass(frozen=True, slots=True)
class Origin:
    """One value in force: what it is, where it stands and on what it rests."""

    name: str
    value: str
    unit: str
    low: float | None
    high: float | None
    file: str
    line: int
    source: tuple[str, ...]
    assumption: str | None
    confidence: str | None
    why: str
    note: str | None = None

    @property
    def citations(self) -> list[str]:
        """Return the full citations of its sources."""
        return cite(self.source)

    def plain(self) -> dict[str, Any]:
        """Return the origin as plain data."""
        return {
            "value": self.value,
            "unit": self.unit,
            "low": self.low,
            "high": self.high,
            "file": self.file,
            "line": self.line,
            "source": list(self.source),
            "assumption": self.assumption,
            "confidence": self.confidence,
            "why": self.why,
            "note": self.note,
        }

    @classmethod
    def from_plain(cls, name: str, row: Mapping[str, Any]) -> Origin:
        """Rebuild an origin from plain data."""
        return cls(name=name, **{**row, "source": tuple(row["source"])})


def parameter_origins(values: Mapping[str, float], changed: Mapping[str, tuple[Where, str]]) -> dict[str, Origin]:
    """Return the origin of every parameter: its declaration, or the place that changed it."""
    found: dict[str, Origin] = {}
    for name, row in declared().items():
        at, why = changed.get(name, (Where(row.file, row.line), DECLARED))
        found[name] = Origin(
            name=name,
            value=f"{values[name]:g}",
            unit=row.unit,
            low=row.low,
            high=row.high,
            file=at.file,
            line=at.line,
            source=tuple((row.source or "").replace(",", " ").split()),
            assumption=row.assumption,
            confidence=None,
            why=why,
        )
    return found


def start_origins(start: Start, tree: Node) -> dict[str, Origin]:
    """Return the origin of every number of a start state (`start.SIDE.NUMBER`, `start.siege.PLACE.fort`)."""
    found: dict[str, Origin] = {}
    for side, setup in start.sides.items():
        for field in type(setup).model_fields:
            number = getattr(setup, field)
            if isinstance(number, Number):
                name = f"start.{side}.{field}"
                unit = "men a week" if field == "inflow" else "" if field in {"morale", "commit"} else "men"
                found[name] = _number(name, number, where(tree, ("sides", side, field, "value")), unit)
    for name, path, number in _entries(start):
        found[name] = _number(name, number, where(tree, path), "")
    return found


def _entries(start: Start) -> Iterator[tuple[str, tuple[object, ...], Number]]:
    for index, relation in enumerate(start.relations):
        yield (
            f"start.hostility.{'-'.join(relation.pair)}",
            ("relations", index, "hostility"),
            relation.hostility,
        )
    for index, truce in enumerate(start.truces):
        yield f"start.truce.{'-'.join(truce.parties)}", ("truces", index, "compliance"), truce.compliance
    for index, siege in enumerate(start.sieges):
        if siege.fort:
            yield f"start.siege.{siege.place}.fort", ("sieges", index, "fort"), siege.fort
    for index, post in enumerate(start.posts):
        yield f"start.post.{post.side}.{post.place}.men", ("posts", index, "men"), post.men
        yield f"start.post.{post.side}.{post.place}.zone_km", ("posts", index, "zone_km"), post.zone_km
    for index, limit in enumerate(start.limits):
        yield f"start.limit.{limit.side}.{index + 1}", ("limits", index, "factor"), limit.factor


def scenario_origins(scenario: Scenario, tree: Node) -> dict[str, Origin]:
    """Return the origin of the series, the events and the number of weeks of a scenario."""
    found: dict[str, Origin] = {}
    for name, series in scenario.series.items():
        points = ", ".join(f"{day}: {value * series.scale:g}" for day, value in series.points)
        scaled = "" if series.scale == 1 else f", times {series.scale:g}"
        found[name] = _basis(name, points, series.unit, series, where(tree, ("series", name)), f"dated series{scaled}")
    for index, event in enumerate(scenario.events):
        dated = event.when is not None
        name = f"event.{event.id or f'{event.when if dated else index + 1}.{event.do}'}"
        told = f"{event.do} {event.told}"
        why = "dated event" if dated else "conditional event"
        found[name] = _basis(name, told, "", event, where(tree, ("events", index)), why)
    for key, entry in scenario.entries.items():
        name = f"entries.{key}"
        told = f"{entry.side} may enter with {entry.men.value:g} men for {entry.weeks} weeks"
        found[name] = _basis(name, told, "", entry, where(tree, ("entries", key)), "foreign entry")
    found["weeks"] = _plain("weeks", str(scenario.weeks), "weeks", where(tree, ("weeks",)))
    for actor, setup in scenario.actors.items():
        name = f"actors.{actor}.policy"
        found[name] = _plain(name, setup.policy, "", where(tree, ("actors", actor, "policy")))
    return found


def _number(name: str, number: Number, at: Where, unit: str) -> Origin:
    why = "start state" if at.line else "set on the command line"
    origin = _basis(name, f"{number.value:g}", unit, number, at, why)
    low, high = number.range
    return replace(origin, low=low, high=high)


def _basis(name: str, value: str, unit: str, basis: Basis, at: Where, why: str) -> Origin:
    return Origin(
        name=name,
        value=value,
        unit=unit,
        low=None,
        high=None,
        file=at.file,
        line=at.line,
        source=tuple(basis.source),
        assumption=basis.assumption,
        confidence=basis.confidence,
        why=why,
        note=basis.note,
    )


def _plain(name: str, value: str, unit: str, at: Where) -> Origin:
    return Origin(name, value, unit, None, None, at.file, at.line, (), None, None, "scenario")
