"""Incidents: patrols that meet, men who press into foreign zones, punitive strikes (docs/model 3.11).

Parties that are at war with each other fight elsewhere; here meet those that are not. Reads patrols, zones and the
month's orders; writes encounters, their worst grade, and what they do to men, relations and hotlines. Runs before
the civil harm of the week. Knows nothing of fronts or battles.
"""

from __future__ import annotations

import math

import numpy as np

from sim.chance import Purpose, normal, poisson, uniform
from sim.kernels import kernel
from sim.record.events import Event
from sim.scenario.parameters.incidents import Incidents
from sim.sides import COALITION, SIDE_COUNT, SIDES
from sim.theatre.regions import Theatre
from sim.world.encounters import meet, press
from sim.world.fields import FloatArray
from sim.world.shocks import advancing, book_dead, crisis, estrange, pressing, strike_at
from sim.world.world import World

__all__ = ["EQUATIONS", "READS", "WRITES", "apply", "patrol_grade", "push_grade"]

READS = (
    "holder", "quarrel", "patrol", "density", "zone", "engaged", "probing", "pushing", "push_until", "restraining",
    "held_until", "hotline",
)  # fmt: skip
WRITES = (
    "encounters", "severity", "alarm", "caution", "striking", "relation", "escalation", "provoked", "clash",
    "strike", "beds_strike", "dead", "disabled", "dead_week", "received", "incident_dead",
)  # fmt: skip

EQUATIONS = """\
patrols:  rho[i] = (patrol + post_patrol * [own zone]) * density * engaged
          encounters of i and j ~ Poisson(rate * alarm * sum(A/area * rho[i] * rho[j])
                                          * (1 - hotline * line * c[i] * c[j]))
          rate = meet for soldiers of two states, push where one side's men are militias
          line = hotline between them (+ caution for caution_weeks after an incident)
          c = keeping, or probing if it tests the rules
          soldiers: grade 3 with `fire` (fire_dead), 2 with `shots`, 1 with `injury`, else nothing; militias: as a push
pushes:   encounters ~ Poisson(push * watch * km/edge * alarm * w) of pushing side and another's posts
          km = edge of their zones that land of its coalition touches, at most `pressed`
          w = (1 - restraint), shared among partners who push; restraint = restraining/3, 1 until held_until
          each: grade 3 `massed`, log-normal dead (massed_dead, massed_spread); 2 `deadly`, 1 + Poisson(deadly_dead)
          dead; 1 `warning`
          at a zone with oil, chance 1 - exp(-thrust * w): of thrust_least..thrust_most men a share
          thrust_dead..thrust_worst dies
          whose men push are not met in foreign zones on patrol as well
after:    R falls by cools, strains, harms (militias) or breaks (states), and by a share `drags` of it between the
          patrons behind them; a crisis for the patrons; provoked + 1 for both; the alarm sounds for alarm_weeks,
          unless it sounds already
strikes:  one ordered strike kills Poisson(punish_dead); R falls by punished (drags as above); provoked + 1

Encounters per area do not change if a region is cut in two. The ladder is that of the patrols near Derik
[derik_2020] and of the rounds at Tanf [tanf_timeline] and Khasham [khasham_wikipedia]; its chances are a guess.
Rejected: an extensive game of crises (cannot be identified). Fault: the toll of massed strikes and thrusts rests on
one night of February 2018, which lies in the window held apart (4.2).
"""

_COALITION = np.array(COALITION)
_SOLDIERS = np.isin(SIDES, ("turkey", "us", "russia", "israel"))
"""Whose patrols are soldiers of a state; Iran's are militias, by Syria's and others' men."""
_STATES = np.multiply.outer(_SOLDIERS, _SOLDIERS)
_ENCOUNTER, _SEVERITY, _THRUST = int(Purpose.ENCOUNTER), int(Purpose.SEVERITY), int(Purpose.THRUST)
_PUSHES, _DEAD, _BLOW = 1000, 10_000, 20_000
"""Where the numbers of a dyad's draws begin: of pushes, of their dead, of the toll of a strike ordered."""
_NOTHING = np.zeros((0, 0))


def apply(world: World, ground: Theatre, numbers: Incidents) -> list[Event]:
    """Let forces meet, grade every encounter, and book what follows."""
    strikes, patrols, pushes = _stir(
        world.week, world.striking, world.patrol, world.pushing, world.push_until, world.encounters, world.severity
    )
    told = _punish(world, numbers) if strikes else []
    rate = _meetings(world, ground, numbers) if patrols else _NOTHING
    edge, oil = _edges(world, ground, numbers) if pushes else (_NOTHING, _NOTHING)
    for i, j in _pairs(rate) if patrols else ():
        if _STATES[i, j]:
            told += _patrols_meet(world, numbers, i, j, float(rate[i, j]))
        else:
            told += _push(world, numbers, *((j, i) if _SOLDIERS[i] else (i, j)), float(rate[i, j]), 0)
    for i, j in _pairs(edge) if pushes else ():
        told += _push(world, numbers, i, j, float(edge[i, j]), _PUSHES)
        if oil[i, j] > 0.0:
            told += _thrust(world, numbers, i, j, float(oil[i, j]))
    _tick(world.alarm, world.caution)
    return told


@kernel
def _stir(
    week: int, striking: FloatArray, patrol: FloatArray, pushing: FloatArray, push_until: FloatArray,
    encounters: FloatArray, severity: FloatArray,
) -> tuple[bool, bool, bool]:  # fmt: skip
    """Return whether anybody is to be struck, patrols or presses, and clear last week's encounters."""
    encounters[:] = severity[:] = 0.0
    strikes = patrols = pushes = False
    for i in range(len(pushing)):
        pushes = pushes or pushing[i] != 0.0 or push_until[i] > week
        for j in range(len(pushing)):
            strikes = strikes or striking[i, j] != 0.0
    for c in range(len(patrol)):
        for f in range(len(pushing)):
            patrols |= patrol[c, f] > 0.0
    return strikes, patrols, pushes


@kernel
def _tick(alarm: FloatArray, caution: FloatArray) -> None:
    """Let a week of alarm and caution pass."""
    for i in range(len(alarm)):
        for j in range(len(alarm)):
            alarm[i, j] = max(alarm[i, j] - 1.0, 0.0)
            caution[i, j] = max(caution[i, j] - 1.0, 0.0)


def _pairs(level: FloatArray) -> list[tuple[int, int]]:
    """Return the pairs of sides for which there is any of something."""
    return list(zip(*map(np.ndarray.tolist, np.nonzero(level > 0.0)), strict=True))


def _meetings(world: World, ground: Theatre, numbers: Incidents) -> FloatArray:
    """Return expected encounters of patrols, by pair of sides: none where nobody but posts patrols."""
    rate, out = np.zeros((SIDE_COUNT, SIDE_COUNT)), world.density * world.engaged
    meet(
        _COALITION, world.holder, world.zone, world.patrol, out, numbers.post_patrol * out, world.quarrel,
        ground.area, numbers.area, pressing(world), rate,
    )  # fmt: skip
    keeps = np.where(world.probing > 0.0, numbers.probing, numbers.keeping)
    line = np.minimum(1.0, world.hotline + numbers.caution * (world.caution > 0.0))
    rate *= np.where(_STATES, numbers.meet, numbers.push) * np.where(world.alarm > 0.0, numbers.alarm, 1.0)
    rate *= 1.0 - numbers.hotline * line * np.multiply.outer(keeps, keeps)
    return rate


def _edges(world: World, ground: Theatre, numbers: Incidents) -> tuple[FloatArray, FloatArray]:
    """Return expected encounters of pushes on posts, and the weight of a push where oil is near, by pair of sides."""
    edge, oil = np.zeros((2, SIDE_COUNT, SIDE_COUNT))
    press(
        _COALITION, world.holder, world.zone, advancing(world), world.strike, ground.oil,
        ground.degree, ground.beside, ground.border, numbers.pressed, numbers.push * numbers.watch / numbers.edge,
        world.alarm, numbers.alarm, edge, oil,
    )  # fmt: skip
    return edge, oil


def _patrols_meet(world: World, n: Incidents, i: int, j: int, rate: float) -> list[Event]:
    """Draw the encounters of two states' patrols and their grades."""
    key = i * SIDE_COUNT + j
    count = poisson(uniform(world.seed, _ENCOUNTER, world.week, key, 0), rate)
    world.encounters[i, j] += count
    world.encounters[j, i] += count
    told = []
    for number in range(count):
        draw = uniform(world.seed, _SEVERITY, world.week, key, number)
        grade = patrol_grade(draw, n.injury, n.shots, n.fire)
        if grade == 0:
            continue
        killed = 0.0
        for side, other in ((i, j), (j, i)) if grade == 3 else ():
            toss = uniform(world.seed, _SEVERITY, world.week, key, _DEAD + 2 * number + (side == j))
            killed += book_dead(world, side, other, float(poisson(toss, n.fire_dead)))
        _after(world, n, (i, j), grade, (n.cools, n.strains, n.breaks)[grade - 1])
        inputs = {"grade": float(grade), "rate": rate, "dead": killed, "hotline": float(world.hotline[i, j])}
        odds = (n.injury, n.shots, n.fire)[grade - 1]
        told.append(Event(world.week, "incidents", "encounter", -1, i, j, odds, draw, inputs))
    return told


def _push(world: World, n: Incidents, i: int, j: int, rate: float, first: int) -> list[Event]:
    """Draw how often men of `i` press into zones of `j`, or meet its patrols, and what answers them."""
    key = i * SIDE_COUNT + j
    count = poisson(uniform(world.seed, _ENCOUNTER, world.week, key, first), rate)
    if count == 0:
        return []
    world.encounters[i, j] += count
    world.encounters[j, i] += count
    told = []
    for number in range(first, first + count):
        draw = uniform(world.seed, _SEVERITY, world.week, key, number)
        grade = push_grade(draw, n.warning, n.deadly, n.massed)
        if grade == 0:
            continue
        killed = 0.0
        if grade == 2:
            killed = 1.0 + poisson(uniform(world.seed, _SEVERITY, world.week, key, _DEAD + number), n.deadly_dead)
        elif grade == 3:
            spread = n.massed_spread * normal(world.seed, _SEVERITY, world.week, key, _DEAD + number)
            killed = n.massed_dead * math.exp(spread)
        killed = book_dead(world, i, j, killed) if killed > 0.0 else 0.0
        _after(world, n, (i, j), grade, (n.cools, n.strains, n.harms)[grade - 1])
        inputs, odds = {"grade": float(grade), "rate": rate, "dead": killed}, (n.warning, n.deadly, n.massed)[grade - 1]
        kind = "push" if first else "encounter"
        told.append(Event(world.week, "incidents", kind, -1, i, j, odds, draw, inputs))
    return told


def _thrust(world: World, n: Incidents, i: int, j: int, weight: float) -> list[Event]:
    """Let men of `i` try for a zone of `j` with oil; they meet fire and take nothing."""
    key, odds = i * SIDE_COUNT + j, 1.0 - math.exp(-n.thrust * weight)
    draw, luck, toss = (uniform(world.seed, _THRUST, world.week, key, number) for number in range(3))
    if draw >= odds:
        return []
    men = min(n.thrust_least + (n.thrust_most - n.thrust_least) * luck, float(world.strike[i]))
    share = n.thrust_dead + (n.thrust_worst - n.thrust_dead) * toss
    killed = book_dead(world, i, j, share * men)
    _after(world, n, (i, j), 3, n.harms)
    inputs = {"men": men, "dead": killed, "share": share}
    return [Event(world.week, "incidents", "thrust", -1, i, j, odds, draw, inputs)]


def _after(world: World, n: Incidents, pair: tuple[int, int], grade: int, fall: float) -> None:
    """Estrange two parties, sound the alarm if it is silent, make them careful, and count a crisis."""
    estrange(world, *pair, fall, n.drags)
    crisis(world, *pair, 1.0)
    for one, other in (pair, pair[::-1]):
        world.provoked[one] += 1.0
        world.severity[one, other] = max(float(world.severity[one, other]), float(grade))
        world.caution[one, other] = n.caution_weeks + 1.0
        if world.alarm[one, other] <= 0.0:
            world.alarm[one, other] = n.alarm_weeks + 1.0


def _punish(world: World, n: Incidents) -> list[Event]:
    """Carry out the punitive strikes ordered, once."""
    told = []
    for i, j in np.argwhere(world.striking > 0.0).tolist():
        draw = uniform(world.seed, _SEVERITY, world.week, i * SIDE_COUNT + j, _BLOW)
        killed = strike_at(world, i, j, float(poisson(draw, n.punish_dead)), n)
        told.append(Event(world.week, "incidents", "strike", -1, i, j, inputs={"dead": killed}))
    world.striking[:] = 0.0
    return told


@kernel
def patrol_grade(draw: float, injury: float, shots: float, fire: float) -> int:
    """Return the grade of an encounter of patrols: 0 nothing, 1 injury, 2 warning fire or a local death, 3 fire."""
    return (draw < injury + shots + fire) + (draw < shots + fire) + (draw < fire)


@kernel
def push_grade(draw: float, warning: float, deadly: float, massed: float) -> int:
    """Return the grade of a push: 0 turned back, 1 warning strike, 2 strike with dead, 3 many dead."""
    return (draw < warning + deadly + massed) + (draw < deadly + massed) + (draw < massed)
