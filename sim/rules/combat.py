"""Battle: a week of assault at each attacked region (docs/model 3.7).

A generalised Lanchester law: own-strength exponent p, enemy exponent 1 - p, so that losses follow the size of
the fight and the advantage per head rather than numbers alone. Reads men, supply, forts and air; writes the
dead, the wounded and the power ratio, and begins the week's count of who killed whom. Knows nothing of who holds
the ground afterwards.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from sim.chance import Purpose, normal, uniform
from sim.kernels import kernel
from sim.record.events import Event
from sim.scenario.parameters.combat import Combat
from sim.sides import COALITION, INDEX, SIDE_COUNT
from sim.theatre.regions import Theatre
from sim.world.fields import BoolArray, FloatArray, IntArray
from sim.world.losses import OUT_PER_DEAD, book_losses
from sim.world.world import World

__all__ = ["EQUATIONS", "READS", "WRITES", "apply", "exchange"]

READS = (
    "holder", "rival", "entry", "campaign_men", "campaign_supply", "supply", "cut", "fort", "morale",
    "air_attack", "air_defence", "reserve", "favour",
)  # fmt: skip
WRITES = (
    "garrison", "strike", "beds_strike", "beds_garrison", "dead", "disabled", "dead_week", "battle_dead",
    "ratio", "defenders", "factors", "clash",
)  # fmt: skip

_BATTLE = int(Purpose.BATTLE)
_SURPRISE = int(Purpose.SURPRISE)
_COALITION = np.array(COALITION)

EQUATIONS = """
D      = garrison + posted + min(reserve of the coalition / its attacked regions that are not cut off, reserve)
         no reserve comes to a region that is cut off
power  = sum over attackers i of A[i] * quality_* [i] * morale[i] * supply[i]^supply_power * leaning[i]
shield = D * quality_* * morale * supply^supply_power * fort * (mountain) * (1 + urban * town class) * leaning
leaning = favour_step ^ favour[side, governorate]: steps given by an event of the scenario, 0 without one
launch : the attack goes in if power/shield * exp(noise * N1) >= launch                before air and surprise
power *= (1 + air_attack) * (surprise, IS only, with surprise_chance);   shield *= (1 + air_defence)
e      = (power/A) / (shield/D);   ratio = power/shield * exp(noise * N2);   K = kappa * ((A + D)/4000)^(-eta)
dead_A = min(A/3, K * A^p * D^(1-p) * e^(-theta));   dead_D = min(D/3, K * D^p * A^(1-p) * e^theta);   p = exponent

Attackers' dead fall on sides by men sent; defenders' on garrison and lent reserve by their men, those of `posted` on
nobody; clash books who killed whom. For each dead, 2 more leave the field (3.3): hence a third at most. Form:
a generalised Lanchester law, p between the linear and the logarithmic law [helmbold]; small fights kill more, force
ratio hardly drives losses [dupuy_attrition]; surprise [dupuy_surprise]; terrain and forts [qjm]. kappa back-fitted to
six battles of 2016 to 2019 (two after June 2017) was 0.010 to 0.045 a week: short assaults high, long sieges low.
Rejected: the square law (numbers too decisive, [lucas_turkes_2004]); tables of 3 to 1; duels. Fault: one kappa for
assault and siege alike.
"""


def apply(world: World, ground: Theatre, numbers: Combat) -> list[Event]:
    """Fight every battle of the week; set `ratio` where one took place."""
    _fight(
        world.seed, world.week, world.holder, world.rival, _COALITION, world.entry, world.campaign_men,
        world.campaign_supply, world.supply, world.cut, world.fort, world.morale, _quality(numbers),
        world.air_attack, world.air_defence, world.reserve, numbers.favour_step**world.favour, ground.governorate,
        ground.key, ground.mountain, ground.urban,
        numbers.exponent, numbers.kappa, numbers.theta, numbers.eta, numbers.noise, numbers.launch,
        numbers.reserve, numbers.posted, numbers.mountain, numbers.urban, numbers.surprise,
        _surprise_chance(numbers), numbers.supply_power,
        world.garrison, world.strike, world.beds_strike, world.beds_garrison, world.dead, world.disabled,
        world.dead_week, world.battle_dead, world.ratio, world.defenders, world.factors, world.clash,
    )  # fmt: skip
    return []


@lru_cache(maxsize=8)
def _quality(numbers: Combat) -> FloatArray:
    """Return the power per man of each side."""
    quality = np.ones(SIDE_COUNT)
    for side in ("regime", "iran", "opposition", "hts", "is", "sdf", "turkey"):
        quality[INDEX[side]] = getattr(numbers, f"quality_{side}")
    return quality


@lru_cache(maxsize=8)
def _surprise_chance(numbers: Combat) -> FloatArray:
    """Return how often an attack of each side surprises: known of IS only."""
    chance = np.zeros(SIDE_COUNT)
    chance[INDEX["is"]] = numbers.surprise_chance
    return chance


@kernel
def exchange(
    attack: float, defence: float, edge: float, exponent: float, kappa: float, theta: float, eta: float
) -> tuple[float, float]:
    """Return the dead of attack and defence in one week for men `attack`, `defence` and advantage `edge`.

    dead_A = K A^p D^(1-p) e^(-theta), dead_D = K D^p A^(1-p) e^theta, K = kappa ((A + D) / 4000)^(-eta).
    """
    if attack <= 0.0 or defence <= 0.0:
        return 0.0, 0.0
    k = kappa * ((attack + defence) / 4000.0) ** (-eta)
    dead_attack = k * attack**exponent * defence ** (1.0 - exponent) * edge ** (-theta)
    dead_defence = k * defence**exponent * attack ** (1.0 - exponent) * edge**theta
    return min(attack / OUT_PER_DEAD, dead_attack), min(defence / OUT_PER_DEAD, dead_defence)


@kernel
def _fight(
    seed: int,
    week: int,
    holder: IntArray,
    rival: IntArray,
    coalition: IntArray,
    entry: IntArray,
    campaign_men: FloatArray,
    campaign_supply: FloatArray,
    supply: FloatArray,
    cut: FloatArray,
    fort: FloatArray,
    morale: FloatArray,
    quality: FloatArray,
    air_attack: FloatArray,
    air_defence: FloatArray,
    kept: FloatArray,
    favour: FloatArray,
    governorate: IntArray,
    key: IntArray,
    mountain: BoolArray,
    urban: IntArray,
    exponent: float,
    kappa: float,
    theta: float,
    eta: float,
    noise: float,
    launch: float,
    most_reserve: float,
    posted: float,
    in_mountain: float,
    in_town: float,
    surprise: float,
    surprise_chance: FloatArray,
    supply_power: float,
    garrison: FloatArray,
    strike: FloatArray,
    beds_strike: FloatArray,
    beds_garrison: FloatArray,
    dead: FloatArray,
    disabled: FloatArray,
    dead_week: FloatArray,
    battle_dead: FloatArray,
    ratio: FloatArray,
    defenders: FloatArray,
    factors: FloatArray,
    clash: FloatArray,
) -> None:
    """Fight each attacked region once, from the strengths at the start of the phase."""
    sides = len(morale)
    spare = _spare_men(holder, rival, coalition, cut, kept)
    men = np.zeros(sides)
    killed_mobile = np.zeros(sides)
    ratio[:] = 0.0
    defenders[:] = 0.0
    battle_dead[:], clash[:] = 0.0, 0.0
    for c in range(len(holder)):
        if rival[c] < 0:
            continue
        h, g = holder[c], governorate[c]
        power = supplied = attack = skilled = willing = 0.0
        men[:] = 0.0
        for f in range(sides):
            if coalition[f] != coalition[rival[c]]:
                continue
            for slot in range(entry.shape[1]):
                if entry[f, slot] == c:
                    sent = campaign_men[f, slot]
                    men[f] += sent
                    attack, skilled = attack + sent, skilled + sent * quality[f]
                    willing += sent * quality[f] * morale[f]
                    might = sent * quality[f] * morale[f] * campaign_supply[f, slot] ** supply_power
                    supplied, power = supplied + might, power + might * favour[f, g]
        if attack <= 0.0:
            continue
        reserve = 0.0 if cut[c] > 0.0 else min(most_reserve, spare[coalition[h]])
        defence = garrison[c] + reserve + posted
        fed, height, streets = supply[c] ** supply_power, in_mountain if mountain[c] else 1.0, 1.0 + in_town * urban[c]
        shield = defence * quality[h] * morale[h] * fed * fort[c]
        shield *= height * streets * favour[h, g]
        judged = power / shield * math.exp(noise * normal(seed, _BATTLE, week, key[c], 1))
        if judged < launch:
            continue
        why = factors[c]
        why[0], why[2], why[4], why[6] = attack, skilled / attack, willing / skilled, supplied / willing
        why[1], why[3], why[5], why[7] = defence, quality[h], morale[h], fed
        why[8], why[9], why[10], why[15] = fort[c], height, streets, judged
        why[19], why[20] = power / supplied if supplied > 0.0 else 1.0, favour[h, g]
        sudden = surprise if uniform(seed, _SURPRISE, week, key[c], 0) < surprise_chance[rival[c]] else 1.0
        power, shield = power * (1.0 + air_attack[c]) * sudden, shield * (1.0 + air_defence[c])
        edge = (power / attack) / (shield / defence)
        luck = math.exp(noise * normal(seed, _BATTLE, week, key[c], 0))
        ratio[c] = power / shield * luck
        why[11], why[12], why[13], why[14] = 1.0 + air_attack[c], 1.0 + air_defence[c], sudden, luck
        defenders[c] = defence - posted
        dead_attack, dead_defence = exchange(attack, defence, edge, exponent, kappa, theta, eta)
        for f in range(sides):
            if men[f] > 0.0:
                killed_mobile[f] += dead_attack * men[f] / attack
                clash[f, h] += dead_attack * men[f] / attack
        local = dead_defence * garrison[c] / defence
        helped = dead_defence * reserve / defence
        _share_reserve(h, helped, coalition, strike, killed_mobile)
        before = garrison[c]
        garrison[c] = book_losses(h, local, before, beds_garrison, dead, disabled, dead_week)
        clash[h, rival[c]] += local + helped
        battle_dead[c] += dead_attack + local + helped
    for f in range(sides):
        strike[f] = book_losses(f, killed_mobile[f], strike[f], beds_strike, dead, disabled, dead_week)


@kernel
def _spare_men(
    holder: IntArray,
    rival: IntArray,
    coalition: IntArray,
    cut: FloatArray,
    kept: FloatArray,
) -> FloatArray:
    """Return the mobile men that each coalition keeps for defence, per place that it must defend."""
    spare = np.zeros(len(coalition))
    attacked = np.zeros(len(coalition))
    for f in range(len(coalition)):
        spare[coalition[f]] += kept[f]
    for c in range(len(holder)):
        if rival[c] >= 0 and cut[c] == 0.0:
            attacked[coalition[holder[c]]] += 1.0
    for group in range(len(coalition)):
        spare[group] /= max(1.0, attacked[group])
    return spare


@kernel
def _share_reserve(
    side: int, killed: float, coalition: IntArray, strike: FloatArray, killed_mobile: FloatArray
) -> None:
    """Book the dead of a reserve to the strike forces of the coalition, by their size."""
    total = 0.0
    for f in range(len(strike)):
        if coalition[f] == coalition[side]:
            total += strike[f]
    if total <= 0.0:
        return
    for f in range(len(strike)):
        if coalition[f] == coalition[side]:
            killed_mobile[f] += killed * strike[f] / total
