"""The colours of the holders, as plain data: what draws with matplotlib, and what does not, take them from here.

Owns these colours. Knows nothing of patterns, type or drawing (see `style`). They were chosen together by search
under four kinds of sight (docs/decisions/0004-drawing.md); change none alone, a test measures them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["HUES", "Hue"]


class Hue(NamedTuple):
    """Hold the short name of a holder and its colours, each `#RRGGBB`: held land, thinly held land, lines."""

    short: str
    fill: str
    thin: str
    line: str


HUES: Mapping[str, Hue] = {
    "regime": Hue("Regime", "#69ABE0", "#C0DCF2", "#1063C6"),
    "opposition": Hue("Opposition", "#A2C79E", "#D8E7D6", "#019880"),
    "hts": Hue("HTS", "#9A788E", "#D5C6D0", "#872F6C"),
    "sdf": Hue("SDF", "#FFE77A", "#FFF5C7", "#9B7F06"),
    "is": Hue("IS", "#6F675B", "#C3BFBA", "#64544D"),
    "turkey": Hue("Turkey-backed", "#D27A4B", "#ECC7B3", "#981A07"),
    "us": Hue("US", "#94E4F8", "#D2F4FC", "#0A4450"),
    "israel": Hue("Israel", "#D8D4CB", "#EFEDE9", "#77726A"),
}
"""Holder -> its colours, in the order of legends."""
