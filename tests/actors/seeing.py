"""Views made by hand, for tests of policies: one quiet month, from which a test changes what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from sim.actors.memory import Memory
from sim.orders.legal import judge
from sim.orders.orders import Order
from sim.sides import BACKS
from sim.world.view import Here, Patron, View

__all__ = ["FRONT", "PATRON", "QUIET", "decided", "given", "kinds", "seen"]

QUIET = Here(land=2000.0, people=1e6, men=5000.0, front=0.0, facing=0.0, prize=0.0, raids=0.0)
FRONT = QUIET._replace(front=40.0, facing=2000.0, prize=3.0)
PATRON = Patron(
    engaged=1.0, safe_with=0.9, safe_without=0.5, cost=0.02, weariness=0.1, leverage=0.3, stay=0.8, leave=0.2,
    odds=0.01, fallen=0.0, escalation=0.0,
)  # fmt: skip
NOWHERE = QUIET._replace(land=0.0, people=0.0, men=0.0)
GOVERNORATES = ("aleppo", "damascus", "deir_ez_zor", "hama", "homs", "idlib", "raqqa")


def seen(actor: str, here: Mapping[str, Here] | None = None, **changed: Any) -> View:
    """Return what an actor sees in a quiet month with these governorates, and with what the test changes."""
    patron = PATRON if actor in BACKS else None
    view = View(
        actor=actor,
        week=40,
        holds_land=actor not in ("iran", "russia"),
        strike=0.0 if actor in ("us", "russia") else 10_000.0,
        local=60_000.0,
        morale=1.0,
        coverage=1.0,
        pay_ratio=1.0,
        sorties=100.0 if actor in ("us", "russia", "regime") else 0.0,
        land_share=0.3,
        people_share=0.5,
        partners=BACKS.get(actor, ()),
        clients=BACKS.get(actor, ()),
        enmity={"is": 1.0},
        governorates={name: (here or {}).get(name, NOWHERE) for name in GOVERNORATES},
        luck=(0.5, 0.5, 0.5),
        patron=patron,
        hides=False,
        cadre=0.0,
        patrols=True,
        relations={},
        offers={},
        pacts={},
        violence={},
        provoked=0.0,
        concession=0.0,
        overlap=0.0,
        windows=(),
        holdings={"is": 0.4, "regime": 0.3, "sdf": 0.2},
    )
    return view._replace(**changed)


def decided(policy: str, view: View, memory: Memory | None = None, **options: object) -> Sequence[Order]:
    """Return what a policy orders, all of it legal."""
    module = import_module(f"sim.actors.policies.{policy}")
    orders: Sequence[Order] = module.decide(view, {} if memory is None else memory, module.Options(**options))
    assert not [ruling for ruling in judge(orders, view) if not ruling.accepted]
    return orders


def given[T: Order](orders: Sequence[Order], kind: type[T]) -> list[T]:
    """Return the orders of one kind."""
    return [order for order in orders if isinstance(order, kind)]


def kinds(orders: Sequence[Order]) -> set[str]:
    """Return the names of the kinds of order."""
    return {type(order).__name__ for order in orders}
