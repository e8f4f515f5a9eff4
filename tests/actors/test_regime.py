"""Ways of an army that rules: the Y first, all of it, the race for the east; and the common doctrine."""

from __future__ import annotations

from sim.orders.orders import Accept, Arm, Guard, MainEffort, Posture, Reinforce
from tests.actors.seeing import FRONT, QUIET, decided, given, seen

RICH = FRONT._replace(prize=9.0)
CALM = FRONT._replace(facing=100.0)


def test_the_y_comes_before_a_richer_prize_elsewhere() -> None:
    both = seen("regime", {"raqqa": RICH, "homs": FRONT})
    orders = decided("y_first", both)
    assert given(orders, MainEffort) == [MainEffort("homs")]
    assert given(orders, Guard) == [Guard("core")]
    assert given(decided("ground", both), MainEffort) == [MainEffort("raqqa")]
    assert given(decided("y_first", seen("regime", {"raqqa": RICH})), MainEffort) == [MainEffort("raqqa")]
    assert given(decided("y_first", both, core="raqqa"), MainEffort) == [MainEffort("raqqa")]


def test_who_holds_all_reinforces_empty_outliers() -> None:
    outlier = FRONT._replace(people=500.0, men=50.0)
    view = seen("regime", {"raqqa": outlier, "homs": FRONT})
    orders = decided("hold_all", view)
    assert given(orders, Guard) == [Guard("all")]
    assert [order.governorate for order in given(orders, Reinforce)] == ["raqqa", "homs"]
    assert [order.governorate for order in given(decided("y_first", view), Reinforce)] == ["homs"]
    assert not given(decided("hold_all", seen("regime", {"homs": QUIET})), Reinforce)


def test_the_race_runs_over_the_longest_front_while_the_west_is_quiet() -> None:
    east = {"raqqa": FRONT._replace(front=90.0, prize=0.1), "deir_ez_zor": FRONT}
    quiet = seen("regime", {"homs": CALM._replace(prize=9.0), **east})
    assert given(decided("race_east", quiet), MainEffort) == [MainEffort("raqqa")]
    on_the_way = seen("regime", {"homs": CALM, "hama": CALM._replace(prize=9.0)})
    assert given(decided("race_east", on_the_way), MainEffort) == [MainEffort("homs")]
    pressed = seen("regime", {"hama": RICH._replace(facing=9000.0, prize=50.0), **east})
    assert given(decided("race_east", pressed), MainEffort) == [MainEffort("hama")]


def test_an_army_holds_when_its_garrisons_thin_out() -> None:
    for policy in ("ground", "y_first", "hold_all", "race_east", "hold_ground", "contract"):
        memory = {"coverage": 1.0}
        view = seen("regime", {"homs": FRONT}, coverage=0.5)
        assert given(decided(policy, view, memory), Posture) == [Posture("hold")], policy
        assert given(decided(policy, view, {}), Posture) == [Posture("attack")], policy


def test_an_army_takes_a_truce_when_it_bleeds_and_cannot_win() -> None:
    bleeds = {"offers": {"opposition": "truce"}, "violence": {"opposition": 200.0}}
    for policy in ("ground", "y_first", "hold_all", "race_east"):
        tired = seen("regime", {"homs": FRONT}, coverage=0.5, **bleeds)
        assert given(decided(policy, tired, {"coverage": 1.0}), Accept) == [Accept("opposition", "truce")], policy
        assert not given(decided(policy, seen("regime", {"homs": FRONT}, **bleeds)), Accept), policy


def test_the_doctrine_prefers_what_it_is_told_and_arms_its_client() -> None:
    view = seen("iran", {"raqqa": RICH, "homs": FRONT})
    orders = decided("ground", view, prefer="homs", client="regime")
    assert given(orders, MainEffort) == [MainEffort("homs")]
    assert given(orders, Arm) == [Arm("regime", 2)]
    assert decided("idle", view) == []
