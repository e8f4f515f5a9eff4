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
    Frailty,
    Guarantee,
    Kilometres,
    Men,
    Number,
    Pair,
    Parties,
    Patron,
    PlaceId,
    Rate,
    Share,
    Side,
    Strict,
    bounded,
)

__all__ = [
    "Changed",
    "Hotline",
    "Limit",
    "Patrols",
    "Post",
    "Readiness",
    "Recent",
    "Relation",
    "SideStart",
    "Siege",
    "Standing",
    "Start",
    "StartTruce",
    "Worth",
]

Holder = Literal["regime", "opposition", "hts", "is", "sdf", "turkey", "us", "israel"]
"""The names of `sim.sides.HOLDERS`; a test keeps the two lists equal."""
Aim = Literal["y", "prize", "symbol", "east", "border", "population"]


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

    parties: Parties
    compliance: Share
    hazard: Frailty = Number(value=1.0, assumption="as liable to end as other truces")
    """Multiplies the hazard that the truce ends; 0: it is assumed to hold."""
    guarantee: Guarantee = "none"
    """What stands behind it: nothing, the word of powers, or their troops."""


class Standing(Cited):
    """How two sides stand to each other at the start, from -1 (foes) to 1 (friends)."""

    pair: Pair
    value: Annotated[Number, bounded(-1, 1, "(a relation)")]


class Patrols(Cited):
    """Around which places a side's force patrols, how far [km], and on what share of days."""

    side: Side
    places: Annotated[list[PlaceId], Field(min_length=1)]
    radius_km: Kilometres
    share: Share


class Hotline(Cited):
    """How well two sides' forces keep out of each other's way (0 not at all, 1 always)."""

    pair: Pair
    value: Share


class Worth(Cited):
    """What others would give for a patron's consent (1 all, 0 nothing)."""

    patron: Patron
    value: Share


class Readiness(Cited):
    """How readily a side provokes its patron's rivals (0 never, 1 as a client does)."""

    side: Side
    level: Annotated[Number, bounded(0, 5, "(a multiplier)")]


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
    factor: Share


class Recent(Basis):
    """A place taken shortly before the start, where nobody has had time to dig in."""

    place: PlaceId
    weeks: Annotated[int, Field(ge=0, le=200)]


class Changed(Basis):
    """A place that had another holder on the date of the state than in the control table."""

    place: PlaceId
    holder: Holder


class Start(Strict):
    """The country on one date."""

    id: str
    as_of: Day
    summary: str = ""
    extends: str | None = None
    """Name of an earlier start state from which everything is taken over that this one does not give."""
    control: str
    """Name of the control table beside this file."""
    changed: list[Changed] = Field(default_factory=list)
    """Places whose holder differs from the control table's."""
    sides: dict[Side, SideStart]
    relations: list[Relation]
    truces: list[StartTruce] = Field(default_factory=list)
    sieges: list[Siege] = Field(default_factory=list)
    posts: list[Post] = Field(default_factory=list)
    limits: list[Limit] = Field(default_factory=list)
    recent: list[Recent] = Field(default_factory=list)
    relations_between: list[Standing] = Field(default_factory=list)
    patrols: list[Patrols] = Field(default_factory=list)
    hotlines: list[Hotline] = Field(default_factory=list)
    valuation: list[Worth] = Field(default_factory=list)
    provokes: list[Readiness] = Field(default_factory=list)
