"""What may be ordered: each refusal is one sentence that names the fault, and what stands cannot clash."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.orders.legal import judge
from sim.orders.orders import (
    AirSupport,
    Arm,
    MainEffort,
    Order,
    Posture,
    Raid,
    Reinforce,
    Restraint,
    Withdraw,
)
from sim.world.view import Here, View

HERE = Here(land=900.0, people=1e5, men=2000.0, front=30.0, facing=1000.0, prize=2.0)
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
)
GROUNDED = replace(VIEW, sorties=0.0)
SPENT = replace(VIEW, strike=0.0)
LONELY = replace(VIEW, partners=())
GUEST = replace(VIEW, actor="iran", holds_land=False)
CALM = replace(VIEW, governorates={"raqqa": HERE._replace(land=0.0, front=0.0)})


@pytest.mark.parametrize(
    ("orders", "view", "reason"),
    [
        ([Posture("hold"), Posture("attack")], VIEW, "A posture is already set this month."),
        ([Raid("homs"), Raid("homs")], VIEW, "The same order is already given."),
        (
            [Reinforce("homs", 1), Reinforce("homs", 2)],
            VIEW,
            "The same order is already given at another level. Remove that one first.",
        ),
        (
            [Withdraw("homs"), Withdraw("hama"), Withdraw("hasakah"), Raid("homs"), Raid("hama")],
            VIEW,
            "Only 4 orders beside the posture fit in a month. Remove one first.",
        ),
        (
            [Arm("iran", 3), MainEffort("homs"), AirSupport("homs")],
            VIEW,
            "AirSupport costs 2 and you have 1 of 6 left. Remove an order or lower a level.",
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
            "The regime has no force that can reach raqqa this month. It can act in homs, hama, idlib.",
        ),
        ([Raid("raqqa")], CALM, "The regime has no force that can reach raqqa this month."),
        ([Reinforce("idlib")], VIEW, "The regime holds nothing in idlib."),
        ([Withdraw("raqqa")], VIEW, "The regime holds nothing in raqqa."),
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
