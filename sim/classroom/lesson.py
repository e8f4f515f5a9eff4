"""The plan of a lesson: how many turns, how many minutes for each phase, and what a game is set to.

Owns these choices and their defaults. Knows nothing of the clock or of who plays.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["MINUTES", "MODES", "MOST_TURNS", "TURNS", "Plan", "Settings", "minutes_of"]

Mode = Literal["lesson", "half_day"]
MODES: tuple[Mode, ...] = ("lesson", "half_day")

TURNS: Mapping[Mode, int] = {"lesson": 3, "half_day": 6}
"""Turns unless others are asked for: a lesson of 45 minutes holds two or three (classroom design, B.4)."""

MOST_TURNS = 24
"""Most turns of a game: two years of war."""

MINUTES: Mapping[Mode, Mapping[str, tuple[float, float]]] = {
    "lesson": {"briefing": (2.0, 1.0), "planning": (5.0, 4.0), "reveal": (2.0, 2.0), "debrief": (15.0, 15.0)},
    "half_day": {"briefing": (8.0, 4.0), "planning": (8.0, 6.0), "reveal": (4.0, 4.0), "debrief": (60.0, 60.0)},
}
"""Mode -> phase -> minutes in the first turn and in each later one; other phases have no clock."""


class Plan(BaseModel):
    """Hold what is chosen when a game is made."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: Mode = "lesson"
    turns: int = Field(default=3, ge=1, le=MOST_TURNS)


class Settings(BaseModel):
    """Hold what the facilitator may change while a game goes on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    auto_lock: bool = False
    """Whether orders are sealed as soon as every seat with people is ready."""
    hard: bool = False
    """Whether the end of the time seals orders by itself; else it says "Time" and leaves it to the facilitator."""
    no_orders: Literal["policy", "hold", "repeat"] = "policy"
    """What a seat with people does that has no valid orders when orders are sealed."""
    fog: bool = True
    """Whether a seat sees only its own report; without it, all see all but orders."""


def minutes_of(mode: Mode, phase: str, turn: int) -> float | None:
    """Return the minutes that a phase lasts in a turn; None where there is no clock."""
    pair = MINUTES[mode].get(phase)
    return None if pair is None else pair[turn > 1]
