"""What may be ordered: each refusal is one sentence that names the fault, and what stands cannot clash."""

from __future__ import annotations

import pytest

from sim.orders.legal import judge
from sim.orders.orders import (
    Accept,
    AirSupport,
    Arm,
    Break,
    Disperse,
    Engage,
    Enter,
    Guard,
    MainEffort,
    Offer,
    Order,
    Patrol,
    Posture,
    Raid,
    Reinforce,
    Restrain,
    Restraint,
    Sanction,
    Strike,
    Withdraw,
)
from sim.world.view import Here, Patron, View

HERE = Here(land=900.0, people=1e5, men=2000.0, front=30.0, facing=1000.0, prize=2.0, raids=0.0)
VIEW = View(
    actor="regime",
    week=8,
    holds_land=True,
    strike=20_000.0,
    local=90_000.0,
    morale=0.9,
    coverage=1.0,
    pay_ratio=0.8,
    sorties=100.0,
    land_share=0.3,
    people_share=0.6,
    partners=("iran",),
    enmity={"opposition": 1.0},
    governorates={
        "homs": HERE,
        "hama": HERE,
        "idlib": HERE._replace(land=0.0),
        "hasakah": HERE._replace(front=0.0),
        "raqqa": HERE._replace(land=0.0, front=0.0),
    },
    clients=(),
    luck=(0.5, 0.5, 0.5),
    patron=None,
    hides=False,
    cadre=0.0,
    patrols=True,
    relations={"us": -0.6},
    offers={"sdf": "guard"},
    pacts={"opposition": "truce"},
    violence={},
    provoked=0.0,
    concession=0.0,
    overlap=0.0,
    windows=(),
)
PATRON = Patron(
    engaged=1.0, safe_with=0.9, safe_without=0.4, cost=0.02, weariness=0.1, leverage=0.3, stay=0.8, leave=0.2,
    odds=0.01, fallen=0.0, escalation=0.0,
)  # fmt: skip
POWER = VIEW._replace(actor="turkey", patron=PATRON, clients=("opposition", "hts"), windows=("north", "west"), pacts={})
GROUNDED = VIEW._replace(sorties=0.0)
NO_PATROLS = "has no patrols, and no men near another power's posts."
SPENT = VIEW._replace(strike=0.0)
LONELY = VIEW._replace(partners=())
GUEST = VIEW._replace(actor="iran", holds_land=False)
CALM = VIEW._replace(governorates={"raqqa": HERE._replace(land=0.0, front=0.0)})


@pytest.mark.parametrize(
    ("orders", "view", "reason"),
    [
        ([Posture("hold"), Posture("attack")], VIEW, "A posture is already set this month."),
        ([Raid("homs"), Raid("homs")], VIEW, "The same order is already given."),
        (
            [Reinforce("homs", 1), Reinforce("homs", 2)],
            VIEW,
            "The same order is already given in another way. Remove that one first.",
        ),
        (
            [Withdraw("homs"), Withdraw("hama"), Withdraw("hasakah"), Raid("homs"), Raid("hama")],
            VIEW,
            "Only 4 orders beside the posture fit in a month. Remove one first.",
        ),
        (
            [Arm("iran", 3), MainEffort("homs"), AirSupport("homs")],
            VIEW,
            "Air support costs 2 and you have 1 of 6 left. Remove an order or lower a level.",
        ),
        ([Posture("attack")], SPENT, "The regime has no mobile force in this war now."),
        ([MainEffort("homs")], SPENT, "The regime has no mobile force in this war now."),
        ([Raid("homs")], SPENT, "The regime has no mobile force in this war now."),
        (
            [Restraint()],
            VIEW,
            "Restraint binds air support, and none is ordered. Order air support first.",
        ),
        ([Arm("sdf")], VIEW, "The regime has no way to arm sdf: it can arm iran."),
        (
            [Arm("irna")],
            VIEW,
            'The regime has no way to arm irna (did you mean "iran"?): it can arm iran.',
        ),
        (
            [Reinforce("homs")],
            GUEST,
            "Iran has no garrisons of its own: its ally's are moved by its ally.",
        ),
        ([Arm("sdf")], LONELY, "The regime has no way to arm sdf: it can arm nobody."),
        ([AirSupport("homs")], GROUNDED, "The regime has no aircraft in this war now."),
        ([AirSupport("homz")], VIEW, 'There is no governorate "homz" (did you mean "homs"?).'),
        ([MainEffort("paris")], VIEW, 'There is no governorate "paris".'),
        (
            [MainEffort("raqqa")],
            VIEW,
            "The regime has no force that can reach ar-Raqqah this month. It can act in Homs, Hama, Idlib.",
        ),
        ([Raid("raqqa")], CALM, "The regime has no force that can reach ar-Raqqah this month."),
        ([Reinforce("idlib")], VIEW, "The regime holds nothing in Idlib."),
        ([Withdraw("raqqa")], VIEW, "The regime holds nothing in ar-Raqqah."),
        (
            [Guard("core"), Guard("all")],
            VIEW,
            "The same order is already given in another way. Remove that one first.",
        ),
        (
            [Offer("us", "truce"), Offer("us", "settlement")],
            VIEW,
            "The same order is already given in another way. Remove that one first.",
        ),
        ([Guard("core")], GUEST, "Iran has no garrisons of its own: its ally's are moved by its ally."),
        ([Disperse(1)], VIEW, "The regime has no underground to send fighters to."),
        ([Engage(3)], VIEW, "The regime is no patron in this war: there is no engagement to raise or lower."),
        ([Patrol("push")], VIEW._replace(patrols=False), f"The regime {NO_PATROLS}"),
        ([Enter("north")], VIEW, 'The regime has no entry "north": none is open now.'),
        ([Enter("nort")], POWER, 'Turkey has no entry "nort" (did you mean "north"?): north, west.'),
        ([Accept("us", "truce")], VIEW, "The regime has been offered nothing by us this month, not truce."),
        ([Accept("sdf", "truce")], VIEW, "The regime has been offered guard by sdf this month, not truce."),
        (
            [Break("us")],
            VIEW,
            "The regime has no truce or agreement with us: it has with opposition.",
        ),
        ([Break("us")], POWER, "Turkey has no truce or agreement with us: it has with nobody."),
        ([Restrain("iran")], VIEW, "The regime is no patron in this war: it holds nobody back."),
        ([Restrain("sdf")], POWER, "Turkey cannot hold sdf back: it can opposition, hts."),
        ([Strike("uss")], VIEW, 'There is no party "uss" (did you mean "us"?).'),
        ([Strike("iran")], VIEW, "The regime and iran are on one side."),
        ([Strike("us")], GROUNDED, "The regime has no aircraft in this war now."),
        ([Sanction("us")], VIEW, "The regime has no trade or banks to shut others out of."),
        ([Offer("is", "truce")], VIEW, "Nobody negotiates with IS in this model."),
        ([Offer("us", "truce")], VIEW._replace(actor="is"), "Nobody negotiates with IS in this model."),
        ([Offer("opposition", "truce")], VIEW, "A truce with opposition is already in force."),
        ([Offer("us", "bargain")], VIEW, "The regime has no engagement to bargain with."),
        ([Withdraw("hom")], VIEW, 'There is no governorate "hom" (did you mean "homs"?).'),
    ],
)
def test_an_order_that_cannot_stand_is_refused_with_its_reason(orders: list[Order], view: View, reason: str) -> None:
    *before, last = judge(orders, view)
    assert all(ruling.accepted for ruling in before)
    assert (last.order, last.reason) == (orders[-1], reason)
    assert not last.accepted


def test_a_month_of_sound_orders_stands_and_a_refused_one_costs_nothing() -> None:
    asked = [Posture("attack"), Arm("sdf", 3), MainEffort("homs"), AirSupport("homs"), Restraint(), Reinforce("hama")]
    assert [ruling.accepted for ruling in judge(asked, VIEW)] == [True, False, True, True, True, True]


def test_a_manner_and_an_answer_take_no_place_and_no_effort() -> None:
    asked: list[Order] = [Withdraw("homs"), Withdraw("hama"), Raid("homs"), Raid("hama"), Posture("hold")]
    asked += [Guard("core"), Patrol("keep"), Accept("sdf", "guard"), Break("opposition")]
    assert all(ruling.accepted for ruling in judge(asked, VIEW))


def test_a_patron_may_hold_back_any_side_of_its_coalition() -> None:
    moscow = POWER._replace(actor="russia", clients=("regime",))
    asked: list[Order] = [Restrain("regime"), Restrain("iran", 3)]
    assert all(ruling.accepted for ruling in judge(asked, moscow))


def test_orders_of_the_scenario_stand_first_and_cost_nothing_to_the_policys() -> None:
    told: list[Order] = [Restrain("hts", 3), Sanction("regime", 3), Sanction("iran"), Sanction("russia")]
    own: list[Order] = [MainEffort("homs"), AirSupport("homs"), Restrain("opposition"), Raid("homs")]
    rulings = judge(own, POWER._replace(enmity={"regime": 1.0}), told)
    assert [ruling.order for ruling in rulings] == [*told, *own]
    assert [ruling.reason for ruling in rulings] == [""] * 8
    again = judge([Restrain("hts", 1)], POWER, told)[-1]
    assert again.reason.startswith("The same order is already given in another way")


def test_a_power_may_do_what_only_powers_can() -> None:
    asked: list[Order] = [Engage(2), Enter("north"), Sanction("regime"), Restrain("hts"), Offer("us", "bargain")]
    assert [ruling.reason for ruling in judge(asked, POWER)] == [""] * len(asked)
    assert all(ruling.accepted for ruling in judge([Strike("regime")], POWER))
    assert all(ruling.accepted for ruling in judge([Disperse(2)], VIEW._replace(actor="is", hides=True)))
