"""The ten most consequential moments of a run, each with what made it: strengths, modifiers, odds, draw, causes.

Owns the parts of a card. Knows nothing of how a page sets them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sim.calendar import date_of
from sim.experiments.otherwise import Otherwise, otherwise
from sim.record.chain import led_to, short
from sim.record.moments import Moment, moments_of
from sim.record.record import Record
from sim.record.telling import DEFENDS, MODIFIERS, amount, dead, factors_of, odds, who
from sim.sides import NAMES
from sim.theatre.regions import load_theatre

__all__ = ["Card", "Modifier", "cards_of"]

_MOST_CAUSES = 4
_NEEDED = {"power", "most_power", "sigma"}
"""Numbers of the rule of capture without which nobody can say what the odds would have been."""


@dataclass(frozen=True)
class Modifier:
    """Hold one modifier of a battle: its words, by what it multiplied the attack's power, and whether it helped it."""

    words: str
    factor: float
    helped: bool

    @property
    def strength(self) -> float:
        """Return how far it moved the ratio, in doublings either way, at most 1."""
        return min(abs(math.log2(self.factor)), 1.0)


@dataclass(frozen=True)
class Card:
    """Hold one moment and what made it; parts that do not apply are empty."""

    week: int
    day: date
    title: str
    words: str
    region: str = ""
    """Id of the region it is about, if it is one."""
    men: tuple[str, str] | None = None
    """Who attacked with how many, and against how many."""
    power: float | None = None
    """Power of the attack over that of the defence."""
    modifiers: tuple[Modifier, ...] = ()
    odds: float | None = None
    draw: float | None = None
    chance: str = ""
    """Odds and draw in words."""
    causes: tuple[tuple[int, date, str], ...] = ()
    """Steps back, day and words of what led to it."""
    otherwise: tuple[Otherwise, ...] = ()
    killed: str = ""


def cards_of(record: Record, run: int = 0) -> list[Card]:
    """Return the cards of one run, in order of time; none if its events were not kept."""
    history = record.histories[run]
    numbers = (record.scenario.get("values") or {}).get("control", {})
    return [_card(record, run, moment, numbers) for moment in moments_of(history, record.start)]


def _card(record: Record, run: int, moment: Moment, numbers: Mapping[str, float]) -> Card:
    head, _, rest = moment.words.partition("; ")
    card = Card(moment.week, moment.date, _sentence(head), _sentence(rest))
    if len(moment.events) != 1:
        return card
    history, ground = record.histories[run], load_theatre()
    event = history.events[moment.events[0]]
    told, chance = event.get("inputs", {}), odds(event)
    causes = tuple(
        (steps, date_of(cause["week"], record.start), short(cause, ground)) for steps, cause in led_to(history, event)
    )
    return replace(
        card,
        region=event.get("region", ""),
        men=_men(told),
        power=told.get("power_ratio"),
        modifiers=tuple(_modifier(*pair) for pair in factors_of(told)),
        odds=event["probability"] if chance else None,
        draw=event["draw"] if chance else None,
        chance=_sentence(chance),
        causes=causes[:_MOST_CAUSES],
        otherwise=_telling(event["probability"], otherwise(event, numbers))
        if chance and numbers.keys() >= _NEEDED
        else (),
        killed=_sentence(dead([event])) if chance or "attack" in told else "",
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:].rstrip(".") + "." if words else ""


def _modifier(name: str, value: float) -> Modifier:
    """Return a modifier by what it did to the ratio of power: what weakened the defence helped the attack."""
    factor = 1.0 / value if name in DEFENDS else value
    return Modifier(MODIFIERS[name][value < 1.0], factor, factor > 1.0)


def _telling(chance: float, asked: Sequence[Otherwise]) -> tuple[Otherwise, ...]:
    """Leave out what would have left the odds as they were, to two digits."""
    return tuple(each for each in asked if f"{each.odds:.2g}" != f"{chance:.2g}")


def _men(told: Mapping[str, Any]) -> tuple[str, str] | None:
    if "attack" not in told:
        return None
    sent = [f"{who(side, first=True)} {amount(told[f'men_{side}'])}" for side in NAMES if told.get(f"men_{side}")]
    return ", ".join(sent) or amount(told["attack"]), amount(told["defence"])
