"""The underground: beaten fighters of IS who hide, raid, rule by night and break their prisons (docs/model 3.9).

Reads the dead, prisoners and land lost of the week, and who guards what; writes men in hiding, raids and their
dead. Must run after all that takes land. Knows nothing of fronts or campaigns.
"""

from __future__ import annotations

import math

import numpy as np

from sim.chance import Purpose, negative_binomial, poisson, uniform
from sim.kernels import kernel
from sim.record.events import Event
from sim.scenario.parameters.underground import Underground
from sim.sides import CLIENTS, COALITION, HOLDS_AS, INDEX, SIDE_COUNT
from sim.theatre.regions import Theatre
from sim.world.enmity import LEAST_TO_FLY, enmity
from sim.world.fields import FloatArray, IntArray, Rows
from sim.world.forms import AMBUSH, HEX_AREA, MOST_RAIDS, SEASON
from sim.world.losses import OUT_PER_DEAD, book_losses
from sim.world.sanctuary import HIDES, weigh_refuges
from sim.world.underground import darken, hide, hunt, raid_rates
from sim.world.world import World

__all__ = ["EQUATIONS", "READS", "WRITES", "apply"]

EQUATIONS = """
in hiding U[c] <- U[c] + new men * near[c] / sum near + drift * (sanctuary share[c] * sum U - U[c]) - losses
new men    = min(hide * dead of IS this week, eligible) + [land lost] * slip_away * (captured + gone home this week)
             + min(1, disperse * level) * strike force       level of the order; 3 once IS holds no land; the same
             share of each garrison hides where it stands
sanctuary  = haunt * area/309 * (1 desert without a post, else settled) / (1 + garrison of others per 309 km2 / thick)
near       = sanctuary * (nearby if lost or fought over this week, else 1)
losses     = loss * U + sweep * level * E * U [held by the coalition that ordered raids there]
             + hunted * (1 - exp(-sorties/hunters)) * U [desert that others hold]
               sorties ordered elsewhere count elsewhere
raids on v ~ Poisson(sum over c = v and neighbours of raid * U[c]/100 * (1 - min(1, share of IS/open_war))
             * (by_night if night) * area[v] * w[v] / area in reach of c), at most 50
w          = E[IS,holder] * exposed * (1 desert, else fields) * (1 on a road, else roadless)
             * max(least_open, 1 - G/asked)/(1 - thin_coverage)
             asked = guard_land * area/309 + guard_road * sqrt(area/309) [road] + guard_people * P/1e5
             none if G < least_men
dead of the holder per raid ~ NegBin(mean toll * surprise/1.8, size spread), massed_toll times as many in a share
             massed of raids once sum U >= massed_from;  dead of IS = own_toll * 1.8/surprise of them
             per dead of the holder: on_ally * engaged of an ally on its land, on_patron * engaged of patrons' soldiers
threat     <- threat + (raids - threat)/13;   night: U per 309 km2 >= night where others hold, until below 0.7 * night
guard      = min(1, coverage of the jailer) / (1 + men of others who attack his land / drawn_off)
jailbreak  : chance jailbreak a week while guard < guarded; a share freed returns to hiding

Form: after the first trial; its weights by hex became shares of the land in reach, so that cutting a region in two
changes no total. Coverage is local, against a fixed need of men: against the garrison task of 3.5, which follows
orders and raids, thinning the desert out would not expose it. Rejected: raids as small battles (they would take land),
and one national rate (raids would not pin down the thinly held). Faults: raids do not cut roads; loyalty of people has
no part, though control by night is thought to rest on it [kalyvas_2006].
"""

READS = (
    "holder", "taken_from", "ratio", "rival", "hostility", "compliance", "coverage", "population", "raiding", "zone",
    "entry", "campaign_men", "sorties", "engaged", "air_weight", "dispersing",
)  # fmt: skip
WRITES = (
    "cadre", "haunt", "threat", "raided", "raid_dead", "night", "exposed", "eligible", "garrison", "strike",
    "beds_strike",
    "beds_garrison", "dead", "disabled", "deserted", "captured", "received", "dead_week", "battle_dead", "clash",
    "detained", "counted_captured", "counted_deserted",
)  # fmt: skip

_ROUNDING = 1e-9
"""What sums of men may differ by with the order of regions."""
TOLD = 10.0
"""Dead of the holder from which raids on a region are told as an event [men]; the rest is in the measures."""

_RAID, _TOLL, _JAILBREAK = int(Purpose.RAID), int(Purpose.TOLL), int(Purpose.JAILBREAK)
_COALITION = np.array(COALITION)
_JAILER = INDEX["sdf"]
"""Who kept its prisoners in camps that could be broken; what became of others' prisoners is outside the model."""

_COMRADE = np.zeros((SIDE_COUNT, SIDE_COUNT))
"""1 for an ally whose force stands on the holder's land (row), 2 for a patron's soldiers, outside the account."""
for _side, _lead in enumerate(HOLDS_AS):
    _COMRADE[_lead, _side] = float(_lead != _side)
for _patron, _clients in CLIENTS.items():
    _COMRADE[list(_clients), _patron] = 2.0


def apply(world: World, ground: Theatre, numbers: Underground) -> list[Event]:
    """Hide, hunt, raid and break out; return raids with many dead, jailbreaks and changes by night."""
    hostile = enmity(world)
    refuge = np.empty(ground.size)
    np.putmask(world.haunt, world.holder == HIDES, 1.0)
    weigh_refuges(
        HIDES, world.holder, world.zone, world.garrison, world.haunt, _COALITION, ground.area, ground.desert,
        numbers.settled, numbers.thick, refuge,
    )  # fmt: skip
    hide(
        HIDES, _JAILER, world.holder, world.taken_from, world.ratio, world.rival, world.dead_week, world.dispersing,
        refuge, numbers.hide, numbers.slip_away, numbers.disperse, numbers.nearby, numbers.drift, world.cadre,
        world.garrison, world.strike, world.eligible, world.captured, world.deserted, world.detained,
        world.counted_captured, world.counted_deserted,
    )  # fmt: skip
    hunt(
        HIDES, _JAILER, world.holder, _COALITION, hostile, world.raiding, world.sorties * world.engaged,
        world.air_weight, ground.governorate, ground.desert, numbers.loss, numbers.sweep, numbers.hunted,
        numbers.hunters, numbers.elsewhere, LEAST_TO_FLY, world.cadre, world.dead, world.dead_week, world.deserted,
        world.captured,
        world.detained, world.clash,
    )  # fmt: skip
    told = _raids(world, ground, numbers, hostile)
    told += _jailbreak(world, numbers, refuge)
    told += _nights(world, ground, numbers)
    world.exposed[:] = 1.0
    world.counted_captured[:] = world.captured
    world.counted_deserted[:] = world.deserted
    return told


def _raids(world: World, ground: Theatre, numbers: Underground, hostile: FloatArray) -> list[Event]:
    """Draw the raids of the week and book their dead."""
    rate, toll = np.zeros(ground.size), np.zeros((ground.size, 3))
    raid_rates(
        HIDES, world.holder, _COALITION, hostile, world.zone, world.garrison, world.population,
        world.cadre, world.night, world.exposed, ground.area, ground.desert, ground.on_road, ground.degree,
        ground.beside, numbers.raid, numbers.open_war, numbers.fields, numbers.roadless, numbers.thin_coverage,
        numbers.guard_land, numbers.guard_road, numbers.guard_people, numbers.least_men, numbers.least_open,
        numbers.by_night, rate,
    )  # fmt: skip
    _raid(
        world.seed, world.week, HIDES, rate, world.holder, _COMRADE, world.engaged, world.sorties, ground.key,
        ground.degree, ground.beside, numbers.toll, numbers.spread, numbers.surprise, numbers.own_toll,
        numbers.massed_from, numbers.massed, numbers.massed_toll, numbers.on_ally, numbers.on_patron, world.raided,
        world.raid_dead, world.threat, world.cadre, world.garrison, world.strike, world.beds_garrison,
        world.beds_strike, world.dead, world.disabled, world.dead_week, world.received, world.battle_dead, world.clash,
        toll,
    )  # fmt: skip
    if not world.telling:
        return []
    return [
        Event(
            world.week, "underground", "raid", int(c), HIDES, int(world.holder[c]), 1.0 - math.exp(-rate[c]),
            float(toll[c, 2]),
            {"raids": float(world.raided[c]), "dead": float(toll[c, 0]), "dead_raiders": float(toll[c, 1]),
             "cadre": float(world.cadre[c]), "coverage": float(world.coverage[world.holder[c]])},
        )
        for c in np.flatnonzero(toll[:, 0] > TOLD - _ROUNDING)
    ]  # fmt: skip


@kernel
def _raid(
    seed: int, week: int, hider: int, rate: FloatArray, holder: IntArray, comrade: FloatArray, engaged: FloatArray,
    sorties: FloatArray, key: IntArray, degree: IntArray, neighbour: Rows, mean: float, size: float,
    surprise: float, own: float, massed_from: float, massed: float, massed_toll: float, on_ally: float,
    on_patron: float, raided: FloatArray, raid_dead: FloatArray, threat: FloatArray, cadre: FloatArray,
    garrison: FloatArray, strike: FloatArray, beds: FloatArray, beds_strike: FloatArray, dead: FloatArray,
    disabled: FloatArray,
    dead_week: FloatArray, received: FloatArray, battle_dead: FloatArray, clash: FloatArray, told: FloatArray,
) -> None:  # fmt: skip
    """Draw the raids on each region and their tolls, and book the dead on both sides."""
    many = cadre.sum() >= massed_from
    before = np.zeros(len(dead))
    force, hidden, fallen = strike.copy(), cadre.copy(), np.zeros(len(cadre))
    raid_dead[:] = 0.0
    struck = 0
    for c in range(len(holder)):
        raided[c] = 0.0
        if rate[c] > 0.0:
            drawn = uniform(seed, _RAID, week, key[c], 0)
            raided[c] = min(MOST_RAIDS, float(poisson(drawn, rate[c])))
            told[c, 2] = drawn
        threat[c] += (raided[c] - threat[c]) / SEASON
        struck += raided[c] > 0.0
    for c in range(len(holder)):
        if raided[c] == 0.0:
            continue
        killed = 0.0
        for number in range(int(raided[c])):
            killed += _toll(
                seed, week, key[c], number, mean * surprise / AMBUSH, size, massed if many else 0.0, massed_toll
            )
        h = holder[c]
        before[:] = dead
        local = killed
        for f in range(len(dead)):
            if comrade[h, f] == 1.0:
                part = min(killed * on_ally * engaged[f], force[f] / (OUT_PER_DEAD * struck))
                strike[f] = book_losses(f, part, strike[f], beds_strike, dead, disabled, dead_week)
                local -= part
            elif comrade[h, f] == 2.0 and sorties[f] > 0.0:
                part = killed * on_patron * engaged[f]
                dead[f] += part
                dead_week[f] += part
                received[f] += part
                local -= part
        garrison[c] = book_losses(h, local, garrison[c], beds, dead, disabled, dead_week)
        for f in range(len(dead)):
            told[c, 0] += dead[f] - before[f]
            raid_dead[f] += dead[f] - before[f]
            clash[f, hider] += dead[f] - before[f]
        near = hidden[c]
        for k in range(degree[c]):
            near += hidden[neighbour[c, k]]
        fell = min(near, told[c, 0] * own * AMBUSH / surprise)
        share = fell / near if near > 0.0 else 0.0
        fallen[c] += share * hidden[c]
        for k in range(degree[c]):
            fallen[neighbour[c, k]] += share * hidden[neighbour[c, k]]
        told[c, 1] = fell
        raid_dead[hider] += fell
        clash[hider, h] += fell
        battle_dead[c] += told[c, 0] + fell
    for c in range(len(holder)):
        gone = min(cadre[c], fallen[c])
        cadre[c] -= gone
        dead[hider] += gone
        dead_week[hider] += gone


@kernel
def _toll(
    seed: int, week: int, key: int, number: int, mean: float, size: float, massed: float, massed_toll: float
) -> float:
    """Draw the dead of the holder in one raid; a share of raids is massed, with several times the toll."""
    toll = float(negative_binomial(uniform(seed, _TOLL, week, key, number), mean, size))
    return toll * massed_toll if uniform(seed, _TOLL, week, key, 1000 + number) < massed else toll


def _jailbreak(world: World, numbers: Underground, refuge: FloatArray) -> list[Event]:
    """Let prisoners break out where their guards are stretched."""
    held = float(world.detained[_JAILER])
    if held < 1.0:
        return []
    drawn = uniform(world.seed, _JAILBREAK, world.week, _JAILER, 0)
    if drawn >= numbers.jailbreak:
        return []
    weight = float(refuge.sum())
    attackers = _attackers(world)
    guard = min(1.0, float(world.coverage[_JAILER])) / (1.0 + attackers / numbers.drawn_off)
    if guard >= numbers.guarded or weight <= 0.0:
        return []
    freed = min(numbers.freed * held, float(world.captured[HIDES]))
    world.detained[_JAILER] -= freed
    world.captured[HIDES] -= freed
    world.cadre += freed * refuge / weight
    inputs = {"freed": freed, "detained": held, "guard": guard, "attackers": attackers}
    return [Event(world.week, "underground", "jailbreak", -1, HIDES, _JAILER, numbers.jailbreak, drawn, inputs)]


def _attackers(world: World) -> float:
    """Return the men of others who attack land that was the jailer's as the week began, IS not counted [men]."""
    held = np.where(world.taken_from >= 0, world.taken_from, world.holder)
    besieged = (world.entry >= 0) & (held[world.entry] == _JAILER)
    besieged[HIDES] = False
    return float(world.campaign_men[besieged].sum())


def _nights(world: World, ground: Theatre, numbers: Underground) -> list[Event]:
    """Set where IS rules by night; return one event for each change."""
    before = world.night.copy() if world.telling else world.night
    changes = darken(HIDES, world.holder, world.cadre, ground.area, numbers.night, world.night)
    if not changes or not world.telling:
        return []
    return [
        Event(
            world.week, "underground", "night" if world.night[c] else "day", int(c), HIDES, int(world.holder[c]),
            inputs={"cadre": float(world.cadre[c]), "thickness": float(world.cadre[c] * HEX_AREA / ground.area[c])},
        )
        for c in np.flatnonzero(before != world.night)
    ]  # fmt: skip
