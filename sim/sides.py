"""The parties to the war: one order, one index, one letter each.

Owns the names that index every `[side]` array. Knows nothing of what the parties want or do.
"""

from __future__ import annotations

__all__ = [
    "GROUND",
    "HOLDERS",
    "INDEX",
    "LABELS",
    "LETTERS",
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

LETTERS = {"regime": "R", "opposition": "O", "hts": "H", "is": "I", "sdf": "S", "turkey": "T", "us": "U", "israel": "Z"}

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
