"""Ways of rebels, of the SDF and of IS: escalate or deal, fight on or seek a protector, hold, contract or hide."""

from __future__ import annotations

from sim.orders.orders import Accept, Arm, Disperse, Guard, MainEffort, Offer, Posture, Reinforce, Withdraw
from tests.actors.seeing import FRONT, QUIET, decided, given, kinds, seen


def test_who_escalates_arms_most_attacks_and_signs_nothing() -> None:
    view = seen("turkey", {"aleppo": FRONT}, coverage=0.1, offers={"regime": "truce"}, violence={"regime": 900.0})
    orders = decided("escalate", view, {"coverage": 1.0})
    assert given(orders, Arm) == [Arm("opposition", 3)]
    assert given(orders, Posture) == [Posture("attack")]
    assert not given(orders, Accept)


def test_who_deals_offers_a_truce_to_the_bloodiest_and_signs() -> None:
    view = seen("opposition", {"aleppo": FRONT}, violence={"is": 90.0, "regime": 40.0, "sdf": 20.0, "hts": 30.0})
    orders = decided("deal", view)
    assert given(orders, Offer) == [Offer("regime", "truce")]
    assert given(orders, Posture) == [Posture("hold")]
    assert not given(orders, MainEffort)
    signed = seen("opposition", offers={"regime": "settlement", "sdf": "truce"}, overlap=0.2)
    assert given(decided("deal", signed), Accept) == [Accept("regime", "settlement"), Accept("sdf", "truce")]
    assert not given(decided("deal", seen("opposition", violence={"regime": 3.0})), Offer)
    at_peace = seen("opposition", violence={"regime": 40.0}, pacts={"regime": "truce"})
    assert not given(decided("deal", at_peace), Offer)


def test_who_fights_on_goes_where_the_enemy_presses() -> None:
    here = {"raqqa": FRONT._replace(prize=9.0), "aleppo": FRONT._replace(facing=20_000.0, prize=0.1)}
    orders = decided("fight_on", seen("sdf", here, coverage=0.1, backing=0.0), {"coverage": 1.0})
    assert given(orders, MainEffort) == [MainEffort("aleppo")]
    assert given(orders, Reinforce) == [Reinforce("aleppo", 1)]
    assert given(orders, Posture) == [Posture("attack")]
    assert "Offer" not in kinds(orders)
    asked = seen("sdf", here, offers={"regime": "federal"}, concession=0.9)
    assert not given(decided("fight_on", asked), Accept)


def test_who_seeks_a_deal_asks_when_its_patron_leaves_or_its_garrisons_thin_out() -> None:
    assert not given(decided("seek_deal", seen("sdf", {"raqqa": FRONT})), Offer)
    left = seen("sdf", {"raqqa": FRONT}, backing=0.0)
    orders = decided("seek_deal", left)
    assert given(orders, Offer) == [Offer("regime", "guard")]
    assert given(orders, Posture) == [Posture("hold")]
    assert given(decided("seek_deal", left, asks="federal"), Offer) == [Offer("regime", "federal")]
    thin = seen("sdf", {"raqqa": FRONT}, coverage=0.5)
    assert given(decided("seek_deal", thin, {"coverage": 1.0}), Offer) == [Offer("regime", "guard")]
    assert not given(decided("seek_deal", seen("sdf", backing=0.0, pacts={"regime": "guard"})), Offer)
    federal = seen("sdf", offers={"regime": "federal"})
    assert given(decided("seek_deal", federal), Accept) == [Accept("regime", "federal")]


def test_is_may_hold_every_stretch_or_give_up_the_empty_ones() -> None:
    empty = FRONT._replace(people=9000.0, facing=9000.0, men=300.0, prize=9.0)
    view = seen("is", {"homs": empty, "raqqa": FRONT}, offers={"regime": "truce"})
    held = decided("hold_ground", view)
    assert given(held, Guard) == [Guard("all")]
    assert not kinds(held) & {"Withdraw", "Accept"}
    contracted = decided("contract", view)
    assert given(contracted, Guard) == [Guard("strongholds")]
    assert given(contracted, Withdraw) == [Withdraw("homs")]
    assert given(contracted, MainEffort) == [MainEffort("raqqa")]
    unpressed = {"homs": empty._replace(facing=10.0), "raqqa": QUIET}
    assert not given(decided("contract", seen("is", unpressed)), Withdraw)


def test_insurgents_hide_and_never_campaign() -> None:
    orders = decided("insurgent", seen("is", {"homs": FRONT}, hides=True))
    assert orders == [Guard("strongholds"), Posture("lie_low"), Disperse(2)]
    assert decided("insurgent", seen("is", hides=False, strike=0.0)) == [Guard("strongholds")]
    assert decided("insurgent", seen("is", hides=True, strike=0.0)) == [Guard("strongholds"), Disperse(2)]
    assert decided("insurgent", seen("is", hides=True, strike=0.0, local=0.0)) == [Guard("strongholds")]
