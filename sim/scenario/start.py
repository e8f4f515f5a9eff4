"""The state of the country on one date: people, relations, sieges, posts.

Owns the form of `scenarios/starts/<date>.yaml`. Knows nothing of who holds which place: that is in a table
beside it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.terms import (
    AnyDay,
    Basis,
    Box,
    Cited,
    Day,
    Duration,
    Factor,
    Kilometres,
    Men,
    Number,
    PlaceId,
    Rate,
    Share,
    Side,
    Strict,
    bounded,
)

__all__ = ["Limit", "Post", "Recent", "Relation", "SideStart", "Siege", "Start", "StartTruce"]

Aim = Literal["y", "prize", "symbol", "east", "border", "population"]
Pair = Annotated[list[Side], Field(min_length=2, max_length=2)]


class SideStart(Strict):
    """The people of one side at the start, and what it wants."""

    garrison: Men
    """Men in local garrisons, who do not move: spread over the side's own regions."""
    strike: Men
    """Men who can be sent anywhere."""
    eligible: Men
    """Men who can still be recruited at home."""
    abroad: Men
    """Men whom backers could still send."""
    morale: Annotated[Number, bounded(0.6, 1.25, "(morale)")]
    inflow: Rate
    """Men a week who join the strike force from home."""
    inflow_end_weeks: Duration | None = None
    """Weeks over which the inflow falls in a straight line to nothing."""
    commit: Share
    """Share of the strike force that is on campaign."""
    brigade: Annotated[Number, bounded(1, 50_000, "men")]
    """Men per campaign."""
    cadre: Men | None = None
    """Men of IS in hiding, spread by sanctuary."""
    detained: Men | None = None
    """Captured men of IS in prisons that can be broken."""
    sources: list[PlaceId] = Field(default_factory=list)
    """Places from which supply comes."""
    objectives: dict[Aim, Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)]] = Field(default_factory=dict)
    """Weights of the side's aims."""


class Relation(Cited):
    """How ready two sides are to attack each other (0 never, 1 always)."""

    pair: Pair
    hostility: Share


class StartTruce(Cited):
    """A truce in force at the start."""

    parties: Annotated[list[Side], Field(min_length=2)]
    compliance: Share


class Siege(Cited):
    """A place under siege: since when, and how well dug in."""

    place: PlaceId
    since: AnyDay
    fort: Annotated[Number, bounded(1, 5, "(fortification)")] | None = None


class Post(Cited):
    """A posted contingent with a fixed zone, which nobody attacks while it stands."""

    side: Side
    place: PlaceId
    men: Men
    zone_km: Kilometres


class Limit(Cited):
    """Ground outside which a side hardly attacks: its readiness is multiplied by the factor there."""

    side: Side
    boxes: Annotated[list[Box], Field(min_length=1)]
    factor: Factor


class Recent(Basis):
    """A place taken shortly before the start, where nobody has had time to dig in."""

    place: PlaceId
    weeks: Annotated[int, Field(ge=0, le=200)]


class Start(Strict):
    """The country on one date."""

    id: str
    as_of: Day
    summary: str = ""
    control: str
    """Name of the control table beside this file."""
    sides: dict[Side, SideStart]
    relations: list[Relation]
    truces: list[StartTruce] = Field(default_factory=list)
    sieges: list[Siege] = Field(default_factory=list)
    posts: list[Post] = Field(default_factory=list)
    limits: list[Limit] = Field(default_factory=list)
    recent: list[Recent] = Field(default_factory=list)
