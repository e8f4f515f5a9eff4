"""What a scenario can make happen on a date, or once something holds: one model per verb, told apart by `do`.

Owns the doings of a scenario file, and the foreign entries that it leaves to policy. Knows nothing of how a rule
takes them, or of how a condition is tested.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from sim.scenario.asked import Asked, Governorate
from sim.scenario.conditions import Condition
from sim.scenario.terms import (
    ActorName,
    Box,
    Cited,
    Day,
    Duration,
    Factor,
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
    RegionId,
    Share,
    Side,
    Tag,
    Words,
    bounded,
)

__all__ = [
    "Adding",
    "Aid",
    "Budget",
    "Cadre",
    "Command",
    "Contingent",
    "Dated",
    "Departure",
    "EndTruce",
    "Entry",
    "Event",
    "Favour",
    "Hostility",
    "HotlineSet",
    "LocalDeal",
    "Luck",
    "Mark",
    "Opportunity",
    "Outrage",
    "Overrule",
    "Pact",
    "PatrolArea",
    "Plan",
    "PolicyChange",
    "Provoking",
    "PunitiveStrike",
    "Reinforcement",
    "Sanctions",
    "Settlement",
    "Sorties",
    "Truce",
    "Valuation",
    "Window",
]

Finite = Annotated[float, Field(allow_inf_nan=False)]
Places = Annotated[list[PlaceId], Field(min_length=1)]


class Dated(Cited):
    """What every event has: a date or a condition, an optional name and words for the curve."""

    model_config = ConfigDict(serialize_by_alias=True)

    when: Day | None = None
    """The date; or leave it out and give `if`."""
    condition: Condition | None = Field(default=None, alias="if")
    """What must hold for the event to happen."""
    once: bool = True
    """Whether a conditional event happens once; if not, again each time its condition has held long enough anew."""
    earliest: Day | None = Field(default=None, alias="from")
    """Date before which the condition is not tested."""
    odds: Share | None = None
    """Chance a week that the event happens while its condition holds; without it, it happens at once."""
    id: Tag | None = None
    """A name by which a variant can drop the event."""
    label: Annotated[Words, Field(max_length=29)] | None = None
    """Short words for curves and maps: at most two lines of 14 letters."""

    @model_validator(mode="after")
    def _when_or_if(self) -> Dated:
        if (self.when is None) == (self.condition is None):
            raise PydanticCustomError("when", 'give either "when: DATE" or "if: CONDITION", and not both')
        if self.when is not None and not (self.once and self.earliest is None and self.odds is None):
            raise PydanticCustomError("when", '"once", "from" and "odds" belong to a condition; this event has a date')
        return self

    @property
    def told(self) -> str:
        """Return when the event happens, in words."""
        return f"if {self.condition.told}" if self.condition else f"on {self.when}"


class Truce(Dated):
    """Set the compliance of every hostile pair among the parties."""

    do: Literal["truce"]
    parties: Parties
    compliance: Share
    excludes: list[Side] = Field(default_factory=list)
    """Sides named as outside the truce; no pair with them is touched."""
    hazard: Frailty = Number(value=1.0, assumption="as liable to end as other truces")
    """Multiplies the hazard that the truce ends; 0: it is assumed to hold."""
    guarantee: Guarantee = "none"
    """What stands behind it: nothing, the word of outside powers, or their troops."""


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
    enter: Places
    until: Day | None = None
    hostility: Share = Number(value=0.8, assumption="value of the first model for Turkish entries (docs/model 3.12)")


class LocalDeal(Dated):
    """Hand a pocket over; a share of its fighters leaves for another place of their side."""

    do: Literal["local_deal"]
    places: Places
    to: Side
    moves_to: PlaceId | None = None
    share: Annotated[Number, bounded(0, 1, "(a share)")] = Number(
        value=0.5, assumption="half of the fighters leave, the rest give up their arms"
    )


class Overrule(Dated):
    """Give regions to a side by a facilitator's word; men of those who held them move to other land of their side."""

    do: Literal["overrule"]
    regions: Annotated[list[RegionId], Field(min_length=1)]
    """Regions of the country by id, places and the country between them."""
    to: Side


class Adding(Dated):
    """What adds up each time it happens, and so can happen only once."""

    @model_validator(mode="after")
    def _once(self) -> Adding:
        if not self.once:
            raise PydanticCustomError("once", "this adds up each time it happens; it can happen only once")
        return self


class Plan(Adding):
    """Add to what a side's staff sees in some places, until a date: a plan made beforehand."""

    do: Literal["plan"]
    side: Side
    places: Places
    weight: Annotated[Number, bounded(0, 25, "(utility)")]
    """Added to the utility of each place when campaigns are chosen."""
    until: Day | None = None


class Favour(Adding):
    """Judge for a side in its battles in one governorate, or against it, until a date: as an umpire of a game does."""

    do: Literal["favour"]
    side: Side
    governorate: Governorate
    steps: Annotated[int, Field(ge=-2, le=2)]
    """Its power there is multiplied by `combat.favour_step` once for each step; below 0 it is divided."""
    until: Day | None = None


class Luck(Dated):
    """Draw all chance from this week on from another seed; in an ensemble, every run then draws the same."""

    do: Literal["luck"]
    seed: Annotated[int, Field(ge=0, le=2**53)]


class Reinforcement(Dated):
    """Let men come to a side's mobile force from outside; below 0 they leave, as far as there are any."""

    do: Literal["reinforcement"]
    side: Side
    men: Annotated[Number, bounded(-1_000_000, 1_000_000, "men")]


class Departure(Dated):
    """The leader of a side leaves office; its men and officers feel it."""

    do: Literal["departure"]
    side: Side
    manner: Literal["negotiated", "army_led", "abrupt"]
    shock: Share | None = None
    """Cohesion lost if nothing softens it (the manner does); left out, it is drawn."""


class Settlement(Dated):
    """The parties settle the war among them; the leader of the first stays or goes."""

    do: Literal["settlement"]
    parties: Parties
    compliance: Share
    leader: Literal["stays", "goes"] = "stays"


class Pact(Dated):
    """Two parties agree on guards, self-rule within the state, or a bargain by which the first, a patron, leaves."""

    do: Literal["pact"]
    parties: Pair
    terms: Literal["guard", "federal", "bargain"]


class Sanctions(Dated):
    """Put a side under sanctions by powers outside the war (level 0 none, 3 the hardest)."""

    do: Literal["sanctions"]
    against: Side
    level: Annotated[Number, bounded(0, 3, "(a level)")]


class Outrage(Dated):
    """The world is outraged by what a side did, as after a chemical attack: a diplomatic event alone."""

    do: Literal["outrage"]
    by: Side
    size: Share


class Budget(Dated):
    """Set the factor on the money that a side gets from outside."""

    do: Literal["budget"]
    side: Side
    factor: Annotated[Number, bounded(0, 10, "(a factor)")]


class PunitiveStrike(Dated):
    """A side strikes another's men once, from the air or the sea."""

    do: Literal["strike"]
    side: Side
    against: Side
    dead: Annotated[Number, bounded(0, 10_000, "men")]


class PatrolArea(Dated):
    """Set around which places a side's force patrols, how far, and on what share of days; 0 ends it there."""

    do: Literal["patrols"]
    side: Side
    places: Places
    radius_km: Kilometres
    share: Share


class HotlineSet(Dated):
    """Set how well two sides' forces keep out of each other's way."""

    do: Literal["hotline"]
    pair: Pair
    value: Share


class PolicyChange(Dated):
    """Seat another policy for an actor; memory is kept only if the policy is the same."""

    do: Literal["policy"]
    actor: ActorName
    policy: str
    options: dict[str, bool | int | Finite | str] = Field(default_factory=dict)


class Valuation(Dated):
    """Set what others would give for a patron's consent."""

    do: Literal["valuation"]
    patron: Patron
    value: Share


class Provoking(Dated):
    """Set how readily a side provokes its patron's rivals: 0 never, 1 as a client does, more for a reckless one."""

    do: Literal["provokes"]
    side: Side
    level: Annotated[Number, bounded(0, 5, "(a multiplier)")]


class Command(Dated):
    """Give an actor an order at its next monthly decision, before what its policy asks."""

    do: Literal["order"]
    actor: ActorName
    order: Asked


class Opportunity(Dated):
    """Multiply the chance of raids at some places for one week: a convoy, a parade, a gap in the guard."""

    do: Literal["opportunity"]
    places: Places
    factor: Factor


class Cadre(Dated):
    """Men of IS enter the country and hide, where it holds or has held land, else in the desert."""

    do: Literal["cadre"]
    men: Men


class Mark(Dated):
    """Put words on the curves; changes nothing."""

    do: Literal["mark"]


class Entry(Cited):
    """A foreign entry that a policy may open by the order Enter, as an event `window` would."""

    side: ActorName
    men: Men
    boxes: Annotated[list[Box], Field(min_length=1)]
    enter: Places
    against: list[Side] = Field(default_factory=list)
    """Whom it may attack; left out, those that it is hostile to already, and it opens only if there are any."""
    weeks: Duration
    """Weeks until the force leaves."""
    hostility: Share = Number(value=0.8, assumption="value of the first model for Turkish entries (docs/model 3.12)")


Event = Annotated[
    Truce
    | EndTruce
    | Hostility
    | Sorties
    | Aid
    | Contingent
    | Window
    | LocalDeal
    | Overrule
    | Plan
    | Favour
    | Luck
    | Reinforcement
    | Departure
    | Settlement
    | Pact
    | Sanctions
    | Outrage
    | Budget
    | PunitiveStrike
    | PatrolArea
    | HotlineSet
    | PolicyChange
    | Valuation
    | Provoking
    | Command
    | Opportunity
    | Cadre
    | Mark,
    Field(discriminator="do"),
]
