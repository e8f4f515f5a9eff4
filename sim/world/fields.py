"""Every array of state, declared once: shape, unit, bounds and a sentence.

From these lines follow allocation, guards, saving, the hash, the reference page and axis labels. Weekly
flows (`... this week`) are set afresh each week by the rule that owns them.
Owns what the World is made of. Knows nothing of rules, actors or files.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Annotated, Any, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "CAMPAIGNS",
    "HOSPITAL_WEEKS",
    "BoolArray",
    "Declared",
    "Fields",
    "FloatArray",
    "IntArray",
    "declared",
]

CAMPAIGNS = 8
"""Campaigns that one side can run at once (docs/model.md 3.6)."""

HOSPITAL_WEEKS = 6
"""Weeks until the recoverable wounded return (docs/model.md 3.3)."""

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Declared:
    """Describe one field: axes, unit, meaning, bounds (None = open), start value, and whether it is a weekly flow."""

    axes: tuple[str, ...]
    unit: str
    doc: str
    low: float | None = 0.0
    high: float | None = None
    start: float = 0.0
    flow: bool = False


def _axes(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _f(
    axes: str, unit: str, doc: str, low: float | None = 0.0, high: float | None = None, start: float = 0.0
) -> Declared:
    return Declared(_axes(axes), unit, doc, low, high, start)


def _w(
    axes: str, unit: str, doc: str, low: float | None = 0.0, high: float | None = None, start: float = 0.0
) -> Declared:
    """Declare a flow: a field that its rule sets afresh each week before anybody reads it."""
    return Declared(_axes(axes), unit, doc, low, high, start, flow=True)


@dataclass(slots=True)
class Fields:
    """Hold the state of one war; axes: region, side, governorate, slot (campaign), bed (weeks in hospital)."""

    # regions
    holder: Annotated[IntArray, _f("region", "side", "who holds the region", 0, 9)]
    garrison: Annotated[FloatArray, _f("region", "men", "local men of the holder, who stay where they are")]
    reported: Annotated[FloatArray, _f("region", "men", "garrison as last reported to others")]
    fort: Annotated[FloatArray, _f("region", "multiplier", "prepared defences", 1, 6, 1)]
    cut: Annotated[FloatArray, _f("region", "weeks", "time cut off from every source of supply")]
    pocket: Annotated[IntArray, _w("region", "region", "row that names the connected land of the coalition", 0)]
    mapped: Annotated[IntArray, _w("region", "side", "who held the region when ways were last worked out", -1, 9, -1)]
    way: Annotated[FloatArray, _w("region", "19 km of road", "cheapest way to a source of supply")]
    airhead: Annotated[FloatArray, _w("region", "flag", "cut off, but an airlift reaches the pocket", 0, 1)]
    supply: Annotated[FloatArray, _w("region", "share", "supply of the holder's coalition", 0, 1, 1)]
    weight: Annotated[FloatArray, _w("region", "units", "garrison task of the region for its holder")]
    rival: Annotated[IntArray, _w("region", "side", "who attacks the region this week, -1 for none", -1, 9, -1)]
    zone: Annotated[IntArray, _f("region", "side", "whose posted contingent keeps the region, -1 for none", -1, 9, -1)]
    population: Annotated[FloatArray, _f("region", "people", "people present")]
    away: Annotated[FloatArray, _f("region", "people", "people of the region who have fled it")]
    guests: Annotated[FloatArray, _f("region", "people", "people present who fled another region")]
    battle_dead: Annotated[FloatArray, _w("region", "people", "fighters killed in battle this week")]
    air_here: Annotated[FloatArray, _w("region side", "sorties", "sorties flown over the region this week")]
    civil_dead: Annotated[FloatArray, _w("region", "people", "civilians killed this week")]
    taken_from: Annotated[IntArray, _w("region", "side", "who lost the region this week, -1 for none", -1, 9, -1)]
    readiness: Annotated[FloatArray, _f("region side", "share", "how readily a side attacks here", 0, 1, 1)]
    worth: Annotated[FloatArray, _f("region side", "towns", "value of the region in a side's eyes")]
    depot: Annotated[IntArray, _f("region", "side", "whose source of supply lies here, -1 for none", -1, 9, -1)]
    # sides: people
    strike: Annotated[FloatArray, _f("side", "men", "mobile men")]
    eligible: Annotated[FloatArray, _f("side", "men", "men who can still be recruited at home")]
    abroad: Annotated[FloatArray, _f("side", "men", "men whom backers can still send")]
    beds_strike: Annotated[FloatArray, _f("side bed", "men", "wounded of the strike force, by weeks left")]
    beds_garrison: Annotated[FloatArray, _f("side bed", "men", "wounded of the garrisons, by weeks left")]
    dead: Annotated[FloatArray, _f("side", "men", "fighters killed since the start")]
    disabled: Annotated[FloatArray, _f("side", "men", "fighters lost for good to wounds since the start")]
    deserted: Annotated[FloatArray, _f("side", "men", "deserters since the start")]
    captured: Annotated[FloatArray, _f("side", "men", "prisoners lost since the start")]
    handed: Annotated[FloatArray, _f("side", "men", "men handed to an ally's garrisons since the start")]
    received: Annotated[FloatArray, _f("side", "men", "men received from allies since the start")]
    # sides: condition
    morale: Annotated[FloatArray, _f("side", "multiplier", "readiness to fight and stay", 0.6, 1.25, 1)]
    strike_limit: Annotated[FloatArray, _f("side", "men", "largest strike force")]
    inflow: Annotated[FloatArray, _f("side", "men/week", "men who join the strike force from home", 0)]
    inflow_drop: Annotated[FloatArray, _f("side", "men/week/week", "weekly fall of the inflow from home", 0)]
    coverage: Annotated[FloatArray, _f("side", "share", "garrison men over garrison task", 0)]
    income: Annotated[FloatArray, _w("side", "USD m/week", "oil and tax this week", 0)]
    pay_ratio: Annotated[FloatArray, _f("side", "share", "pay met out of pay due", 0, 1, 1)]
    people_share: Annotated[FloatArray, _f("side", "share", "share of the people in own regions, last week", 0, 1)]
    trend: Annotated[FloatArray, _f("side", "share/week", "people won or lost, smoothed over a season", None)]
    commit: Annotated[FloatArray, _f("side", "share", "share of the strike force for campaigns", 0, 1)]
    brigade: Annotated[FloatArray, _f("side", "men", "men of one campaign", 1, None, 1)]
    tempo: Annotated[FloatArray, _f("side", "multiplier", "pace of this war, drawn once", 0, None, 1)]
    dead_week: Annotated[FloatArray, _f("side", "men", "fighters killed in the last week counted")]
    civil_by: Annotated[FloatArray, _w("side", "people", "civilians killed this week, by the party whose fire it was")]
    displaced_week: Annotated[FloatArray, _w("region", "people", "people who fled the region this week")]
    emigrants: Annotated[FloatArray, _f("side", "people", "people who left the country, by who held their region")]
    # sides: standing orders
    posture: Annotated[FloatArray, _f("side", "multiplier", "how much of the commitment is used", 0, 1.5, 1)]
    effort: Annotated[FloatArray, _f("side governorate", "weight", "main effort", 0, 1)]
    reinforced: Annotated[FloatArray, _f("side governorate", "level", "garrisons called for", 0, 3)]
    leaving: Annotated[FloatArray, _f("side governorate", "flag", "an ordered withdrawal", 0, 1)]
    raiding: Annotated[FloatArray, _f("side governorate", "level", "harassment without taking ground", 0, 3)]
    air_weight: Annotated[FloatArray, _f("side governorate", "weight", "air support ordered", 0, 1)]
    restraint: Annotated[FloatArray, _f("side", "level", "rules that spare civilians", 0, 1)]
    arming: Annotated[FloatArray, _f("side side", "level", "patron arms client (2 = the dated flow)", 0, 3)]
    # dated inputs
    sorties: Annotated[FloatArray, _f("side", "sorties/week", "aircraft sorties or strikes at hand", 0)]
    aid: Annotated[FloatArray, _f("side side", "men/week", "dated flow of men from patron to client", 0)]
    hostility: Annotated[FloatArray, _f("side side", "share", "readiness of row to attack column", 0, 1)]
    compliance: Annotated[FloatArray, _f("side side", "share", "truce kept between row and column", 0, 1)]
    # campaigns
    target: Annotated[IntArray, _f("side slot", "region", "place that the campaign is for, -1 for none", -1, None, -1)]
    entry: Annotated[IntArray, _w("side slot", "region", "region attacked this week, -1 for none", -1, None, -1)]
    campaign_men: Annotated[FloatArray, _w("side slot", "men", "men sent this week")]
    campaign_supply: Annotated[FloatArray, _w("side slot", "share", "supply at the point of attack", 0, 1)]
    usable: Annotated[FloatArray, _w("side", "men", "mobile men who may go on campaigns this week")]
    reserve: Annotated[FloatArray, _f("side", "men", "mobile men kept to help defenders")]
    air_attack: Annotated[FloatArray, _w("region", "gain", "air help to the attack here", 0)]
    air_defence: Annotated[FloatArray, _w("region", "gain", "air help to the defence here", 0)]
    ratio: Annotated[FloatArray, _w("region", "ratio", "power of attack over defence, 0 for no battle", 0)]
    defenders: Annotated[FloatArray, _w("region", "men", "men who defended the region in battle this week")]
    odds: Annotated[FloatArray, _w("region", "probability", "chance of capture this week", 0, 1)]


@lru_cache(maxsize=1)
def declared() -> dict[str, Declared]:
    """Return the declaration of every field, in the order of the struct."""
    hints: dict[str, Any] = get_type_hints(Fields, include_extras=True)
    return {field.name: get_args(hints[field.name])[1] for field in fields(Fields)}
