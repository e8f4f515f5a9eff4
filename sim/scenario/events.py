"""What a scenario can make happen on a date: one model per verb, told apart by `do`.

Owns the dated doings of a scenario file. Knows nothing of how a rule takes them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.terms import (
    Box,
    Cited,
    Day,
    Kilometres,
    Men,
    Number,
    Patron,
    PlaceId,
    Rate,
    Share,
    Side,
    bounded,
)

__all__ = [
    "Aid",
    "Contingent",
    "Dated",
    "EndTruce",
    "Event",
    "Hostility",
    "LocalDeal",
    "Mark",
    "Sorties",
    "Truce",
    "Window",
]

Pair = Annotated[list[Side], Field(min_length=2, max_length=2)]
Parties = Annotated[list[Side], Field(min_length=2)]


class Dated(Cited):
    """What every event has: a date, an optional name and words for the curve."""

    when: Day
    id: str | None = None
    """A name by which a variant can drop the event."""
    label: str | None = Field(default=None, max_length=29)
    """Short words for curves and maps: at most two lines of 14 letters."""


class Truce(Dated):
    """Set the compliance of every hostile pair among the parties."""

    do: Literal["truce"]
    parties: Parties
    compliance: Share
    excludes: list[Side] = Field(default_factory=list)
    """Sides named as outside the truce; no pair with them is touched."""


class EndTruce(Dated):
    """End the truce among the parties."""

    do: Literal["end_truce"]
    parties: Parties


class Hostility(Dated):
    """Set how ready two sides are to attack each other (0 never, 1 always)."""

    do: Literal["hostility"]
    pair: Pair
    value: Share


class Sorties(Dated):
    """Set a side's weekly sorties (the coalition's strikes); its dated series resumes at the next point."""

    do: Literal["sorties"]
    side: Side
    per_week: Rate


class Aid(Dated):
    """Set the men (or their worth) that a patron sends a client each week."""

    do: Literal["aid"]
    patron: Patron
    client: Side
    per_week: Rate


class Contingent(Dated):
    """Post men at a place with a zone, which nobody attacks while they stand; men 0: they leave."""

    do: Literal["contingent"]
    side: Side
    place: PlaceId
    men: Men
    zone_km: Kilometres = Number(value=0.0, assumption="no zone beyond the post itself")


class Window(Dated):
    """Let a foreign force enter at some places: it may attack `against` inside the boxes, until a date."""

    do: Literal["window"]
    side: Side
    men: Men
    boxes: Annotated[list[Box], Field(min_length=1)]
    against: Annotated[list[Side], Field(min_length=1)]
    enter: Annotated[list[PlaceId], Field(min_length=1)]
    until: Day | None = None
    hostility: Share = Number(value=0.8, assumption="value of the first model for Turkish entries (docs/model.md 3.12)")


class LocalDeal(Dated):
    """Hand a pocket over; a share of its fighters leaves for another place of their side."""

    do: Literal["local_deal"]
    places: Annotated[list[PlaceId], Field(min_length=1)]
    to: Side
    moves_to: PlaceId | None = None
    share: Annotated[Number, bounded(0, 1, "(a share)")] = Number(
        value=0.5, assumption="half of the fighters leave, the rest give up their arms"
    )


class Mark(Dated):
    """Put words on the curves; changes nothing."""

    do: Literal["mark"]


Event = Annotated[
    Truce | EndTruce | Hostility | Sorties | Aid | Contingent | Window | LocalDeal | Mark,
    Field(discriminator="do"),
]
