"""An actor: the Mesa agent that holds an identity, a policy, its options and a memory, and decides.

Owns who decides. Knows nothing of what is true: it meets the war through a View and answers with orders.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import mesa

from sim.actors.memory import Memory
from sim.actors.policy import find_policy, options_for
from sim.orders.legal import Ruling, judge
from sim.orders.orders import Order
from sim.world.view import View

__all__ = ["Actor"]


class Actor(mesa.Agent):
    """A party to the war, played by a policy (or by people, through `orders_from`)."""

    def __init__(self, model: mesa.Model, name: str, policy: str, options: Mapping[str, object]) -> None:
        """Seat `policy` with `options` as the actor `name`."""
        super().__init__(model)
        self.name = name
        self.policy = policy
        self.options = options_for(policy, options)
        self.memory: Memory = {}
        self._decide = find_policy(policy).decide

    def decide(self, view: View) -> Sequence[Order]:
        """Return what the policy asks for this month."""
        orders: Sequence[Order] = self._decide(view, self.memory, self.options)
        return orders

    def rule(self, orders: Sequence[Order], view: View, told: Sequence[Order] = ()) -> list[Ruling]:
        """Return each order, first those of the scenario, with its fate: accepted, or refused with a reason."""
        return judge(orders, view, told)
