"""Ways of a power from outside: to stay, to leave in one of several manners, to serve a goal or to react."""

from __future__ import annotations

from typing import Any

import pytest

from sim.orders.orders import (
    Accept,
    AirSupport,
    Arm,
    Engage,
    Enter,
    MainEffort,
    Offer,
    Patrol,
    Posture,
    Reinforce,
    Restraint,
    Sanction,
    Strike,
)
from sim.world.view import View
from tests.actors.seeing import FRONT, PATRON, decided, given, kinds, seen

HERE = {"homs": FRONT, "hama": FRONT._replace(prize=1.0), "raqqa": FRONT._replace(prize=9.0)}
LEAVING = ("reactive_exit", "bargain_seeker", "phased_exit", "goal_driven", "reactive", "withdrawing")
CULPRIT = {"relations": {"iran": -0.8, "russia": -0.2, "sdf": 0.7}}


def _patron(actor: str = "russia", *, changed: dict[str, Any] | None = None, **view: Any) -> View:
    return seen(actor, HERE, patron=PATRON._replace(**(changed or {})), **view)


def test_the_patron_that_stays_never_touches_its_engagement() -> None:
    orders = decided("patron", _patron(changed={"odds": 1.0}, luck=(0.0, 0.9, 0.5)), client="regime")
    assert given(orders, Arm) == [Arm("regime", 2)]
    assert [order.governorate for order in given(orders, AirSupport)] == ["raqqa", "homs"]
    assert not given(orders, Engage)


@pytest.mark.parametrize("policy", ["patron", *LEAVING])
def test_a_patron_without_aircraft_arms_and_one_with_careful_ones_spares_civilians(policy: str) -> None:
    options = {"client": "sdf"}
    assert "AirSupport" not in kinds(decided(policy, _patron("us", sorties=0.0), **options))
    careful = decided(policy, _patron("us"), **options, careful=True)
    assert len(given(careful, AirSupport)) == len(given(careful, Restraint)) == 1


@pytest.mark.parametrize("policy", LEAVING)
def test_who_has_left_does_nothing_more(policy: str) -> None:
    assert decided(policy, _patron("us", changed={"engaged": 0.0}, luck=(0.0, 0.0, 0.5))) == []
    assert decided(policy, seen("us", patron=None)) == []


def test_a_reactive_exit_follows_the_odds() -> None:
    assert decided("reactive_exit", _patron(luck=(0.009, 0.5, 0.5))) == [Engage(0)]
    assert kinds(decided("reactive_exit", _patron(luck=(0.011, 0.5, 0.5)))) == {"Arm", "AirSupport"}


def test_a_bargain_is_sought_while_consent_is_worth_it_and_kept_when_struck() -> None:
    seeking = _patron(relations={"us": -0.2, "turkey": -0.3})
    assert given(decided("bargain_seeker", seeking), Offer) == [Offer("us", "bargain")]
    assert given(decided("bargain_seeker", seeking, rival="turkey"), Offer) == [Offer("turkey", "bargain")]
    assert not given(decided("bargain_seeker", _patron(changed={"leverage": 0.05})), Offer)
    struck = _patron(pacts={"us": "bargain"}, relations={"us": 0.0, "turkey": -0.3})
    assert decided("bargain_seeker", struck) == [Engage(0)]
    assert not given(decided("bargain_seeker", _patron(changed={"odds": 1.0}, luck=(0.0, 0.0, 0.5))), Engage)


def test_a_phased_exit_loses_a_fifth_each_step() -> None:
    memory: dict[str, float] = {}
    kept = 1.0
    by_week = {}
    for week in range(0, 84, 4):
        orders = decided("phased_exit", _patron(changed={"engaged": kept}, week=week), memory, first_week=10)
        for order in given(orders, Engage):
            kept = order.fifths / 5.0
        by_week[week] = round(5 * kept)
    assert [by_week[week] for week in (8, 12, 20, 24, 36, 52, 64)] == [5, 4, 4, 3, 2, 1, 0]


def test_a_phased_exit_may_wait_for_the_odds_and_may_leave_officers() -> None:
    memory: dict[str, float] = {}
    assert not given(decided("phased_exit", _patron(week=0), memory, by_odds=True), Engage)
    first = decided("phased_exit", _patron(week=4, luck=(0.0, 0.5, 0.5)), memory, by_odds=True)
    assert given(first, Engage) == [Engage(4)]
    late = decided("phased_exit", _patron(week=200, changed={"engaged": 0.8}), memory, by_odds=True, floor=1)
    assert given(late, Engage) == [Engage(1)]
    assert given(late, Arm)


def test_the_rump_keeps_its_men_in_the_core_and_the_corridor_sends_them_east() -> None:
    here = {**HERE, "deir_ez_zor": FRONT._replace(prize=0.1)}
    rump = decided("rump", seen("iran", here))
    assert given(rump, MainEffort) == [MainEffort("homs")]
    assert (given(rump, Patrol), given(rump, Arm)) == ([Patrol("keep")], [Arm("regime", 2)])
    corridor = decided("corridor", seen("iran", here))
    assert given(corridor, MainEffort) == [MainEffort("deir_ez_zor")]
    assert given(corridor, Patrol) == [Patrol("push")]
    off = decided("rump", seen("iran", {"raqqa": FRONT}))
    assert not given(off, MainEffort)
    assert given(off, Posture) == [Posture("hold")]
    assert not given(rump + list(corridor), Reinforce)  # type: ignore[operator]


def test_a_goal_outlasts_provocation_and_ends_the_engagement() -> None:
    memory: dict[str, float] = {}
    calm = decided("goal_driven", _patron("us", provoked=2.0, **CULPRIT), memory)
    assert given(calm, Patrol) == [Patrol("keep")]
    assert not kinds(calm) & {"Strike", "Sanction", "Engage"}
    hit = decided("goal_driven", _patron("us", provoked=9.0, **CULPRIT), memory)
    assert given(hit, Strike) == [Strike("iran")]
    assert given(hit, Restraint)
    done = _patron("us", holdings={"is": 0.0, "regime": 0.7})
    assert [bool(given(decided("goal_driven", done, memory), Engage)) for _ in range(3)] == [False, False, True]


def test_a_reactive_power_answers_what_was_done_to_it() -> None:
    assert not kinds(decided("reactive", _patron("us", **CULPRIT))) & {"Strike", "Sanction", "Engage"}
    some = decided("reactive", _patron("us", provoked=0.9, **CULPRIT))
    assert given(some, Sanction) == [Sanction("iran", 1)]
    assert not given(some, Strike)
    much = decided("reactive", _patron("us", provoked=5.0, changed={"engaged": 0.6}, **CULPRIT))
    assert (given(much, Strike), given(much, Engage)) == ([Strike("iran")], [Engage(4)])
    bled = _patron("us", changed={"fallen": 9.0})
    assert given(decided("reactive", bled), Engage) == [Engage(4)]
    assert not given(decided("reactive", _patron("us", changed={"fallen": 9.0, "engaged": 0.2})), Engage)


def test_an_order_to_leave_is_mostly_half_taken_back() -> None:
    odds = {"whim": 0.025, "taken_back": 0.7}
    assert not given(decided("withdrawing", _patron("us", changed=odds, luck=(0.03, 0.0, 0.9))), Engage)
    assert decided("withdrawing", _patron("us", changed=odds, luck=(0.02, 0.0, 0.9))) == [Engage(0)]
    back = decided("withdrawing", _patron("us", changed=odds, luck=(0.02, 0.9, 0.5)))
    assert given(back, Engage) == [Engage(2)]
    assert given(back, Arm)
    assert not given(decided("withdrawing", _patron("us", changed=odds, luck=(0.0, 0.5, 0.9)), first_week=60), Engage)
    assert not given(decided("withdrawing", _patron("us", luck=(0.0, 0.0, 0.9))), Engage)


@pytest.mark.parametrize("policy", ["patron", "reactive_exit", "phased_exit", "goal_driven", "reactive", "withdrawing"])
def test_a_patron_takes_a_rivals_bargain_by_its_odds(policy: str) -> None:
    offered = {"offers": {"russia": "bargain"}, "luck": (0.5, 0.1, 0.5), "week": 0}
    likely = _patron("us", changed={"yields": {"russia": 0.2}}, **offered)
    assert given(decided(policy, likely), Accept) == [Accept("russia", "bargain")]
    assert not given(decided(policy, _patron("us", **offered)), Accept)


@pytest.mark.parametrize("policy", ["patron", *LEAVING])
def test_a_patron_may_say_how_its_patrols_meet_others(policy: str) -> None:
    assert given(decided(policy, _patron("us"), manner="probe"), Patrol) == [Patrol("probe")]
    assert not given(decided(policy, _patron("us"), manner=""), Patrol)
    assert not given(decided(policy, _patron("us", patrols=False), manner="probe"), Patrol)


def test_who_blocks_stays_out_and_who_waits_for_windows_goes_in_by_luck() -> None:
    lucky = seen("turkey", {"aleppo": FRONT}, windows=("north",), luck=(0.1, 0.5, 0.5))
    blocked = decided("block", lucky)
    assert given(blocked, Arm) == [Arm("opposition", 2)]
    assert given(blocked, Posture) == [Posture("hold")]
    assert not kinds(blocked) & {"Enter", "MainEffort"}
    assert given(decided("windows", lucky), Enter) == [Enter("north")]
    assert not given(decided("windows", lucky, odds=0.05), Enter)
    assert not given(decided("windows", seen("turkey", luck=(0.1, 0.5, 0.5))), Enter)
