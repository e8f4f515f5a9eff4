"""What patrons weigh (docs/model 3.11): stand-alone arithmetic, relations 22 to 24, posts, bargains."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest

from sim.chance import Purpose, uniform
from sim.scenario.parameters.patrons import Patrons
from sim.sides import INDEX
from sim.world.enmity import TERMS
from sim.world.payoffs import safety, staying_cost, tired, to_leave, value_of_leaving, value_of_staying
from sim.world.turnover import open_post
from sim.world.world import World
from tests.engine.ground_making import apply_rule, line, numbers, world_of

RUSSIA, US, REGIME, TURKEY = (INDEX[name] for name in ("russia", "us", "regime", "turkey"))
BARGAIN = TERMS.index("bargain") + 1
N = Patrons()


def _still_in(
    *, morale: float, ratio: float, name: float, costs: float = 1.0, bargain: float = 0.0, victories: float = 0.0
) -> list[float]:
    """Return the chance that a patron is still in after 1, 2 and 5 years, at a hazard of .002 and without leverage."""
    weariness, left, found = 0.0, 1.0, []
    odds = (N.safe_base, N.safe_power, N.safe_morale, N.safe_stay)
    weights = tuple(costs * w for w in (N.money, N.blood, N.danger, N.weary))
    for month in range(1, 66):
        for _ in range(4):
            weariness = tired(weariness, 0.0, victories, N.keep, N.drift, N.toll, N.relief)
        cost = staying_cost(1.0, 0.0, 0.0, weariness, *weights)
        stay = value_of_staying(safety(ratio, morale, 1.0, *odds), 0.0, 0.0, cost, N.look_ahead)
        leave = value_of_leaving(safety(ratio, morale, 0.0, *odds), 0.0, name)
        left *= (1.0 - to_leave(stay, leave, 0.002, N.steep, 4.0)) * (1.0 - bargain)
        if month in (13, 26, 65):
            found.append(left)
    return found


SOUND = {"morale": 0.9, "ratio": 1.0}
"""Inputs at which Russia's published survival comes out: equal power, morale .9, no dead, no leverage."""


@pytest.mark.parametrize(
    ("case", "wanted"),
    [
        ({**SOUND, "name": 0.3}, [0.96, 0.91, 0.75]),
        ({**SOUND, "name": 0.0}, [0.91, 0.80, 0.50]),
        ({**SOUND, "name": 0.3, "bargain": 0.01}, [0.84, 0.70, 0.38]),
        ({"morale": 1.0, "ratio": 2.0, "name": 0.1, "victories": 0.1}, [0.91, 0.82, 0.57]),
    ],
    ids=["russia", "russia without a name to lose", "russia with bargains", "us before the order process"],
)
def test_patrons_stay_as_long_as_the_arithmetic_of_the_brief_says(case: dict[str, float], wanted: list[float]) -> None:
    """To .02, of which .005 is rounding; the brief does not say at which power, morale and weariness it was made."""
    assert _still_in(**case) == pytest.approx(wanted, abs=0.02)


def test_thrice_the_cost_ends_an_engagement_much_sooner() -> None:
    """The brief's .89, .75 and .35, to .03, with a place gained every ten weeks; without any the last is .19."""
    assert _still_in(**SOUND, name=0.3, costs=3.0, victories=0.1) == pytest.approx([0.89, 0.75, 0.35], abs=0.03)
    assert _still_in(**SOUND, name=0.3, costs=3.0)[2] == pytest.approx(0.19, abs=0.01)


def _world(*, holders: Sequence[str] = ("regime", "regime", "opposition", "is", "sdf"), seed: int = 1) -> World:
    world = world_of(line(len(holders)), holders, seed=seed)
    world.week = 3
    return world


def _weighed(world: World, **changed: float) -> World:
    apply_rule("patrons", world, line(len(world.holder)), numbers(**{f"patrons__{k}": v for k, v in changed.items()}))
    return world


@pytest.mark.parametrize("weight", ["money", "blood", "danger", "weary"])
def test_dearer_costs_bring_exit_nearer(weight: str) -> None:
    """Relation 22, strict at equal state."""
    low, high = _world(), _world()
    for world in (low, high):
        world.fallen[:], world.escalation[:], world.weariness[:] = 5.0, 1.0, 0.5
    _weighed(low)
    _weighed(high, **{weight: 3.0 * getattr(N, weight)})
    assert high.leave_odds[RUSSIA] > low.leave_odds[RUSSIA] > 0.0
    assert high.cost[RUSSIA] > low.cost[RUSSIA]


def test_without_acceptance_no_patron_leaves_by_bargain() -> None:
    """Relation 23, strict: nobody accepts, so the price of a bargain never enters the payoff of leaving."""
    world = _weighed(_world(), acceptance=0.0)
    assert (world.bargain_odds == 0.0).all()
    assert (world.yield_odds == 0.0).all()
    assert (_weighed(_world()).yield_odds[US, RUSSIA] > 0.0).all()
    assert world.leave_payoff[RUSSIA] == pytest.approx(world.safe_without[RUSSIA] - N.name_russia)


def test_consent_that_loses_value_is_bargained_for_less() -> None:
    """Relation 24: faster decay of leverage, lower odds of a bargain."""
    odds, levers = [], []
    for fade in (0.0, 0.02, 0.05):
        world = _world()
        for _ in range(6):
            _weighed(world, fade=fade)
            world.week += 4
        odds.append(float(world.bargain_odds[RUSSIA]))
        levers.append(float(world.leverage[RUSSIA]))
    assert sorted(set(odds), reverse=True) == odds
    assert sorted(set(levers), reverse=True) == levers


def test_a_client_in_trouble_keeps_its_patron() -> None:
    """Gambling for resurrection: help matters most between victory and defeat."""
    strong, weak = _world(), _world()
    for world, men in ((strong, 40_000.0), (weak, 4000.0)):
        world.strike[REGIME] = men
        _weighed(world)
    assert weak.safe_with[RUSSIA] < strong.safe_with[RUSSIA]
    assert weak.leave_odds[RUSSIA] < strong.leave_odds[RUSSIA]


def test_a_bargain_pays_who_leaves_and_alarms_its_ally() -> None:
    world, alone = _world(), _world()
    world.pact[RUSSIA, US] = world.pact[US, RUSSIA] = BARGAIN
    _weighed(world, breaks=0.0)
    _weighed(alone, breaks=0.0)
    assert world.leave_payoff[RUSSIA] - alone.leave_payoff[RUSSIA] == pytest.approx(N.bargain)
    assert world.betrayal[REGIME, RUSSIA] == pytest.approx(N.fear_pact)
    assert world.leave_odds[RUSSIA] > alone.leave_odds[RUSSIA]


def test_bargains_break_at_their_hazard() -> None:
    """2,000 bargain-weeks at .02: 40 breaks, give or take three standard errors; each leaves fear on both sides."""
    broken = 0
    for seed in range(2000):
        world = _world(holders=("regime", "is"), seed=seed)
        world.week = 1
        world.pact[RUSSIA, US] = world.pact[US, RUSSIA] = BARGAIN
        told = apply_rule("patrons", world, line(2), numbers())
        assert (world.betrayal[RUSSIA, US] > 0.0) == bool(told) == (world.pact[US, RUSSIA] == 0.0)
        broken += len(told)
    assert abs(broken - 2000 * (1 - math.exp(-N.breaks))) < 3 * math.sqrt(40)


def test_belief_in_a_rivals_resolve_grows_while_it_stays() -> None:
    world = _world()
    world.engaged[TURKEY] = 0.0
    _weighed(world)
    assert world.belief[RUSSIA, US] == pytest.approx(0.5 * 0.995 / (0.5 * 0.995 + 0.5 * 0.96))
    assert world.belief[RUSSIA, TURKEY] == 0.5


def test_an_exit_is_told_with_what_was_seen() -> None:
    world = _world()
    _weighed(world)
    world.week, world.engaged[RUSSIA] = 4, 0.0
    world.leave_odds[RUSSIA] = odds = uniform(world.seed, int(Purpose.RESOLVE), 4, RUSSIA, 0) + 1e-6
    told = apply_rule("patrons", world, line(5), numbers())
    assert [(event.kind, event.side) for event in told] == [("leaves", RUSSIA)]
    assert told[0].probability == odds
    assert told[0].inputs["before"] == 1.0
    assert told[0].draw == pytest.approx(odds - 1e-6)
    world.engaged[RUSSIA] = 0.4
    world.week = 8
    assert [event.kind for event in apply_rule("patrons", world, line(5), numbers())] == ["returns"]


def test_an_exit_that_was_bargained_for_or_planned_is_told_without_a_chance() -> None:
    for bound in (True, False):
        world = _world()
        world.week, world.engaged[RUSSIA], world.leave_odds[:] = 4, 0.0, float(bound)
        world.pact[RUSSIA, US] = BARGAIN * bound
        event = apply_rule("patrons", world, line(5), numbers(patrons__breaks=0.0))[0]
        assert (event.kind, event.probability, event.draw) == ("leaves", None, None)
        assert event.note == ("bargain" if bound else "")


def test_orders_on_a_whim_come_only_from_their_day() -> None:
    world = _world()
    world.whim_from[US] = 20.0
    assert _weighed(world).whim_odds[US] == 0.0
    world.week = 19
    assert _weighed(world).whim_odds[US] == pytest.approx(1.0 - math.exp(-4 * N.whim_us))


@pytest.mark.parametrize(("engaged", "left"), [(0.6, [1, 4]), (0.4, [4]), (0.0, [])])
def test_posts_leave_with_their_patron_those_at_oil_last(engaged: float, left: list[int]) -> None:
    ground = line(6, oil=[0.0, 0.0, 0.0, 0.0, 2.0, 0.0])
    world = world_of(ground, ["sdf"] * 6)
    for place in ("r1", "r4"):
        open_post(world, ground, "us", place, 300.0, 1.0)
    world.engaged[US] = engaged
    world.week = 1
    apply_rule("patrons", world, ground, numbers())
    assert np.flatnonzero(world.zone == US).tolist() == left
    assert np.flatnonzero(world.post).tolist() == left


def test_victories_ease_weariness_and_dead_add_to_it() -> None:
    quiet, bloody, winning = _world(), _world(), _world()
    for world in (quiet, bloody, winning):
        world.weariness[:] = 0.5
        world.taken_from[:] = -1
    bloody.dead_week[RUSSIA] = 20.0
    winning.taken_from[0] = INDEX["opposition"]
    for world in (quiet, bloody, winning):
        _weighed(world)
    assert winning.weariness[RUSSIA] < quiet.weariness[RUSSIA] < bloody.weariness[RUSSIA]


def test_each_patron_takes_a_bargain_by_relation_value_and_block() -> None:
    world = _world()
    world.relation[RUSSIA, US] = world.relation[US, RUSSIA] = -0.2
    world.valuation[RUSSIA] = 0.4
    _weighed(world)
    score = N.accept_base - 0.2 * N.accept_relation + 0.4 * N.accept_value - N.accept_block * N.block_us
    assert world.yield_odds[US, RUSSIA] == pytest.approx(1.0 / (1.0 + math.exp(-score)))
    assert world.bargain_odds[RUSSIA] == world.yield_odds[US, RUSSIA]
    assert world.yield_odds[TURKEY, RUSSIA] != world.yield_odds[US, RUSSIA]
    blocked = _weighed(_world(), block_us=1.0)
    assert blocked.yield_odds[US, RUSSIA] < _weighed(_world()).yield_odds[US, RUSSIA]


@pytest.mark.parametrize("patron", ["russia", "us", "turkey"])
def test_a_dearer_engagement_brings_exit_nearer(patron: str) -> None:
    """What it costs is felt against what is usual, not against itself."""
    usual = getattr(N, f"cost_{patron}")
    cheap, dear = _world(), _world()
    _weighed(cheap)
    _weighed(dear, **{f"cost_{patron}": 2.0 * usual})
    side = INDEX[patron]
    assert dear.spent[side] == pytest.approx(2.0 * cheap.spent[side])
    assert dear.cost[side] - cheap.cost[side] == pytest.approx(N.money)
    assert dear.leave_odds[side] > cheap.leave_odds[side]
