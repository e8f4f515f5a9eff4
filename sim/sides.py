"""The parties to the war: one order, one index, one letter each.

Owns the names that index every `[side]` array. Knows nothing of what the parties want or do.
"""

from __future__ import annotations

__all__ = [
    "ABILITIES",
    "BACKERS",
    "BACKS",
    "CLIENTS",
    "COALITION",
    "FIGHTING",
    "GROUND",
    "HOLDERS",
    "HOLDS_AS",
    "INDEX",
    "LABELS",
    "LETTERS",
    "NAMES",
    "NO_TALKS",
    "SIDES",
    "SIDE_COUNT",
]

SIDES = ("regime", "iran", "opposition", "hts", "is", "sdf", "turkey", "us", "russia", "israel")
"""Index order of every `[side]` array."""

SIDE_COUNT = len(SIDES)
INDEX = {side: number for number, side in enumerate(SIDES)}

HOLDERS = ("regime", "opposition", "hts", "is", "sdf", "turkey", "us", "israel")
"""Parties that can hold a region; Iran's and Russia's men stand on regime ground."""

GROUND = ("regime", "iran", "opposition", "hts", "is", "sdf", "turkey")
"""Parties with a strike force that can attack."""

COALITION = (0, 0, 1, 1, 2, 3, 1, 3, 0, 4)
"""Who shares roads, supply and land, by side: the regime with Iran and Russia; the opposition with HTS and
Turkey; IS alone; the SDF with the US; Israel alone. Quarrels inside a coalition are not modelled."""

HOLDS_AS = (0, 0, 2, 3, 4, 5, 6, 7, 0, 9)
"""The side whose land a side's captures become: Iran and Russia take ground for the regime."""

FIGHTING = SIDES[:-1]
"""Parties whose men fight and die; Israel only holds ground."""

CLIENTS = {INDEX["russia"]: (INDEX["regime"],), INDEX["us"]: (INDEX["sdf"],)}
"""Patrons that fight from the air alone, and whose land they fly for: Russia the regime's, the US the SDF's."""

BACKS = {"russia": ("regime",), "iran": ("regime",), "us": ("sdf",), "turkey": ("opposition", "hts")}
"""Patrons, and the clients whose survival they weigh (docs/model 3.11)."""

ABILITIES = {
    "regime": ("land", "strike", "aircraft", "talks"),
    "iran": ("strike", "client", "talks"),
    "opposition": ("land", "strike", "talks"),
    "hts": ("land", "strike", "talks"),
    "is": ("land", "strike", "underground"),
    "sdf": ("land", "strike", "talks"),
    "turkey": ("land", "strike", "client", "aircraft", "windows", "talks"),
    "us": ("land", "client", "aircraft", "talks"),
    "russia": ("client", "aircraft", "talks"),
    "israel": ("land",),
}
"""What each side has that a policy may need: land it holds for itself, a mobile force, a client, aircraft in some
scenario, an underground, foreign entries that it may open, and others who talk to it."""

NO_TALKS = frozenset({"is"})
"""With whom nobody negotiates."""

BACKERS = {
    client: tuple(INDEX[patron] for patron in BACKS if client in BACKS[patron])
    for client in SIDES
    if any(client in clients for clients in BACKS.values())
}
"""The patrons of each side that has any."""

LETTERS = {"regime": "R", "opposition": "O", "hts": "H", "is": "I", "sdf": "S", "turkey": "T", "us": "U", "israel": "Z"}

NAMES = {
    "regime": "The regime",
    "iran": "Iran",
    "opposition": "The opposition",
    "hts": "HTS",
    "is": "IS",
    "sdf": "The SDF",
    "turkey": "Turkey",
    "us": "The US",
    "russia": "Russia",
    "israel": "Israel",
}
"""What a sentence calls a party."""

LABELS = {
    "regime": "Regime and allies",
    "iran": "Iran and allied militias",
    "opposition": "Opposition",
    "hts": "HTS",
    "is": "IS",
    "sdf": "SDF",
    "turkey": "Turkey-backed",
    "us": "US-held (Tanf)",
    "russia": "Russia",
    "israel": "Israel-held",
}
