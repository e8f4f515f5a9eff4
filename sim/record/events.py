"""What happened, one event at a time: the rule that did it, to whom, and the numbers behind it.

Owns the form of an event and its text form. Knows nothing of how events come about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sim.sides import SIDES

__all__ = ["Event", "event_to_plain"]


@dataclass(frozen=True, slots=True)
class Event:
    """Record one thing that happened in `week`, with its cause: inputs, probability and the draw."""

    week: int
    rule: str
    kind: str
    region: int = -1
    side: int = -1
    other: int = -1
    probability: float | None = None
    draw: float | None = None
    inputs: Mapping[str, float] = field(default_factory=dict)
    note: str = ""
    holder: int = -1
    """Who holds the region from now on; -1 if the event changes no holder. One event a week names a change."""
    because: tuple[int, ...] = ()
    """Numbers, in the log of the run, of the events that led to this one."""


def _rounded(value: float) -> float:
    return float(f"{value:.6g}")


def event_to_plain(event: Event, region_ids: tuple[str, ...], number: int) -> dict[str, Any]:
    """Return the event as plain data for a line of JSON; regions and sides by name, absent parts left out."""
    plain: dict[str, Any] = {"id": number, "week": event.week, "rule": event.rule, "kind": event.kind}
    if event.region >= 0:
        plain["region"] = region_ids[event.region]
    if event.side >= 0:
        plain["side"] = SIDES[event.side]
    if event.other >= 0:
        plain["other"] = SIDES[event.other]
    if event.probability is not None and event.draw is not None:
        plain["probability"] = _rounded(event.probability)
        plain["draw"] = _rounded(event.draw)
    if event.inputs:
        plain["inputs"] = {name: _rounded(value) for name, value in event.inputs.items()}
    if event.note:
        plain["note"] = event.note
    if event.holder >= 0:
        plain["holder"] = SIDES[event.holder]
    if event.because:
        plain["because"] = list(event.because)
    return plain
