"""What the odds of a capture would have been, had one thing been otherwise.

The rule of capture gives odds for a ratio of power (docs/model 3.9); the log holds that ratio and what made it, so
one part of it can be taken away, or men be added, with all else as it was. Owns these small questions. Knows nothing
of wars run anew: to see what would have followed, fork the run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sim.record.telling import DEFENDS, factors_of
from sim.rules.control import weekly_odds

__all__ = ["Otherwise", "otherwise"]

_ABSENT: Mapping[str, str] = {
    "morale_attack": "the attackers' morale had been ordinary",
    "morale_defence": "the defenders' morale had been ordinary",
    "supply_attack": "the attackers had been well supplied",
    "supply_defence": "the defenders had been well supplied",
    "fort": "no defences had been prepared",
    "ground": "the ground had been open",
    "town": "there had been no streets to hide in",
    "air_attack": "the attackers had had no aircraft",
    "air_defence": "the defenders had had no aircraft",
    "surprise": "the attack had been expected",
    "luck": "the luck of the week had been even",
    "favour_attack": "the facilitator had not judged the attackers",
    "favour_defence": "the facilitator had not judged the defenders",
}
"""Modifier of a battle -> what to say of its absence."""

_MEN = ("the attackers had also had twice the men", 2.0)


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Hold one change of a capture: the words after "if", its odds then, and whether the same draw would have done."""

    words: str
    odds: float
    taken: bool


def otherwise(event: Mapping[str, Any], numbers: Mapping[str, float]) -> list[Otherwise]:
    """Return what would have changed the odds of a capture; nothing for events of another kind.

    `numbers` are those of the rule `control` in force. Three questions: without what helped the attack most,
    without what hindered it most, and with twice the men.
    """
    told = event.get("inputs", {})
    if event.get("kind") != "capture" or "depth" not in told or not told["power_ratio"] > 0.0:
        return []
    weeks = (told["depth"] + told["siege"]) / told["tempo"]
    found = []
    for words, factor in (*_without(told, helped=True), *_without(told, helped=False), _MEN):
        ratio = told["power_ratio"] * factor
        odds = float(weekly_odds(weeks, ratio, numbers["power"], numbers["most_power"], numbers["sigma"]))
        found.append(Otherwise(words, odds, bool(event["draw"] < odds)))
    return found


def _without(told: Mapping[str, float], *, helped: bool) -> Iterator[tuple[str, float]]:
    """Yield the strongest thing that helped (or hindered) an attack, and what the ratio is times without it."""
    for name, value in factors_of(told):
        change = value if name in DEFENDS else 1.0 / value
        if (change < 1.0) == helped:
            yield _ABSENT[name], change
            return
