"""The seats of a class: who may be played by people, and which sides of the war each seat commands.

Owns this table. Knows nothing of who sits where. IS and HTS have no seat: policies play them, or the facilitator does.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from sim.sides import NAMES

__all__ = ["SEATS", "SEAT_OF", "Seat", "name_of", "open_seats"]


class Seat(NamedTuple):
    """Name a seat: its words, its letter or letters on a chip, and the sides that it commands, the first one first."""

    name: str
    letters: str
    sides: tuple[str, ...]


SEATS: Mapping[str, Seat] = {
    "regime": Seat("The regime", "R", ("regime",)),
    "russia": Seat("Russia", "Ru", ("russia",)),
    "iran": Seat("Iran and allies", "Ir", ("iran",)),
    "us_sdf": Seat("The US and the SDF", "US", ("sdf", "us")),
    "opposition": Seat("The opposition", "O", ("opposition",)),
    "turkey": Seat("Turkey", "T", ("turkey",)),
}
"""Key -> seat, in the order of lists and cards."""

SEAT_OF: Mapping[str, str] = {side: key for key, seat in SEATS.items() for side in seat.sides}
"""Side -> the seat that commands it."""


def name_of(key: str) -> str:
    """Return the name of a seat, or of a side that has none."""
    return SEATS[key].name if key in SEATS else NAMES[key]


def open_seats(actors: Collection[str]) -> list[str]:
    """Return the seats of which at least one side is an actor of the scenario."""
    return [key for key, seat in SEATS.items() if any(side in actors for side in seat.sides)]
