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
    "FACTORS",
    "HOSPITAL_WEEKS",
    "BoolArray",
    "Declared",
    "Fields",
    "FloatArray",
    "IntArray",
    "Rows",
    "declared",
]

CAMPAIGNS = 8
"""Campaigns that one side can run at once (docs/model 3.6)."""

HOSPITAL_WEEKS = 6
"""Weeks until the recoverable wounded return (docs/model 3.3)."""

FACTORS = (
    "attack", "defence", "quality_attack", "quality_defence", "morale_attack", "morale_defence", "supply_attack",
    "supply_defence", "fort", "ground", "town", "air_attack", "air_defence", "surprise", "luck", "judged", "depth",
    "siege", "tempo", "favour_attack", "favour_defence",
)  # fmt: skip
"""What a battle turned on: men of attack and defence; multipliers of their power (quality, morale, supply, fort,
hills, town, air, surprise and luck: their product is the ratio of power); the ratio as the attacker judged it
beforehand; if ground can be taken, weeks of depth and of siege before power shortens them, and the pace; and the
multipliers of a judgement from outside, which belong to the product."""

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]
Rows = NDArray[np.uint64]
"""Rows of the fixed ground: unsigned, so that a kernel need not ask whether one counts from the end."""


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
    """Hold the state of one war; axes: region, side, governorate, slot (campaign), bed (in hospital), factor."""

    # regions
    holder: Annotated[IntArray, _f("region", "side", "who holds the region", 0, 9)]
    garrison: Annotated[FloatArray, _f("region", "men", "local men of the holder, who stay where they are")]
    reported: Annotated[FloatArray, _f("region", "men", "garrison as last reported to others")]
    fort: Annotated[FloatArray, _f("region", "multiplier", "prepared defences", 1, 6, 1)]
    cut: Annotated[FloatArray, _f("region", "weeks", "time cut off from every source of supply")]
    pocket: Annotated[IntArray, _w("region", "region", "row that names the connected land of the coalition", 0)]
    mapped: Annotated[IntArray, _w("region", "side", "who held the region when ways were last worked out", -1, 9, -1)]
    way: Annotated[FloatArray, _w("region", "19 km of road", "cheapest way to a source of supply")]
    fed: Annotated[FloatArray, _w("region", "share", "supply that its way to a source would give it", 0, 1)]
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
    kept_by: Annotated[IntArray, _f("region", "side", "who held the region last week, -1 before the start", -1, 9, -1)]
    lost_by: Annotated[IntArray, _f("region", "side", "who held the region before its holder, -1 for none", -1, 9, -1)]
    lost_ago: Annotated[FloatArray, _f("region", "weeks", "time since the region last changed hands")]
    plan: Annotated[FloatArray, _f("region side", "utility", "what a dated plan of the scenario adds to a target", 0)]
    post: Annotated[FloatArray, _f("region", "men", "men of the contingent posted here, the centre of its zone")]
    post_km: Annotated[FloatArray, _f("region", "km", "radius of the zone of the contingent posted here")]
    won: Annotated[FloatArray, _f("region", "flag", "a post took the region from others for its ally", 0, 1)]
    patrol: Annotated[FloatArray, _f("region side", "share", "share of days on which a foreign force patrols", 0, 1)]
    # the underground of IS
    cadre: Annotated[FloatArray, _f("region", "men", "fighters of IS in hiding here")]
    haunt: Annotated[FloatArray, _f("region", "flag", "IS holds or has held the region", 0, 1)]
    threat: Annotated[FloatArray, _f("region", "raids/week", "raids on the region, smoothed over a season")]
    raided: Annotated[FloatArray, _w("region", "raids", "raids on the region this week")]
    night: Annotated[FloatArray, _f("region", "flag", "IS rules here by night: its cadre is thick enough", 0, 1)]
    exposed: Annotated[FloatArray, _f("region", "multiplier", "of raids here next week, by an event", 0, None, 1)]
    raid_dead: Annotated[FloatArray, _w("side", "men", "fighters killed in raids this week")]
    detained: Annotated[FloatArray, _f("side", "men", "captured men of IS whom the side still guards")]
    counted_captured: Annotated[FloatArray, _f("side", "men", "prisoners lost, as of the end of last week")]
    counted_deserted: Annotated[FloatArray, _f("side", "men", "deserters, as of the end of last week")]
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
    guard: Annotated[FloatArray, _f("side", "code", "garrisons are for: 0 all land, 1 core, 2 strongholds", 0, 2)]
    dispersing: Annotated[FloatArray, _f("side", "level", "fighters sent underground", 0, 3)]
    density: Annotated[FloatArray, _f("side", "multiplier", "how often its patrols go out", 0, 2, 1)]
    probing: Annotated[FloatArray, _f("side", "flag", "its patrols test the rules agreed with others", 0, 1)]
    pushing: Annotated[FloatArray, _f("side", "flag", "its men press into zones of foreign posts", 0, 1)]
    striking: Annotated[FloatArray, _f("side side", "flag", "a punitive strike of row on column is ordered", 0, 1)]
    restraining: Annotated[FloatArray, _f("side side", "level", "row holds its client, column, back", 0, 3)]
    offer: Annotated[FloatArray, _f("side side", "code", "what row offers column this month (see orders.TERMS)", 0, 5)]
    accept: Annotated[FloatArray, _f("side side", "code", "which offer of column row accepts this month", 0, 5)]
    breaking: Annotated[FloatArray, _f("side side", "flag", "row breaks its agreement with column", 0, 1)]
    entering: Annotated[FloatArray, _f("side", "code", "foreign entry ordered: number of the window, 0 for none", 0)]
    sanction: Annotated[FloatArray, _f("side side", "level", "sanctions of row on column, as ordered", 0, 3)]
    embargo: Annotated[FloatArray, _f("side", "level", "sanctions on the side by a dated event of the scenario", 0, 3)]
    # dated inputs
    favour: Annotated[FloatArray, _f("side governorate", "steps", "judged for it in battles here, by events", None)]
    sorties: Annotated[FloatArray, _f("side", "sorties/week", "aircraft sorties or strikes at hand", 0)]
    aid: Annotated[FloatArray, _f("side side", "men/week", "dated flow of men from patron to client", 0)]
    hostility: Annotated[FloatArray, _f("side side", "share", "readiness of row to attack column", 0, 1)]
    compliance: Annotated[FloatArray, _f("side side", "share", "truce kept between row and column", 0, 1)]
    # diplomacy
    quarrel: Annotated[FloatArray, _f("side side", "share", "readiness to attack as the scenario sets it", 0, 1)]
    relation: Annotated[FloatArray, _f("side side", "-1..1", "how row and column stand to each other", -1, 1)]
    relation_start: Annotated[FloatArray, _f("side side", "-1..1", "where their relation tends to", -1, 1)]
    clash: Annotated[FloatArray, _w("side side", "men", "men of row killed by column this week")]
    violence: Annotated[FloatArray, _f("side side", "men/week", "dead between row and column, over four weeks")]
    agreed: Annotated[FloatArray, _f("side side", "share", "compliance that the truce between them asks for", 0, 1)]
    truce_age: Annotated[FloatArray, _f("side side", "weeks", "age of the truce between row and column")]
    frailty: Annotated[FloatArray, _f("side side", "multiplier", "on the hazard that the truce ends; 0: it holds")]
    guarantee: Annotated[FloatArray, _f("side side", "1", "what guarantors take off the log hazard", 0, 5)]
    balance: Annotated[FloatArray, _f("side side", "log ratio", "strength of row over column when they agreed", None)]
    outside: Annotated[FloatArray, _f("side side", "share", "share of the enemy's strength outside the truce", 0, 1)]
    pact: Annotated[FloatArray, _f("side side", "code", "agreement in force beside a truce (see orders.TERMS)", 0, 5)]
    leader: Annotated[FloatArray, _f("side", "flag", "its leader is in office", 0, 1, 1)]
    cohesion: Annotated[FloatArray, _f("side", "share", "part of a cohesion shock still to be felt", 0, 1)]
    concession: Annotated[FloatArray, _f("side", "share", "what it would concede at the table: its best offer", 0, 1)]
    overlap: Annotated[FloatArray, _f("side", "share", "what is left between its offer and what its rival asks", None)]
    subsidy: Annotated[FloatArray, _f("side", "multiplier", "of its money from abroad, by events", 0, None, 1)]
    pain: Annotated[FloatArray, _f("side", "level", "sanctions as they are felt, after a delay", 0, 3)]
    # patrons
    engaged: Annotated[FloatArray, _f("side", "share", "share of its engagement that a patron keeps up", 0, 1, 1)]
    weariness: Annotated[FloatArray, _f("side", "level", "weariness of a patron's public", 0)]
    fallen: Annotated[FloatArray, _f("side", "men/month", "its soldiers killed, over four weeks")]
    escalation: Annotated[FloatArray, _f("side", "events/month", "crises with other powers, over four weeks")]
    spend: Annotated[FloatArray, _f("side", "USD m/week", "what its engagement costs")]
    spent: Annotated[FloatArray, _f("side", "USD m", "what its engagement has cost since the start")]
    valuation: Annotated[FloatArray, _f("side", "share", "what others would give for its consent", 0, 1, 1)]
    leverage: Annotated[FloatArray, _f("side", "share", "what its consent is worth at the table", 0, 1)]
    safe_with: Annotated[FloatArray, _f("side", "probability", "survival of its client if it stays", 0, 1)]
    safe_without: Annotated[FloatArray, _f("side", "probability", "survival of its client if it leaves", 0, 1)]
    cost: Annotated[FloatArray, _f("side", "share of value/month", "cost of staying", 0)]
    stay_payoff: Annotated[FloatArray, _f("side", "share of value", "payoff of staying", None)]
    leave_payoff: Annotated[FloatArray, _f("side", "share of value", "payoff of leaving", None)]
    leave_odds: Annotated[FloatArray, _f("side", "probability/month", "chance that it decides to leave", 0, 1)]
    belief: Annotated[FloatArray, _f("side side", "probability", "row's belief that column is resolute", 0, 1, 0.5)]
    betrayal: Annotated[FloatArray, _f("side side", "probability", "row's fear that column sells it out", 0, 1)]
    provoked: Annotated[FloatArray, _f("side", "events/month", "provocations by its rivals, over four weeks")]
    net_gain: Annotated[
        FloatArray, _f("side", "share of value", "gain less cost of its engagement since the start", None)
    ]
    engaged_before: Annotated[FloatArray, _f("side", "share", "its engagement when last told of", 0, 1, 1)]
    bargain_odds: Annotated[FloatArray, _f("side", "probability", "that its main rival accepts its bargain", 0, 1)]
    yield_odds: Annotated[FloatArray, _f("side side", "probability", "that row accepts a bargain of column", 0, 1)]
    whim_from: Annotated[
        FloatArray, _f("side", "weeks", "week from which its leader may order it out", None, None, 1e6)
    ]
    whim_odds: Annotated[
        FloatArray, _f("side", "probability/month", "that its leader orders it out whatever the payoffs", 0, 1)
    ]
    taken_back: Annotated[FloatArray, _f("side", "probability", "that such an order is partly taken back", 0, 1)]
    provokes: Annotated[FloatArray, _f("side", "multiplier", "of the hazard that a client provokes; 0: never", 0)]
    push_until: Annotated[FloatArray, _f("side", "weeks", "week until which it pushes as a provocation")]
    held_until: Annotated[FloatArray, _f("side", "weeks", "week until which a patron's answer holds it back")]
    # foreign forces side by side
    hotline: Annotated[FloatArray, _f("side side", "share", "how well their forces keep apart", 0, 1)]
    alarm: Annotated[FloatArray, _f("side side", "weeks", "weeks for which a second incident is likelier")]
    caution: Annotated[FloatArray, _f("side side", "weeks", "weeks left of better deconfliction after an incident")]
    encounters: Annotated[FloatArray, _w("side side", "count", "encounters of their forces this week")]
    incident_dead: Annotated[FloatArray, _f("side", "men", "killed in incidents and punitive strikes since the start")]
    severity: Annotated[FloatArray, _w("side side", "grade", "worst encounter this week, 0 to 3", 0, 3)]
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
    factors: Annotated[FloatArray, _w("region factor", "see FACTORS", "what the battle here turned on this week", 0)]


@lru_cache(maxsize=1)
def declared() -> dict[str, Declared]:
    """Return the declaration of every field, in the order of the struct."""
    hints: dict[str, Any] = get_type_hints(Fields, include_extras=True)
    return {field.name: get_args(hints[field.name])[1] for field in fields(Fields)}
