"""Staff work: what is read from a View, and that orders stay within what a month allows."""

from __future__ import annotations

import pytest

from sim.actors import staff
from sim.orders.orders import EFFORT, MOST_ORDERS, Accept, AirSupport, Arm, Guard, MainEffort, Raid, Reinforce, cost
from sim.sides import COALITION, INDEX, NO_TALKS
from tests.actors.seeing import FRONT, PATRON, QUIET, seen


def test_an_army_is_bold_by_its_own_custom_and_while_it_is_paid() -> None:
    memory: dict[str, float] = {}
    assert staff.bold(seen("regime", coverage=0.8), memory)
    assert staff.bold(seen("regime", coverage=0.61), memory)
    assert not staff.bold(seen("regime", coverage=0.59), memory)
    assert not staff.bold(seen("regime", coverage=0.8, pay_ratio=0.2), memory)


def test_the_aim_is_where_the_prize_is_near_and_thinly_held() -> None:
    here = {"homs": FRONT._replace(facing=9000.0), "hama": FRONT._replace(prize=2.0), "idlib": QUIET}
    assert staff.aim(seen("regime", here)) == "hama"
    assert staff.aim(seen("regime", here), ("homs", "idlib")) == "homs"
    assert staff.aim(seen("regime", {"homs": QUIET})) == ""


def test_the_longest_front_is_found_among_those_asked_for() -> None:
    view = seen("regime", {"homs": FRONT, "raqqa": FRONT._replace(front=90.0)})
    assert staff.longest_front(view, ("homs", "raqqa", "nowhere")) == "raqqa"
    assert staff.longest_front(view, ("homs",)) == "homs"
    assert staff.longest_front(view, ("idlib",)) == ""


def test_the_most_outnumbered_governorate_is_threatened_most_if_it_is_worth_it() -> None:
    here = {"homs": FRONT, "hama": FRONT._replace(men=1000.0), "raqqa": FRONT._replace(men=10.0, people=100.0)}
    assert staff.threatened(seen("regime", here)) == ["hama"]
    assert staff.threatened(seen("regime", here), 5, people=0.0) == ["raqqa", "hama", "homs"]
    assert staff.threatened(seen("iran", here)) == []


def test_aircraft_fly_where_clients_fight_for_most() -> None:
    view = seen("russia", {"homs": FRONT, "hama": FRONT._replace(prize=9.0), "idlib": FRONT._replace(prize=1.0)})
    assert staff.fronts(view, 2) == ["hama", "homs"]
    assert staff.flights(view, 2, careful=False) == [AirSupport("hama"), AirSupport("homs")]
    assert [type(order).__name__ for order in staff.flights(view, 2, careful=True)] == ["AirSupport", "Restraint"]
    assert staff.flights(seen("russia", sorties=0.0), 2, careful=False) == []


def test_arms_go_only_where_there_is_a_way() -> None:
    assert staff.arms(seen("russia")) == [Arm("regime", 2)]
    assert staff.arms(seen("turkey"), "hts", 3) == [Arm("hts", 3)]
    assert staff.arms(seen("turkey"), "sdf") == staff.arms(seen("sdf")) == []


def test_what_does_not_fit_into_a_month_is_left_out_from_the_end() -> None:
    asked = [Guard("core"), Arm("regime", 3), MainEffort("homs"), AirSupport("homs"), Reinforce("homs"), Raid("homs")]
    kept = staff.kept_legal(asked)
    assert kept == [Guard("core"), Arm("regime", 3), MainEffort("homs"), Reinforce("homs")]
    assert sum(map(cost, kept)) <= EFFORT
    assert len(staff.kept_legal([Raid(name) for name in "abcdef"])) == MOST_ORDERS


@pytest.mark.parametrize(
    ("terms", "changed", "wins", "agrees"),
    [
        ("truce", {"violence": {"opposition": 100.0}}, False, True),
        ("truce", {"violence": {"opposition": 100.0}}, True, False),
        ("truce", {"violence": {"opposition": 5.0}}, False, False),
        ("truce", {}, False, False),
        ("settlement", {"overlap": 0.1}, True, True),
        ("settlement", {"overlap": 0.0}, False, False),
        ("guard", {"enmity": {"opposition": 0.02}}, True, True),
        ("guard", {"enmity": {"opposition": 0.9}}, True, False),
        ("federal", {"concession": 0.3}, True, True),
        ("federal", {"concession": 0.1}, True, False),
        ("bargain", {}, False, False),
    ],
)
def test_an_offer_is_answered_by_what_war_would_bring(terms: str, changed: dict[str, object], wins: bool, agrees: bool):  # type: ignore[no-untyped-def]
    view = seen("regime", offers={"opposition": terms}, **changed)
    assert staff.answers(view, wins) == ([Accept("opposition", terms)] if agrees else [])  # type: ignore[arg-type]
    assert not staff.answers(seen("iran", offers={"opposition": terms}, **changed), wins)


def test_the_conciliatory_sign_what_others_would_not() -> None:
    view = seen("sdf", offers={"turkey": "truce", "regime": "federal"})
    assert staff.answers(view, wins=True, conciliatory=True) == [Accept("turkey", "truce"), Accept("regime", "federal")]
    assert staff.answers(view, wins=True) == []


def test_a_bargain_is_taken_when_luck_falls_under_the_odds_of_its_offerer() -> None:
    patron = PATRON._replace(yields={"russia": 0.3, "iran": 0.0})
    offered = {"offers": {"russia": "bargain", "iran": "bargain"}, "patron": patron}
    assert staff.bargains(seen("us", luck=(0.5, 0.29, 0.5), **offered)) == [Accept("russia", "bargain")]
    assert not staff.bargains(seen("us", luck=(0.5, 0.31, 0.5), **offered))
    assert not staff.bargains(seen("us", luck=(0.5, 0.0, 0.5), offers={"russia": "bargain"}))
    assert not staff.bargains(seen("regime", luck=(0.5, 0.0, 0.5), offers={"us": "bargain"}))


def test_whom_one_means_follows_from_relations_and_land() -> None:
    liked = {"iran": -0.8, "is": -1.0, "russia": -0.2, "sdf": 0.7}
    assert staff.provoker(seen("us", relations=liked)) == "iran"
    assert staff.provoker(seen("us", relations=liked), "regime") == "regime"
    assert staff.rival_patron(seen("russia", relations={"us": -0.2, "turkey": -0.3})) == "us"
    assert staff.protector(seen("sdf")) == "regime"
    assert staff.protector(seen("sdf", holdings={"is": 0.9})) == ""


def test_who_is_outside_a_coalition_is_not_in_it_and_nobody_talks_to_some() -> None:
    for side, others in staff.OUTSIDERS.items():
        assert all(COALITION[INDEX[other]] != COALITION[INDEX[side]] for other in others)
    assert set(INDEX) > NO_TALKS
