"""Agreements and departures by a scenario's hand: the words of an event as calls of the rules of diplomacy.

Owns the translation. Knows nothing of what an agreement or a departure does.
"""

from __future__ import annotations

from itertools import combinations

from sim.scenario.events import Departure, Pact, Settlement
from sim.scenario.loaded import Loaded
from sim.scenario.parameters.diplomacy import Diplomacy
from sim.scenario.parameters.settlement import Settlement as Numbers
from sim.sides import COALITION, INDEX
from sim.theatre.regions import Theatre
from sim.world.departure import Manner, depart
from sim.world.enmity import TERMS
from sim.world.pacts import NO_BOND, Bond, make_pact
from sim.world.world import World

__all__ = ["agree", "leave_office", "settle_war"]


def agree(loaded: Loaded, event: Pact, world: World, ground: Theatre) -> None:
    """Put a pact in force: guards, self-rule, or a bargain by which the first party leaves."""
    one, other = (INDEX[name] for name in event.parties)
    numbers = loaded.parameters["diplomacy"]
    assert isinstance(numbers, Diplomacy)
    bonds = {"guard": Bond(numbers.guard_level, 1.0), "federal": _firm(loaded)}
    make_pact(world, ground, one, other, TERMS.index(event.terms) + 1, bonds.get(event.terms, NO_BOND))


def settle_war(loaded: Loaded, event: Settlement, world: World, ground: Theatre) -> None:
    """Settle the war among all parties of different coalitions; the leader of the first may go."""
    bond = _firm(loaded)._replace(level=event.compliance.value)
    for one, other in combinations((INDEX[name] for name in event.parties), 2):
        if COALITION[one] != COALITION[other]:
            make_pact(world, ground, one, other, TERMS.index("settlement") + 1, bond)
    if event.leader == "goes":
        _leave(loaded, event.parties[0], "negotiated", None, world)


def leave_office(loaded: Loaded, event: Departure, world: World) -> None:
    """Let the leader of a side go."""
    _leave(loaded, event.side, event.manner, None if event.shock is None else event.shock.value, world)


def _leave(loaded: Loaded, side: str, manner: Manner, shock: float | None, world: World) -> None:
    depart(world, INDEX[side], manner, _numbers(loaded), shock)


def _firm(loaded: Loaded) -> Bond:
    """Return how firm a settlement is."""
    return Bond(_numbers(loaded).level, _numbers(loaded).frailty)


def _numbers(loaded: Loaded) -> Numbers:
    numbers = loaded.parameters["settlement"]
    assert isinstance(numbers, Numbers)
    return numbers
