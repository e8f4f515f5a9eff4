"""What each series and event of a scenario changes when its week opens.

Owns the effect of every input, one function each. Knows nothing of when it comes, of rules or of policies.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import numpy as np

from sim.calendar import week_of
from sim.engine.accords import agree, leave_office, settle_war
from sim.engine.desk import Calm, Desk, Due, Input, Opened
from sim.orders.codec import order_from_plain
from sim.orders.orders import Engage
from sim.scenario import events as scheduled
from sim.scenario.loaded import Loaded
from sim.scenario.parameters.incidents import Incidents
from sim.scenario.parameters.provocations import Provocations
from sim.scenario.parameters.underground import Underground
from sim.scenario.schema import ActorSetup
from sim.scenario.start import Start
from sim.sides import INDEX
from sim.theatre.regions import Theatre
from sim.world.build import inside, set_reach
from sim.world.enmity import set_hostility, set_truce
from sim.world.sanctuary import HIDES, place_cadre
from sim.world.shocks import outrage, strike_at
from sim.world.standing import guarantee_of, set_hotline, set_patrol
from sim.world.turnover import barred, close_post, foreign, move_in, move_out, open_post, rows_of, take
from sim.world.world import World

__all__ = ["carry_out_strikes", "event_input", "open_window", "series_input"]

ROOM_TO_GROW = 1.2
"""How far an entering force may grow by recruits (multiple of its size at entry; assumption)."""

MEAN_WEEKS = 4.0
"""Weeks over which the dead between two sides are averaged (docs/model 3.12)."""

type Effect[Kind] = Callable[[Loaded, Kind, World, Theatre, Desk], None]


def series_input(name: str, value: float) -> Input:
    """Return the change that a point of a dated series makes."""
    first, *rest = name.split(".")
    if first == "aid":
        return lambda world, ground, desk: _put(world.aid, (INDEX[rest[0]], INDEX[rest[1]]), value)
    return lambda world, ground, desk: _put(world.sorties, INDEX[first], value)


def event_input(loaded: Loaded, event: scheduled.Event) -> Input:
    """Return the change that an event makes."""
    return partial(_EFFECTS[type(event)], loaded, event)


def carry_out_strikes(loaded: Loaded, world: World, desk: Desk) -> None:
    """Carry out this week's punitive strikes, once the rules are done: so their dead count in the week and are felt."""
    for by, against, dead in desk.strikes:
        numbers = loaded.parameters["incidents"]
        assert isinstance(numbers, Incidents)
        died = strike_at(world, by, against, dead, numbers)
        world.violence[against, by] += died / MEAN_WEEKS
        world.violence[by, against] += died / MEAN_WEEKS
    desk.strikes.clear()


def _put(field: np.ndarray[Any, Any], at: Any, value: float) -> None:
    field[at] = value


def _week(loaded: Loaded, day: date) -> int:
    return week_of(day, loaded.scenario.start)


def _sorties(loaded: Loaded, event: scheduled.Sorties, world: World, ground: Theatre, desk: Desk) -> None:
    world.sorties[INDEX[event.side]] = event.per_week.value


def _aid(loaded: Loaded, event: scheduled.Aid, world: World, ground: Theatre, desk: Desk) -> None:
    world.aid[INDEX[event.patron], INDEX[event.client]] = event.per_week.value


def _truce(loaded: Loaded, event: scheduled.Truce, world: World, ground: Theatre, desk: Desk) -> None:
    set_truce(
        world, event.parties, event.compliance.value, event.excludes,
        frailty=event.hazard.value, guarantee=guarantee_of(loaded, event.guarantee),
    )  # fmt: skip


def _end_truce(loaded: Loaded, event: scheduled.EndTruce, world: World, ground: Theatre, desk: Desk) -> None:
    set_truce(world, event.parties, 0.0)


def _hostility(loaded: Loaded, event: scheduled.Hostility, world: World, ground: Theatre, desk: Desk) -> None:
    for one, other in (event.pair, event.pair[::-1]):
        if one in desk.calm and other in desk.calm[one].hostility:
            desk.calm[one].hostility[other] = event.value.value
    set_hostility(world, event.pair[0], event.pair[1], event.value.value)


def _post(loaded: Loaded, event: scheduled.Contingent, world: World, ground: Theatre, desk: Desk) -> None:
    """Post a contingent, or let one leave; where another side's stands, nothing happens."""
    if barred(world, ground, event.side, event.place):
        return
    post, men = (event.side, event.place), event.men.value
    old_km = desk.posts.pop(post, None)
    if old_km is not None:
        close_post(world, ground, event.side, event.place, old_km, leaving=men == 0.0)
    if men > 0.0:
        open_post(world, ground, event.side, event.place, men, event.zone_km.value)
        desk.posts[post] = event.zone_km.value


def _window(loaded: Loaded, event: scheduled.Window, world: World, ground: Theatre, desk: Desk) -> None:
    until = None if event.until is None else _week(loaded, event.until)
    open_window(loaded.start, event, event.id or event.told, until, (world, ground, desk))


def open_window(
    start: Start,
    window: scheduled.Window | scheduled.Entry,
    name: str,
    until: int | None,
    war: tuple[World, Theatre, Desk],
) -> None:
    """Let a foreign force in until a week: it takes its points of entry and may attack inside the boxes."""
    world, ground, desk = war
    side, men = INDEX[window.side], window.men.value
    calm = desk.calm.setdefault(window.side, Calm(float(world.strike_limit[side]), {}))
    for foe in window.against:
        calm.hostility.setdefault(foe, float(world.quarrel[side, INDEX[foe]]))
    move_in(world, rows_of(ground, window.enter), side)
    world.depot[rows_of(ground, window.enter)] = side
    _arrive(world, side, men)
    share = men / max(float(world.strike[side]), 1.0)
    opened = Opened(name, window.side, window.boxes, men, share, window.against, window.hostility.value)
    desk.opened.append(opened)
    _set_ground(start, window.side, world, ground, desk)
    _set_quarrels(opened, world, desk)
    if until is not None:
        desk.due.append(Due(until, "window", "closes", partial(_close, start, opened)))


def _arrive(world: World, side: int, men: float) -> None:
    """Let men join a side's mobile force from outside, with room to grow."""
    world.strike[side] += men
    world.received[side] += men
    world.strike_limit[side] = max(world.strike_limit[side], ROOM_TO_GROW * world.strike[side])


def _leave(world: World, side: int, men: float) -> None:
    """Let men of a side's mobile force go home."""
    world.handed[side] += men
    world.strike[side] -= men


def _close(start: Start, opened: Opened, world: World, ground: Theatre, desk: Desk) -> None:
    """End a window: those who came and live go home, what was taken stays held, old limits and quarrels hold again."""
    side = INDEX[opened.side]
    home = min(opened.share * float(world.strike[side]), opened.men)
    _leave(world, side, home)
    desk.opened.remove(opened)
    _set_ground(start, opened.side, world, ground, desk)
    _set_quarrels(opened, world, desk)
    if opened.side not in [window.side for window in desk.opened]:
        world.strike_limit[side] = desk.calm.pop(opened.side).limit


def _set_quarrels(opened: Opened, world: World, desk: Desk) -> None:
    """Set hostility towards those whom a window names: as before it, or what an open one asks for if that is more."""
    for foe in opened.against:
        asked = [w.hostility for w in desk.opened if w.side == opened.side and foe in w.against]
        level = max(desk.calm[opened.side].hostility[foe], *asked, 0.0)
        if level != world.quarrel[INDEX[opened.side], INDEX[foe]]:
            set_hostility(world, opened.side, foe, level)


def _set_ground(start: Start, side: str, world: World, ground: Theatre, desk: Desk) -> None:
    """Let a side attack inside its open windows; without any, within the limits of the start state."""
    boxes = [box for window in desk.opened if window.side == side for box in window.boxes]
    if boxes:
        world.readiness[:, INDEX[side]] = inside(ground, boxes)
    else:
        set_reach(world, ground, start, side)


def _deal(loaded: Loaded, event: scheduled.LocalDeal, world: World, ground: Theatre, desk: Desk) -> None:
    """Hand places over; a share of their men leaves for other land of their side, the rest lay down arms."""
    to = INDEX[event.to]
    area = foreign(world, rows_of(ground, event.places), to)
    for side in np.unique(world.holder[area]):
        here = area & (world.holder == side)
        leaving = event.share.value * world.garrison[here].sum()
        goal = _destination(world, ground, event, int(side), area)
        if goal.any():
            world.garrison[goal] += leaving / goal.sum()
        else:
            leaving = 0.0
        world.deserted[side] += world.garrison[here].sum() - leaving
    take(world, area, to)


def _destination(
    world: World, ground: Theatre, event: scheduled.LocalDeal, side: int, area: np.ndarray
) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return where fighters who leave go: the named place while their side holds it, else all their other land."""
    rest: np.ndarray[Any, np.dtype[np.bool_]] = ~area & (world.holder == side)
    if event.moves_to is not None and rest[ground.index[event.moves_to]]:
        rest[:] = False
        rest[ground.index[event.moves_to]] = True
    return rest


def _overrule(loaded: Loaded, event: scheduled.Overrule, world: World, ground: Theatre, desk: Desk) -> None:
    """Give regions to a side; allies of it lose theirs too, for a word from outside asks for no quarrel."""
    to = INDEX[event.to]
    theirs = rows_of(ground, event.regions) & (world.holder != to)
    move_out(world, theirs)
    take(world, theirs, to)


def _favour(loaded: Loaded, event: scheduled.Favour, world: World, ground: Theatre, desk: Desk) -> None:
    at = (INDEX[event.side], ground.governorates.index(event.governorate))
    _lean(at, event.steps, world, ground, desk)
    if event.until is not None:
        desk.due.append(Due(_week(loaded, event.until), "favour", "", partial(_lean, at, -event.steps)))


def _lean(at: tuple[int, int], steps: int, world: World, ground: Theatre, desk: Desk) -> None:
    """Add steps to a judgement; whole steps, so that what is taken back leaves nothing behind."""
    world.favour[at] += steps


def _luck(loaded: Loaded, event: scheduled.Luck, world: World, ground: Theatre, desk: Desk) -> None:
    world.seed = event.seed


def _reinforce(loaded: Loaded, event: scheduled.Reinforcement, world: World, ground: Theatre, desk: Desk) -> None:
    """Let men come or leave; those who come while a window is open keep their room when it closes."""
    side, men = INDEX[event.side], event.men.value
    if men < 0.0:
        _leave(world, side, min(-men, float(world.strike[side])))
        return
    _arrive(world, side, men)
    if (calm := desk.calm.get(event.side)) is not None:
        own = float(world.strike[side]) - sum(window.men for window in desk.opened if window.side == event.side)
        desk.calm[event.side] = calm._replace(limit=max(calm.limit, ROOM_TO_GROW * own))


def _plan(loaded: Loaded, event: scheduled.Plan, world: World, ground: Theatre, desk: Desk) -> None:
    at = (rows_of(ground, event.places), INDEX[event.side])
    world.plan[at] += event.weight.value
    if event.until is not None:
        desk.due.append(Due(_week(loaded, event.until), "plan", "ends", partial(_end_plan, at, event.weight.value)))


def _end_plan(at: Any, weight: float, world: World, ground: Theatre, desk: Desk) -> None:
    world.plan[at] = np.maximum(0.0, world.plan[at] - weight)


def _departure(loaded: Loaded, event: scheduled.Departure, world: World, ground: Theatre, desk: Desk) -> None:
    leave_office(loaded, event, world)


def _settlement(loaded: Loaded, event: scheduled.Settlement, world: World, ground: Theatre, desk: Desk) -> None:
    settle_war(loaded, event, world, ground)


def _pact(loaded: Loaded, event: scheduled.Pact, world: World, ground: Theatre, desk: Desk) -> None:
    """Put a pact in force; by a bargain the first party leaves at its next decision."""
    agree(loaded, event, world, ground)
    if event.terms == "bargain":
        desk.orders.setdefault(event.parties[0], []).append(Engage(0))


def _sanctions(loaded: Loaded, event: scheduled.Sanctions, world: World, ground: Theatre, desk: Desk) -> None:
    world.embargo[INDEX[event.against]] = event.level.value


def _outrage(loaded: Loaded, event: scheduled.Outrage, world: World, ground: Theatre, desk: Desk) -> None:
    numbers = loaded.parameters["provocations"]
    assert isinstance(numbers, Provocations)
    outrage(world, INDEX[event.by], event.size.value, numbers)


def _budget(loaded: Loaded, event: scheduled.Budget, world: World, ground: Theatre, desk: Desk) -> None:
    world.subsidy[INDEX[event.side]] = event.factor.value


def _strike(loaded: Loaded, event: scheduled.PunitiveStrike, world: World, ground: Theatre, desk: Desk) -> None:
    desk.strikes.append((INDEX[event.side], INDEX[event.against], event.dead.value))


def _patrols(loaded: Loaded, event: scheduled.PatrolArea, world: World, ground: Theatre, desk: Desk) -> None:
    set_patrol(world, ground, event.side, event.places, event.radius_km.value, event.share.value)


def _hotline(loaded: Loaded, event: scheduled.HotlineSet, world: World, ground: Theatre, desk: Desk) -> None:
    set_hotline(world, event.pair[0], event.pair[1], event.value.value)


def _policy(loaded: Loaded, event: scheduled.PolicyChange, world: World, ground: Theatre, desk: Desk) -> None:
    desk.policies[event.actor] = ActorSetup(policy=event.policy, options=event.options)


def _valuation(loaded: Loaded, event: scheduled.Valuation, world: World, ground: Theatre, desk: Desk) -> None:
    world.valuation[INDEX[event.patron]] = event.value.value


def _provokes(loaded: Loaded, event: scheduled.Provoking, world: World, ground: Theatre, desk: Desk) -> None:
    world.provokes[INDEX[event.side]] = event.level.value


def _order(loaded: Loaded, event: scheduled.Command, world: World, ground: Theatre, desk: Desk) -> None:
    desk.orders.setdefault(event.actor, []).append(order_from_plain(event.order.plain()))


def _opportunity(loaded: Loaded, event: scheduled.Opportunity, world: World, ground: Theatre, desk: Desk) -> None:
    at = rows_of(ground, event.places)
    world.exposed[at] = event.factor.value
    desk.due.append(Due(world.week + 1, "opportunity", "", lambda world, ground, desk: _put(world.exposed, at, 1.0)))


def _cadre(loaded: Loaded, event: scheduled.Cadre, world: World, ground: Theatre, desk: Desk) -> None:
    """Add men in hiding where sanctuary is best on land that their side holds or has held."""
    numbers = loaded.parameters["underground"]
    assert isinstance(numbers, Underground)
    before = world.cadre.sum()
    place_cadre(world, ground, event.men.value, numbers.settled, numbers.thick)
    world.received[HIDES] += world.cadre.sum() - before


def _nothing(loaded: Loaded, event: scheduled.Mark, world: World, ground: Theatre, desk: Desk) -> None:
    """Change nothing."""


_EFFECTS: dict[type, Effect[Any]] = {
    scheduled.Aid: _aid,
    scheduled.Budget: _budget,
    scheduled.Cadre: _cadre,
    scheduled.Command: _order,
    scheduled.Contingent: _post,
    scheduled.Departure: _departure,
    scheduled.EndTruce: _end_truce,
    scheduled.Favour: _favour,
    scheduled.Hostility: _hostility,
    scheduled.HotlineSet: _hotline,
    scheduled.LocalDeal: _deal,
    scheduled.Luck: _luck,
    scheduled.Mark: _nothing,
    scheduled.Opportunity: _opportunity,
    scheduled.Outrage: _outrage,
    scheduled.Overrule: _overrule,
    scheduled.Pact: _pact,
    scheduled.PatrolArea: _patrols,
    scheduled.Plan: _plan,
    scheduled.PolicyChange: _policy,
    scheduled.Provoking: _provokes,
    scheduled.PunitiveStrike: _strike,
    scheduled.Reinforcement: _reinforce,
    scheduled.Sanctions: _sanctions,
    scheduled.Settlement: _settlement,
    scheduled.Sorties: _sorties,
    scheduled.Truce: _truce,
    scheduled.Valuation: _valuation,
    scheduled.Window: _window,
}
"""What each kind of event does."""
